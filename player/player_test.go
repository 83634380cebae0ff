package player

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/clock"
	"ngatu/player/protocol"
	"ngatu/player/protocol/protocoltest"
)

// patience is how long anything is waited for: it is there to end a test, not to be tested, and a
// machine that does much else is slow.
const patience = 90 * time.Second

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("never: %s", what)
		}
	}
}

// agent runs a player on a folder. Its machine has no NTP, so that only a server can tell it the
// time.
func agent(t *testing.T, server, dir string, how ...func(*Config)) (*Player, func()) {
	t.Helper()
	machine := clock.ThisMachine()
	machine.Wall = func() (int64, bool) { return time.Now().UnixMilli(), false }
	cfg := Config{Server: server, Data: dir, Listen: "127.0.0.1:0", Build: "test", Clock: &machine, Poll: 10 * time.Millisecond}
	for _, set := range how {
		set(&cfg)
	}
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	stop := func() {
		once.Do(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			if err := p.Stop(ctx); err != nil {
				t.Errorf("stop: %v", err)
			}
		})
	}
	t.Cleanup(stop)
	return p, stop
}

// enrolled is an agent that has all that the server airs.
func enrolled(t *testing.T, s *server, dir string) (*Player, func()) {
	t.Helper()
	s.confirmed(true)
	p, stop := agent(t, s.url(), dir)
	eventually(t, "the agent has everything", func() bool { return complete(p, s) })
	return p, stop
}

