package e2e

import (
	"context"
	"crypto/x509"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
	"ngatu/player"
	"ngatu/player/protocol"
)

// nodes are three servers on one database and one bucket, behind one nginx.
type nodes struct {
	all   []*app.App
	pg    *postgres.Server
	front *behind
	trust func(*player.Config) // has an agent go through nginx
}

// newNodes starts them, behind the nginx of docs/operate/three-nodes.md, word for word but for its
// addresses and certificate. The first makes the keys, the others get them as an operator copies
// them.
func newNodes(t *testing.T) *nodes {
	t.Helper()
	pg, media := postgres.New(t), s3server.New(t)
	bucket := media.Bucket(t)
	key, err := s3server.KeyFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	n := &nodes{pg: pg, front: &behind{T: t, origin: fmt.Sprint("https://screens.example.vn:", port), client: browserOf(port)}}
	cert, private := testkit.Certificate(t, "screens.example.vn")
	changes := [][2]string{
		{"listen 443 ssl", fmt.Sprintf("listen 127.0.0.1:%d ssl", port)},
		{"# ssl_certificate …", fmt.Sprintf("ssl_certificate %s; ssl_certificate_key %s;", cert, private)},
	}
	for i, name := range []string{"a", "b", "c"} {
		c := config.Config{
			Node: name, Data: filepath.Join(t.TempDir(), name), Proxy: []string{"127.0.0.1"}, Secure: true, Public: []string{n.front.origin},
			Database: config.Database{Database: pg.Address()}, Media: config.Media{Media: "s3://" + bucket + "/media", Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1},
		}
		if i > 0 {
			testkit.CopyKeys(t, filepath.Dir(n.all[0].Inbox()), c.Data)
		}
		a := testkit.Server(t, c)
		n.all = append(n.all, a)
		changes = append(changes, [2]string{name + ".example:4080", strings.TrimPrefix(a.Address(), "http://")})
	}
	startNginx(t, port, documented(t, "operate/three-nodes.md", "nginx", changes))
	pem, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	n.trust = func(c *player.Config) {
		c.Server, c.Roots = fmt.Sprint("https://127.0.0.1:", port), x509.NewCertPool()
		c.Roots.AppendCertsFromPEM(pem)
	}
	return n
}

// balances sees that a page's polls go to the node that they name, and that staff and strangers get
// through.
func (n *nodes) balances() {
	t := n.front
	t.Helper()
	for range 2 {
		for _, name := range []string{"a", "b", "c"} {
			if status, text := t.pollAt(protocol.PathPoll + "?node=" + name); status != http.StatusOK || !strings.Contains(text, `"node":"`+name+`"`) {
				t.Errorf("a poll at %s got %d %s", name, status, text)
			}
		}
	}
	if status, text := t.poll(); status != http.StatusOK || !strings.Contains(text, `"node":`) {
		t.Errorf("the first poll got %d %s", status, text)
	}
	if status, text := t.signIn(); !strings.Contains(text, wrongPassword) {
		t.Errorf("sign-in got %d %s", status, text)
	}
}

// hiccup has the database refuse a new maker's first change twice, as a server does that comes back.
func (n *nodes) hiccup(t *testing.T) {
	t.Helper()
	db, err := sql.Open("pgx", n.pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`DELETE FROM meta WHERE key = 'surfaces';
		CREATE SEQUENCE hiccups;
		CREATE FUNCTION hiccup() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF nextval('hiccups') <= 2 THEN RAISE EXCEPTION 'the database system is starting up' USING ERRCODE = '57P03'; END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER hiccup BEFORE INSERT ON meta FOR EACH ROW WHEN (NEW.key = 'surfaces') EXECUTE FUNCTION hiccup()`)
	if err != nil {
		t.Fatal(err)
	}
}

