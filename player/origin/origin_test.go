package origin

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol"
)

// start opens an origin of an enrolled screen with one medium.
func start(t *testing.T, change func(*Config)) *Origin {
	t.Helper()
	path := filepath.Join(t.TempDir(), "medium")
	os.WriteFile(path, []byte("bytes"), 0o600)
	cfg := Config{
		Listen: "127.0.0.1:0", Build: "b1", Key: func() string { return "k" }, Log: slog.New(slog.DiscardHandler),
		Page:      http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "the page") }),
		Enrolment: func() Enrolment { return Enrolment{Screen: "S1"} },
		Now:       func() (int64, protocol.ClockState) { return content.Epoch + 5, protocol.ClockSynced },
		Frames:    func() []protocol.Frame { return nil },
		Medium: func(_ context.Context, d content.Digest) (*os.File, string, error) {
			if d != content.DigestOf([]byte("bytes")) {
				return nil, "", &content.Error{Code: content.NotFound}
			}
			f, err := os.Open(path)
			return f, "image/svg+xml", err
		},
		Plays:  func(protocol.Plays) (int64, error) { return 1, nil },
		Status: func(uint64, protocol.Status) {},
		Gone:   func(uint64) {},
		Report: func() Report { return Report{Name: `<script>alert(1)</script>`, Screen: "S1", Server: "http://x"} },
	}
	if change != nil {
		change(&cfg)
	}
	o := New(cfg)
	if err := o.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := o.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return o
}

func ask(t *testing.T, o *Origin, method, path string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, "http://"+o.Addr()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	direct := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := direct.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp, string(b)
}

func TestForeignPagesGetNothing(t *testing.T) {
	o := start(t, nil)
	for _, c := range []struct {
		name   string
		header []string
		want   int
	}{
		{"own address", nil, 200},
		{"localhost", []string{"Host", "localhost:4081"}, 200},
		{"IPv6", []string{"Host", "[::1]:4081"}, 200},
		{"address in the hall", []string{"Host", "192.168.1.7:4081"}, 200},
		{"a name that points here", []string{"Host", "evil.example:4081"}, 421},
		{"a name that looks like an address", []string{"Host", "127.0.0.1.evil.example"}, 421},
		{"localhost of somebody", []string{"Host", "localhost.evil.example"}, 421},
		{"another origin", []string{"Origin", "http://evil.example"}, 403},
		{"another port", []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"no origin to speak of", []string{"Origin", "null"}, 403},
		{"fetched from another site", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, 403},
		{"a link on another site", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200},
		{"own origin", []string{"Origin", "http://" + o.Addr()}, 200},
	} {
		resp, _ := ask(t, o, "GET", "/healthz", c.header...)
		if resp.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", c.name, resp.StatusCode, c.want)
		}
	}
}

func TestHeaders(t *testing.T) {
	o := start(t, nil)
	for _, path := range []string{"/", "/play", "/healthz", "/media/" + string(content.DigestOf([]byte("bytes")))} {
		resp, _ := ask(t, o, "GET", path)
		policy := resp.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "ws://"+o.Addr()) {
			t.Errorf("%s: policy %q", path, policy)
		}
		if resp.StatusCode != 200 || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d, %v", path, resp.StatusCode, resp.Header)
		}
	}
	resp, _ := ask(t, o, "GET", "/media/"+string(content.DigestOf([]byte("bytes"))))
	if got := resp.Header.Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("a drawing that could hold scripts is served as %q", got)
	}
	_, text := ask(t, o, "GET", "/")
	if strings.Contains(text, "<script") || !strings.Contains(text, "&lt;script") {
		t.Error("the name of the screen is markup on the status page")
	}
}