func complete(p *Player, s *server) bool {
	has := map[string]string{}
	for _, f := range p.held(0) {
		has[f.Thing()] = f.Hash
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for thing, f := range s.frames {
		if has[thing] != f.Hash {
			return false
		}
	}
	return len(has) > 0 && p.mirror.Missing() == 0
}

// page is a page as it speaks to the agent.
type pageSocket struct {
	t    *testing.T
	conn *websocket.Conn
}

func openPage(t *testing.T, p *Player) *pageSocket {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial("ws://"+p.Addr()+"/ws", http.Header{"Origin": {"http://" + p.Addr()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	c := &pageSocket{t, conn}
	c.say(protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: "agent"})
	c.await(protocol.TypeWelcome)
	return c
}

func (c *pageSocket) say(typ protocol.Type, body any) {
	b, err := reply(typ, body).Encode()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.conn.WriteMessage(websocket.TextMessage, b); err != nil {
		c.t.Fatal(err)
	}
}

func (c *pageSocket) await(typ protocol.Type) protocol.Frame {
	c.t.Helper()
	c.conn.SetReadDeadline(time.Now().Add(patience))
	for {
		_, b, err := c.conn.ReadMessage()
		if err != nil {
			c.t.Fatalf("waiting for %s: %v", typ, err)
		}
		if f, err := protocol.Decode(b); err == nil && f.Type == typ {
			return f
		}
	}
}

// slides are the slides of the next programme that the page is told.
func (c *pageSocket) slides() string {
	c.t.Helper()
	var p content.Programme
	if err := c.await(protocol.TypeProgramme).Open(&p); err != nil {
		c.t.Fatal(err)
	}
	var ids []string
	for _, s := range p.Slides {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

func postJSON(t *testing.T, url, body string) (int, map[string]any) {
	t.Helper()
	resp, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	json.NewDecoder(resp.Body).Decode(&out)
	return resp.StatusCode, out
}

func TestEnrolment(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	p, stop := agent(t, s.url(), dir)
	local := "http://" + p.Addr()
	var asked map[string]any
	eventually(t, "the page gets the agent's code", func() bool {
		var status int
		status, asked = postJSON(t, local+"/api/enrol", `{"w":1,"h":1}`)
		return status == 200
	})
	if asked["code"] != s.shownCode() {
		t.Fatalf("the page shows %v", asked)
	}
	poll, _ := json.Marshal(map[string]any{"poll": asked["poll"]})
	if status, _ := postJSON(t, local+"/api/enrol/poll", string(poll)); status != 204 {
		t.Fatalf("poll before staff confirmed: %d", status)
	}
	if status, _ := postJSON(t, local+"/api/enrol/poll", `{"poll":"of yesterday"}`); status != 410 {
		t.Fatalf("poll of another code: %d", status)
	}
	if _, text := get(t, local+"/"); !strings.Contains(text, s.shownCode()) {
		t.Error("the status page does not show the code")
	}
	s.confirmed(true)
	eventually(t, "the page gets its screen", func() bool {
		status, got := postJSON(t, local+"/api/enrol/poll", string(poll))
		return status == 200 && got["screen"] == screenCode && got["token"] != ""
	})
	eventually(t, "the agent has everything", func() bool { return complete(p, s) })
	if info, err := os.Stat(filepath.Join(dir, keyFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info.Mode(), err)
	}
	if _, text := get(t, local+"/"); !strings.Contains(text, "Ngã tư Sở") || strings.Contains(text, s.shownCode()) {
		t.Error("the status page does not name the screen, or still shows the code")
	}
	stop()

	s.confirmed(false) // a second enrolment would hang
	p, _ = agent(t, "", dir)
	eventually(t, "after a restart it goes right on, knowing its server", func() bool { return complete(p, s) && p.linked() })
	if n := s.count(func() int { return s.denied }); n != 0 {
		t.Errorf("%d proofs refused", n)
	}
}

func TestCopiedFolderWithoutKeyGetsNoConnection(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	_, stop := enrolled(t, s, dir)
	stop()
	os.Remove(filepath.Join(dir, keyFile))
	p, _ := agent(t, s.url(), dir)
	eventually(t, "the server refuses it", func() bool { return s.count(func() int { return s.denied }) > 0 })
	if p.linked() {
		t.Error("connected with another key")
	}
}

func TestPlaysOnWithoutServer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	media := s.all("một", "hai")
	dir := t.TempDir()
	p, stop := enrolled(t, s, dir)
	if got := openPage(t, p).slides(); got != "một hai" {
		t.Fatalf("the page is told %q", got)
	}
	s.stop()
	eventually(t, "the agent notices", func() bool { return !p.linked() })
	page := openPage(t, p)
	if got := page.slides(); got != "một hai" {
		t.Fatalf("without a server the page is told %q", got)
	}
	stop()

	// The agent is started again, and there is still no server: all comes from the disk.
	p, _ = agent(t, s.url(), dir)
	page = openPage(t, p)
	if got := page.slides(); got != "một hai" {
		t.Fatalf("after a restart the page is told %q", got)
	}
	for _, d := range media {
		status, body := get(t, "http://"+p.Addr()+"/media/"+string(d))
		if status != 200 || content.DigestOf([]byte(body)) != d {
			t.Fatalf("medium %.8s: %d", d, status)
		}
	}
	if status, text := get(t, "http://"+p.Addr()+"/play"); status != 200 || !strings.Contains(text, "<html") {
		t.Fatalf("the page itself: %d", status)
	}
	var c protocol.Clock
	page.say(protocol.TypeClock, protocol.Clock{Sent: 1})
	page.await(protocol.TypeClock).Open(&c)
	if off := c.Got - time.Now().UnixMilli(); off > 2000 || off < -2000 {
		t.Errorf("the machine was not switched off, but its time is %d ms off", off)
	}

	fetched := s.count(func() int { return s.fetched })
	s.programme("một", "ba")
	s.start()
	eventually(t, "it catches up", func() bool { return complete(p, s) })
	if got := page.slides(); got != "một ba" {
		t.Fatalf("the page that stayed is told %q", got)
	}
	eventually(t, "the new slide's medium was fetched, and it alone", func() bool {
		return s.count(func() int { return s.fetched }) == fetched+1 && p.mirror.Missing() == 0
	})
}

func TestTimeIsUnknownAfterAPowerCut(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	_, stop := enrolled(t, s, dir)
	stop()
	s.stop()
	machine := clock.ThisMachine()
	machine.Boot = func() string { return "another" }
	machine.Wall = func() (int64, bool) { return 1000, false } // 1970
	p, err := New(Config{Data: dir, Listen: "127.0.0.1:0", Clock: &machine})
	if err != nil {
		t.Fatal(err)
	}
	p.Start(t.Context())
	defer p.Stop(context.Background())
	page := openPage(t, p)
	if page.slides() != "a" {
		t.Error("without the time the page is not told its programme")
	}
	var c protocol.Clock
	page.say(protocol.TypeClock, protocol.Clock{Sent: 7})
	page.await(protocol.TypeClock).Open(&c)
	if c.Sent != 7 || c.Got != 0 || c.Answered != 0 {
		t.Errorf("the page is told a time that nobody knows: %+v", c)
	}
}

func TestForgedFramesChangeNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("true")
	p, _ := enrolled(t, s, t.TempDir())
	page := openPage(t, p)
	page.slides()
	s.mu.Lock()
	old := s.frames["programme/"+audience]
	s.mu.Unlock()
	s.programme("true", "newer")
	if got := page.slides(); got != "true newer" {
		t.Fatal(got)
	}
	_, thief, _ := ed25519.GenerateKey(nil)
	fresh := func() protocol.Frame {
		return s.seal(protocol.TypeProgramme, audience, content.Programme{Evergreen: -1})
	}
	change := func(f protocol.Frame, how func(*protocol.Frame)) protocol.Frame { how(&f); return f }
	stolen, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeProgramme, For: audience, Number: 1 << 50}, content.Programme{Evergreen: -1}, thief)
	for _, c := range []struct {
		name string
		f    protocol.Frame
		want string
	}{
		{"replayed", old, protocol.ErrOlder.Error()},
		{"another body", change(fresh(), func(f *protocol.Frame) { f.Body = json.RawMessage(`{"evil":1}`) }), protocol.ErrHash.Error()},
		{"body and hash", change(fresh(), func(f *protocol.Frame) {
			f.Body = json.RawMessage(`{"evil":1}`)
			f.Hash = string(content.DigestOf(f.Body))
		}), protocol.ErrSignature.Error()},
		{"another number", change(old, func(f *protocol.Frame) { f.Number += 1 << 40 }), protocol.ErrSignature.Error()},
		{"another key", stolen, protocol.ErrSignature.Error()},
		{"no signature", change(fresh(), func(f *protocol.Frame) { f.Sig, f.Key = nil, "" }), protocol.ErrSignature.Error()},
		{"another screen", s.seal(protocol.TypeScreen, "HN-0002", protocol.Screen{Code: "HN-0002"}), protocol.ErrNotMine.Error()},
		{"another audience", s.seal(protocol.TypeProgramme, "aud2", content.Programme{Evergreen: -1}), protocol.ErrNotMine.Error()},
		{"a command that is over", change(s.seal(protocol.TypeFigures, "x", 1), func(f *protocol.Frame) {
			g, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Number: f.Number, Until: time.Now().Add(-time.Second).UnixMilli()},
				protocol.Command{ID: "1", Kind: "reload"}, s.work)
			*f = g
		}), protocol.ErrExpired.Error()},
	} {
		s.inject(c.f)
		eventually(t, c.name+" is reported", func() bool { return strings.Contains(s.lastStatus().Trouble, c.want) })
		if got := openPage(t, p).slides(); got != "true newer" {
			t.Fatalf("%s: on air is %q", c.name, got)
		}
	}
	s.programme("after")
	if got := page.slides(); got != "after" {
		t.Fatalf("the next true frame is %q", got)
	}
}