// outlivedIt says whether a maker has made that change after all.
func (n *nodes) outlivedIt(t *testing.T) (yes bool) {
	t.Helper()
	for _, a := range n.all[1:] { // the first was stopped
		select {
		case err := <-a.Failed():
			t.Fatalf("a node stops: %v", err)
		default:
		}
	}
	db, err := sql.Open("pgx", n.pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'surfaces')`).Scan(&yes); err != nil {
		t.Fatal(err)
	}
	return yes
}

// shows says whether an agent has a programme with a slide for its page, or a takeover of that ID.
func shows(t *testing.T, p *player.Player, screen, id string) bool {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+p.Addr()+protocol.PathSocket, http.Header{"Origin": {"http://" + p.Addr()}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	onePage{ws}.say(t, protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: screen, Ranks: true})
	for {
		ws.SetReadDeadline(time.Now().Add(400 * time.Millisecond))
		_, b, err := ws.ReadMessage()
		if err != nil {
			return false
		}
		f, err := protocol.Decode(b)
		if err != nil {
			continue
		}
		var p content.Programme
		var over protocol.Takeover
		switch f.Type {
		case protocol.TypeProgramme:
			if f.Open(&p) == nil && slices.ContainsFunc(p.Slides, func(s content.Shown) bool { return s.ID == id }) {
				return true
			}
		case protocol.TypeTakeover:
			if f.Open(&over) == nil && strings.HasPrefix(over.ID, id) && over.Programme != nil {
				return true
			}
		}
	}
}

// TestNodes: three servers on one PostgreSQL database and one bucket, behind nginx, which sends each
// connection where it likes. What staff do at any of them is on every screen; a node that goes,
// the maker too, is missed by nobody, though the database stumbles just then.
func TestNodes(t *testing.T) {
	n := newNodes(t)
	n.balances()
	put := func(at int, id string) {
		t.Helper()
		changed(t, n.all[at], func(ctx context.Context, tx *store.Tx) error {
			return tx.PutSlide(ctx, content.Slide{
				ID: id, Campaign: "phuong", Kind: content.Notice, Style: content.Slogan, Title: id, Words: content.Words{Head: "Đường dây nóng 1022"}, State: content.Approved,
			})
		})
	}
	screens := []string{"SANH-01", "SANH-02", "SANH-03", "SANH-04"}
	changed(t, n.all[2], func(ctx context.Context, tx *store.Tx) error {
		for _, code := range screens {
			err := tx.PutScreen(ctx, content.Screen{Code: code, Name: code, Places: []content.Place{{
				Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
				Venue: content.Reception, Kind: content.Monitor, Canvas: content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.5, DistanceM: 4}, Zone: content.DefaultZone,
			}}})
			if err != nil {
				return err
			}
		}
		return tx.PutCampaign(ctx, content.Campaign{ID: "phuong", Name: "Việc của phường", Pool: "city", Weight: 1})
	})
	players := map[string]*player.Player{}
	for i, code := range screens {
		players[code] = enrolled(t, n.all[i%3], code, n.trust)
	}
	all := func(what, id string) {
		t.Helper()
		for code, p := range players {
			until(t, what+" at "+code, 60*time.Second, func() bool { return shows(t, p, code, id) })
		}
	}
	put(1, "tu-nut-b")
	all("what was approved at a node beside the maker", "tu-nut-b")

	changed(t, n.all[2], func(ctx context.Context, tx *store.Tx) error {
		over := content.Takeover{ID: "bao", Title: "Bão", Gravity: content.Danger, Words: content.Words{Head: "Bão số 9"}, State: content.Approved}
		over, err := content.PutOn(over, "an", tx.Time(), time.Hour, false)
		if err != nil {
			return err
		}
		return tx.PutTakeover(ctx, over)
	})
	all("the takeover that was put on at another", "bao")

	n.hiccup(t)
	testkit.Stop(t, n.all[0]) // the maker
	select {
	case <-n.all[1].Store().Nodes.Made():
	case <-n.all[2].Store().Nodes.Made():
	case <-time.After(testkit.Patience):
		t.Fatal("nobody became the maker")
	}
	until(t, "the new maker goes on", 30*time.Second, func() bool { return n.outlivedIt(t) })
	put(2, "sau-nut-a")
	all("what was approved after the maker went", "sau-nut-a")
	if here, err := n.all[1].Store().Nodes.Here(t.Context()); err != nil || len(here) != 2 {
		t.Errorf("the nodes that are here: %+v (%v)", here, err)
	}
}