func TestPageLearnsItsScreen(t *testing.T) {
	screen := "S1"
	o := start(t, func(c *Config) { c.Enrolment = func() Enrolment { return Enrolment{Screen: screen} } })
	browser := []string{"Accept", "text/html,*/*"}
	for _, c := range []struct{ path, to string }{
		{"/play", "/play?screen=S1"},
		{"/play?screen=S1", ""},
		{"/play?screen=OLD&fit=1", "/play?fit=1&screen=S1"},
	} {
		resp, _ := ask(t, o, "GET", c.path, browser...)
		if got := resp.Header.Get("Location"); got != c.to {
			t.Errorf("%s leads to %q, want %q", c.path, got, c.to)
		}
	}
	if resp, _ := ask(t, o, "GET", "/play", "Accept", "*/*"); resp.StatusCode != 200 {
		t.Errorf("the page's worker cannot keep the page: %d", resp.StatusCode)
	}
	screen = ""
	if resp, _ := ask(t, o, "GET", "/play?screen=S1", browser...); resp.Header.Get("Location") != "/play" {
		t.Errorf("before enrolment it leads to %q", resp.Header.Get("Location"))
	}
	if resp, _ := ask(t, o, "POST", "/api/enrol"); resp.StatusCode != 503 {
		t.Errorf("a code was given before there is one: %d", resp.StatusCode)
	}
}

func TestUnknownTimeIsNotTold(t *testing.T) {
	o := start(t, func(c *Config) {
		c.Now = func() (int64, protocol.ClockState) { return 1234, protocol.ClockUnknown }
	})
	conn := join(t, o, "S1")
	if w := next(t, conn); w != `{"type":"welcome","body":{"v":1,"now":0,"build":"b1","key":"k"}}` {
		t.Errorf("welcome %s", w)
	}
	conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"clock","body":{"t0":9,"t1":5,"t2":5}}`))
	if c := next(t, conn); c != `{"type":"clock","body":{"t0":9}}` {
		t.Errorf("clock %s", c)
	}
}

func join(t *testing.T, o *Origin, screen string) *websocket.Conn {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial("ws://"+o.Addr()+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"hello","body":{"v":1,"screen":"`+screen+`"}}`))
	return conn
}

func next(t *testing.T, conn *websocket.Conn) string {
	t.Helper()
	conn.SetReadDeadline(time.Now().Add(30 * time.Second))
	_, b, err := conn.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPagesComeAndGo(t *testing.T) {
	gone := make(chan uint64, 4)
	o := start(t, func(c *Config) { c.Gone = func(id uint64) { gone <- id } })
	a, b := join(t, o, "S1"), join(t, o, "S1")
	next(t, a)
	next(t, b)
	f := protocol.Frame{Type: protocol.TypeFigures, For: "x", Number: 1, Hash: "h", Body: []byte(`{}`)}
	for o.Pages() < 2 {
		time.Sleep(time.Millisecond)
	}
	if n := o.Push(f); n != 2 {
		t.Fatalf("pushed to %d pages", n)
	}
	next(t, a)
	next(t, b)
	a.Close()
	<-gone
	if o.Pages() != 1 {
		t.Errorf("%d pages", o.Pages())
	}
}

func TestQueueKeepsTheNewestOfEachThing(t *testing.T) {
	q := newQueue()
	figures := func(board string, n int64) protocol.Frame {
		return protocol.Frame{Type: protocol.TypeFigures, For: board, Number: n, Hash: string(rune('a' + n))}
	}
	for _, f := range []protocol.Frame{figures("x", 1), figures("y", 1), figures("x", 3), figures("x", 2), {Type: protocol.TypeClock}, {Type: protocol.TypeClock}} {
		q.put(f)
	}
	var got []string
	for {
		f, ok, _ := q.take()
		if !ok {
			break
		}
		got = append(got, f.Thing()+string(rune('0'+f.Number)))
	}
	if s := strings.Join(got, " "); s != "clock/0 clock/0 figures/x3 figures/y1" {
		t.Errorf("sent %s", s)
	}
	for range maxQueue + 1 {
		q.put(protocol.Frame{Type: protocol.TypeClock})
	}
	if _, _, full := q.take(); !full {
		t.Error("a page that does not read is kept")
	}
}