func TestTamperedDiskIsNotUsed(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	media := s.all("true")
	dir := t.TempDir()
	_, stop := enrolled(t, s, dir)
	stop()
	s.stop()
	entries, _ := filepath.Glob(filepath.Join(dir, "frames", "*.frame"))
	for _, path := range entries {
		b, _ := os.ReadFile(path)
		os.WriteFile(path, []byte(strings.Replace(string(b), `"id":"true"`, `"id":"fals"`, 1)), 0o600)
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "media", "??", "??", string(media[0])))
	if len(paths) != 1 {
		t.Fatalf("media on the disk: %v", paths)
	}
	os.WriteFile(paths[0], []byte(strings.Repeat("fals", 100)), 0o600)

	p, _ := agent(t, s.url(), dir)
	for _, f := range p.held(0) {
		if f.Type == protocol.TypeProgramme {
			t.Fatalf("a changed programme is on air: %s", f.Body)
		}
	}
	if status, _ := get(t, "http://"+p.Addr()+"/media/"+string(media[0])); status == 200 {
		t.Fatal("a changed picture is served")
	}
	s.start()
	eventually(t, "the server heals it", func() bool { return complete(p, s) })
	eventually(t, "the picture is right again", func() bool {
		status, body := get(t, "http://"+p.Addr()+"/media/"+string(media[0]))
		return status == 200 && strings.HasPrefix(body, "truetrue")
	})
	eventually(t, "the operator is told", func() bool { return strings.Contains(s.lastStatus().Trouble, "changed by somebody") })
}

func TestPlaysAreCountedOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	p, stop := enrolled(t, s, dir)
	page := openPage(t, p)
	show := func(from, to int64) {
		t.Helper()
		plays := protocol.Plays{Journal: "of the page"}
		for n := from; n <= to; n++ {
			plays.Runs = append(plays.Runs, protocol.Run{Seq: n, Audience: audience, From: n, Until: n + 1, Clock: "synced"})
		}
		page.say(protocol.TypePlays, plays)
		var a protocol.Acked
		page.await(protocol.TypeAcked).Open(&a)
		if a.Journal != "of the page" || a.Seq != to {
			t.Fatalf("the page is acked %+v, want %d", a, to)
		}
	}
	once := func(upto int64) {
		t.Helper()
		eventually(t, fmt.Sprintf("%d runs are stored", upto), func() bool { return len(s.shown()) >= int(upto) })
		for i, from := range s.shown() {
			if from != int64(i+1) {
				t.Fatalf("stored %v", s.shown())
			}
		}
	}
	show(1, 3)
	show(1, 4) // the page did not hear the answer
	once(4)

	s.stop()
	eventually(t, "the agent notices", func() bool { return !p.linked() })
	show(5, 250) // the server is away
	stop()
	s.start()
	s.mu.Lock()
	s.mute = true // its answers are lost
	s.mu.Unlock()
	p, stop = agent(t, s.url(), dir)
	eventually(t, "some are stored unanswered", func() bool { return len(s.shown()) > 4 })
	stop()
	s.mu.Lock()
	s.mute = false
	s.mu.Unlock()
	p, _ = agent(t, s.url(), dir)
	page = openPage(t, p)
	show(240, 251) // and the page sends old ones again
	once(251)
	eventually(t, "nothing waits", func() bool { return p.journal.Waiting() == 0 })
	if len(s.shown()) != 251 {
		t.Fatalf("%d runs stored", len(s.shown()))
	}
}

