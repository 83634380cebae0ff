package e2e

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
	"ngatu/player"
)

// The releases that the programs of before and of later say.
const (
	beforeRelease = "1.0.0"
	laterRelease  = "1.1.0"
)

// laterAt is the program of a version to come: this checkout with a step of the schema of its own,
// and a page of another build.
func laterAt(t *testing.T) string {
	t.Helper()
	source := t.TempDir()
	run := func(in string, words ...string) []byte {
		t.Helper()
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir, cmd.Env, cmd.Stderr = in, append(os.Environ(), "CGO_ENABLED=0"), t.Output()
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %v", words, err)
		}
		return out
	}
	const here = "../.."
	list, tree := filepath.Join(source, "list"), filepath.Join(source, "source.tar")
	if err := os.WriteFile(list, run(here, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(here, "tar", "-cf", tree, "--null", "-T", list)
	run(source, "tar", "-xf", tree)
	steps, err := os.ReadDir(filepath.Join(source, "internal", "store", "migrations"))
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(source, "player", "page", "files", "debug.js")
	was, err := os.ReadFile(script)
	if err == nil {
		err = os.WriteFile(script, append(was, "window.later = true;\n"...), 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(source, "internal", "store", "migrations", fmt.Sprintf("%04d_later.sql", len(steps)+1)), []byte(
			"ALTER TABLE screens ADD COLUMN later TEXT NOT NULL DEFAULT 'x';\nCREATE TABLE laters (id TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL);\n"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(source, "ngatu")
	run(source, "go", "build", "-ldflags", "-X main.release="+laterRelease, "-o", program, "./cmd/ngatu")
	return program
}

// rolled is a fleet of three nodes of which each is a program of one of two versions, and who uses it.
type rolled struct {
	*testing.T
	old, later string            // programs
	build      map[string]string // of the page that each carries, by release
	database   string
	env        []string
	addresses  map[string]string // of nodes
	folders    map[string]string
	running    map[string]*exec.Cmd
	front      string
	db         *sql.DB

	desk  *desk
	pages map[string]*testkit.Tab // by screen
	agent *player.Player
	steps int // that were tried

	mu    sync.Mutex
	up    map[string]bool
	acked int // approvals of one slide again and again
}

const (
	agentScreen = "SANH-03"
	again       = "lap" // the slide that is approved again and again
	rollSteps   = 12
)

// newRolled makes a city that is used, and starts three nodes of the version of before.
func newRolled(t *testing.T, old, later string) *rolled {
	t.Helper()
	pg, media := postgres.New(t), s3server.New(t)
	bucket, dir := media.Bucket(t), t.TempDir()
	key, err := s3server.KeyFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := &rolled{
		T: t, old: old, later: later, database: pg.Address(), addresses: map[string]string{}, folders: map[string]string{}, running: map[string]*exec.Cmd{}, up: map[string]bool{},
		build: map[string]string{}, pages: map[string]*testkit.Tab{},
		env: []string{
			"NGATU_DATABASE=" + pg.Address(), "NGATU_MEDIA=s3://" + bucket + "/media", "NGATU_S3_ENDPOINT=" + media.Endpoint(),
			"NGATU_S3_REGION=us-east-1", "NGATU_S3_KEY_FILE=" + key, "NGATU_MEDIA_CACHE=1",
		},
	}
	if r.db, err = sql.Open("pgx", pg.Address()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.db.Close() })
	ports := map[string]int{}
	var taken []net.Listener // all at once, so that they differ
	for _, name := range []string{"a", "b", "c", "front"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ports[name] = l.Addr().(*net.TCPAddr).Port
		taken = append(taken, l)
	}
	for _, l := range taken {
		l.Close()
	}
	upstream := ""
	for _, name := range []string{"a", "b", "c"} {
		r.addresses[name], r.folders[name] = fmt.Sprint("http://127.0.0.1:", ports[name]), filepath.Join(dir, name)
		upstream += fmt.Sprintf("server 127.0.0.1:%d max_fails=1 fail_timeout=1s;\n", ports[name])
	}
	r.front, r.folders["agent"] = fmt.Sprint("http://127.0.0.1:", ports["front"]), filepath.Join(dir, "agent")

	r.seed(config.Config{
		Node: "seed", Data: r.folders["a"], Proxy: []string{"127.0.0.1"}, Database: config.Database{Database: pg.Address()},
		Media: config.Media{Media: "s3://" + bucket + "/media", Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1},
	})
	for _, name := range []string{"b", "c"} {
		testkit.CopyKeys(t, r.folders["a"], r.folders[name])
	}
	startNginx(t, ports["front"], "upstream ngatu {\n"+upstream+fmt.Sprintf(`}
map $http_upgrade $upgrade { default upgrade; "" ""; }
server {
	listen 127.0.0.1:%d;
	location / {
		proxy_pass http://ngatu;
		proxy_http_version 1.1;
		proxy_set_header Host $http_host;
		proxy_set_header Upgrade $http_upgrade;
		proxy_set_header Connection $upgrade;
		proxy_connect_timeout 2s;
		proxy_read_timeout 360s;
	}
}`, ports["front"]))
	for _, name := range []string{"a", "b", "c"} {
		r.start(name, r.old)
	}
	return r
}

// tokenOf is a page's.
func tokenOf(screen string) string { return "mã của trang " + screen }

// seed makes screens, an account, and what is approved and put on later.
func (r *rolled) seed(c config.Config) {
	r.Helper()
	a := testkit.Server(r.T, c)
	link, _, err := a.StudioLink(r.Context())
	if err != nil {
		r.Fatal(err)
	}
	if r.desk, err = sit(a, link); err != nil {
		r.Fatal(err)
	}
	changed(r.T, a, func(ctx context.Context, tx *store.Tx) error {
		var errs []error
		for _, code := range []string{"SANH-01", "SANH-02", agentScreen} {
			sum := sha256.Sum256([]byte(tokenOf(code)))
			errs = append(errs, tx.PutScreen(ctx, content.Screen{Code: code, Name: code, Places: []content.Place{{
				Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
				Venue: content.Reception, Kind: content.Monitor, Canvas: content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.5, DistanceM: 4}, Zone: content.DefaultZone,
			}}}), tx.PutCredential(ctx, store.Credential{ID: "c-" + code, Screen: code, Kind: store.ByToken, Value: sum[:]}))
		}
		errs = append(errs, tx.PutCampaign(ctx, content.Campaign{ID: "phuong", Name: "Việc của phường", Pool: "city", Weight: 1}))
		slide := func(id string, state content.State) {
			errs = append(errs, tx.PutSlide(ctx, content.Slide{
				ID: id, Campaign: "phuong", Kind: content.Notice, Style: content.Slogan, Title: id, Words: content.Words{Head: "Giữ phố sạch đẹp", Brief: "Giữ phố sạch"}, State: state,
			}))
		}
		slide(again, content.Approved)
		slide("san-1", content.Approved)
		for i := range rollSteps {
			slide(fmt.Sprint("buoc-", i), content.Submitted)
			errs = append(errs, tx.PutTakeover(ctx, content.Takeover{
				ID: fmt.Sprint("t-bao-", i), Title: "Bão", Gravity: content.Danger, Words: content.Words{Head: "Bão số 9", Brief: "Bão"}, State: content.Approved,
			}))
		}
		return errors.Join(errs...)
	})
	p := enrolled(r.T, a, agentScreen, func(c *player.Config) { c.Data = r.folders["agent"] })
	until(r.T, "the agent is let in", time.Minute, func() bool { return shows(r.T, p, agentScreen, "san-1") })
	p.Stop(r.Context())
	testkit.Stop(r.T, a)
}

func (r *rolled) command(name, program string) *exec.Cmd {
	cmd := exec.Command(program, "serve", "--node", name, "--data", r.folders[name], "--listen", strings.TrimPrefix(r.addresses[name], "http://"), "--trusted-proxy", "127.0.0.1")
	cmd.Env = append(os.Environ(), r.env...)
	return cmd
}

// start runs a node and waits until it serves.
func (r *rolled) start(name, program string) {
	r.Helper()
	cmd := r.command(name, program)
	cmd.Stderr = r.Output()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // it ended long before, unless the test failed
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.Contains(lines.Text(), "Ctrl-C") {
			go io.Copy(io.Discard, out) //nolint:errcheck // it ends with the program
			r.running[name] = cmd
			r.set(name, true)
			is := r.says(name)
			r.build[is.Release] = is.Page
			return
		}
	}
	r.Fatalf("node %s did not start", name)
}

func (r *rolled) set(name string, up bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.up[name] = up
}

// end stops a node in order, or kills it.
func (r *rolled) end(name string, kill bool) {
	r.Helper()
	r.set(name, false)
	cmd := r.running[name]
	if kill {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		r.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		r.Errorf("node %s did not stop in order: %v", name, err)
	}
}
