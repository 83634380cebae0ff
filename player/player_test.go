package player

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/clock"
	"ngatu/player/protocol"
	"ngatu/player/protocol/protocoltest"
)

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