func TestStatusOfThePageReachesTheServer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	p, _ := enrolled(t, s, t.TempDir())
	page := openPage(t, p)
	page.say(protocol.TypeStatus, protocol.Status{Slide: "a", Clock: "synced", Done: []string{"cmd 1"}})
	eventually(t, "the server hears", func() bool {
		st := s.lastStatus()
		return st.Slide == "a" && st.Clock == "synced" && len(st.Done) == 1
	})
	page.conn.Close()
	eventually(t, "the server hears that no page is there", func() bool { return s.lastStatus().Slide == "" })

	identify, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Number: time.Now().UnixMilli(), Until: time.Now().Add(time.Hour).UnixMilli()},
		protocol.Command{ID: "cmd 2", Kind: "identify"}, s.work)
	s.inject(identify)
	eventually(t, "the command is here", func() bool { return p.gate.Obeyed()[identify.Hash] > 0 })
	var c protocol.Command
	openPage(t, p).await(protocol.TypeCommand).Open(&c)
	if c.ID != "cmd 2" {
		t.Fatalf("the page is told %+v", c)
	}
}

// TestContract holds the agent's origin to what the server's is held to.
func TestContract(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a", "b")
	p, stop := enrolled(t, s, t.TempDir())
	eventually(t, "the time is known", func() bool { return p.clock.Known() > 0 })
	n := 0
	protocoltest.Run(t, protocoltest.Origin{
		URL: "http://" + p.Addr(), Screen: screenCode,
		Keys:            []ed25519.PublicKey{s.work.Public().(ed25519.PublicKey)},
		ChangeProgramme: func(testing.TB) { n++; s.programme("a", fmt.Sprint("c", n)) },
		ChangeFigures: func(testing.TB) {
			n++
			s.air(s.seal(protocol.TypeFigures, "board1", protocol.Figures{Board: "board1", AsOf: int64(n)}))
		},
		Runs: func(t testing.TB, _ string) []int64 {
			var out []int64
			for began := time.Now(); len(out) < 6 && time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
				out = nil
				for _, from := range s.shown() {
					out = append(out, (from-content.Epoch)/60_000)
				}
			}
			return out
		},
		Polls:    true,
		Medium:   []byte(strings.Repeat("a", 100)),
		Shutdown: func(testing.TB) { go stop() },
	})
	stop()
}

func TestStartFailuresAreSentences(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	os.WriteFile(file, nil, 0o600)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	damaged := t.TempDir()
	os.WriteFile(filepath.Join(damaged, stateFile), []byte("{"), 0o600)
	for name, c := range map[string]struct {
		cfg  Config
		want content.Code
	}{
		"no server":      {Config{Data: t.TempDir()}, content.Invalid},
		"not an address": {Config{Data: t.TempDir(), Server: "ngatu.example.vn"}, content.Invalid},
		"another scheme": {Config{Data: t.TempDir(), Server: "ftp://x"}, content.Invalid},
		"folder":         {Config{Data: file, Server: "http://127.0.0.1:1"}, content.Missing},
		"port":           {Config{Data: t.TempDir(), Server: "http://127.0.0.1:1", Listen: taken.Addr().String()}, content.Conflict},
		"listen":         {Config{Data: t.TempDir(), Server: "http://127.0.0.1:1", Listen: "nowhere"}, content.Missing},
		"browser":        {Config{Data: t.TempDir(), Server: "http://127.0.0.1:1", Browser: "no-such-browser"}, content.Missing},
		"damaged":        {Config{Data: damaged, Server: "http://127.0.0.1:1"}, content.Damaged},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := New(c.cfg)
			if err == nil {
				err = p.Start(t.Context())
				defer p.Stop(context.Background())
			}
			if content.CodeOf(err) != c.want {
				t.Errorf("want %s, got %v", c.want, err)
			}
		})
	}
	one, err := New(Config{Data: filepath.Join(dir, "data"), Server: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Data: filepath.Join(dir, "data"), Server: "http://127.0.0.1:1"}); content.CodeOf(err) != content.Conflict {
		t.Errorf("two agents in one folder: %v", err)
	}
	one.close()
}
