package e2e

import (
	"context"
	"fmt"
	"net"
	"net/http"
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

// nodes are several servers on one database and one bucket, behind one nginx.
type nodes struct {
	all     []*app.App
	balance string // where players go
}

// newNodes starts them. The first makes the keys, the others get them as an operator copies them.
func newNodes(t *testing.T, names ...string) *nodes {
	t.Helper()
	pg, media := postgres.New(t), s3server.New(t)
	bucket := media.Bucket(t)
	key, err := s3server.KeyFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	n := &nodes{}
	upstream := "upstream ngatu {\n"
	for i, name := range names {
		c := config.Config{
			Node: name, Data: filepath.Join(t.TempDir(), name), Proxy: []string{"127.0.0.1"},
			Database: config.Database{Database: pg.Address()}, Media: config.Media{Media: "s3://" + bucket + "/media", Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1},
		}
		if i > 0 {
			testkit.CopyKeys(t, filepath.Dir(n.all[0].Inbox()), c.Data)
		}
		a := testkit.Server(t, c)
		n.all = append(n.all, a)
		upstream += "server " + strings.TrimPrefix(a.Address(), "http://") + " max_fails=1 fail_timeout=2s;\n"
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	startNginx(t, port, upstream+fmt.Sprintf(`}
map $http_upgrade $upgrade { default upgrade; "" ""; }
server {
	listen 127.0.0.1:%d;
	location / {
		proxy_pass http://ngatu;
		proxy_http_version 1.1;
		proxy_set_header Host $http_host;
		proxy_set_header Upgrade $http_upgrade;
		proxy_set_header Connection $upgrade;
		proxy_read_timeout 360s;
	}
}`, port))
	n.balance = fmt.Sprint("http://127.0.0.1:", port)
	return n
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
// the maker too, is missed by nobody.
func TestNodes(t *testing.T) {
	n := newNodes(t, "a", "b", "c")
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
		players[code] = enrolled(t, n.all[i%3], code, func(c *player.Config) { c.Server = n.balance })
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

	testkit.Stop(t, n.all[0]) // the maker
	select {
	case <-n.all[1].Store().Nodes.Made():
	case <-n.all[2].Store().Nodes.Made():
	case <-time.After(testkit.Patience):
		t.Fatal("nobody became the maker")
	}
	put(2, "sau-nut-a")
	all("what was approved after the maker went", "sau-nut-a")
	if here, err := n.all[1].Store().Nodes.Here(t.Context()); err != nil || len(here) != 2 {
		t.Errorf("the nodes that are here: %+v (%v)", here, err)
	}
}
