package e2e

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// serverLog is a server's log.
type serverLog struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *serverLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *serverLog) has(words ...string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.all.String()) {
		found := true
		for _, w := range words {
			found = found && strings.Contains(line, w)
		}
		if found {
			return true
		}
	}
	return false
}

// behind is a demonstration behind nginx, and a browser's way to it.
type behind struct {
	*testing.T
	log    *serverLog
	host   string // of nginx, as browsers know it
	origin string
	client *http.Client
}

// behindNginx starts both. site makes nginx's server from the address of ours and the
// port of nginx's own.
func behindNginx(t *testing.T, c config.Config, scheme string, site func(server string, port int) string) *behind {
	t.Helper()
	return behindProxy(t, c, scheme, func(server string, port int) { startNginx(t, port, site(server, port)) })
}

// behindProxy starts a demonstration and what stands before it, which listens on a
// port of 127.0.0.1.
func behindProxy(t *testing.T, c config.Config, scheme string, start func(server string, port int)) *behind {
	t.Helper()
	b := &behind{T: t, log: &serverLog{}}
	c.Data, c.Listen, c.Demo = filepath.Join(t.TempDir(), "data"), "127.0.0.1:0", true
	l, err := net.Listen("tcp", "127.0.0.1:0") // a proxy cannot choose a port by itself
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	b.host = fmt.Sprint("screens.example.vn:", port)
	b.origin = scheme + "://" + b.host
	if c.Secure {
		c.Public = []string{b.origin}
	}
	a, err := app.New(t.Context(), c, slog.New(slog.NewTextHandler(b.log, nil)), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { testkit.Stop(t, a) })
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	start(strings.TrimPrefix(a.Address(), "http://"), port)
	b.client = browserOf(port)
	return b
}

// browserOf asks a proxy on a port of 127.0.0.1, whatever the address says.
func browserOf(port int) *http.Client {
	to := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", fmt.Sprint("127.0.0.1:", port))
	}
	return &http.Client{
		Timeout: 30 * time.Second,
		// A connection each: nginx ends one whose upload was refused, and a POST that meets that
		// end is not sent again.
		Transport:     &http.Transport{DialContext: to, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func startNginx(t *testing.T, port int, site string) {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/nginx"); err != nil {
			t.Fatal("nginx is not there: make setup")
		}
	}
	dir := t.TempDir()
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // the folder is this test's own
	}
	main := fmt.Sprintf("daemon off;\n%s\npid nginx.pid;\nerror_log stderr error;\nevents {}\nhttp {\naccess_log off;\n", user)
	for _, at := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		main += at + "_temp_path " + filepath.Join(dir, at) + ";\n"
	}
	path := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(path, []byte(main+site+"\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-p", dir, "-c", path, "-e", "stderr")
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	listens(t, port)
}

// listens waits until a proxy takes connections.
func listens(t *testing.T, port int) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", port)); err == nil {
			c.Close()
			return
		} else if time.Now().After(end) {
			t.Fatal("the proxy does not listen")
		}
	}
}

// post sends a body as a page of the site does. A server that refuses an upload before it has
// read all of it may end the connection while the rest is on its way: then it is sent again, as a
// browser's user would.
func (b *behind) post(path, kind string, body io.Reader) (int, string) {
	b.Helper()
	sent, err := io.ReadAll(body)
	if err != nil {
		b.Fatal(err)
	}
	for try := 1; ; try++ {
		status, text, err := b.postOnce(path, kind, sent)
		if err == nil {
			return status, text
		}
		if try == 10 || !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) {
			b.Fatal(err)
		}
	}
}

func (b *behind) postOnce(path, kind string, body []byte) (int, string, error) {
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.origin+path, bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", b.origin)
	resp, err := b.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

// socket says hello as a screen of the wall and gives the first frame, or the
// status of the refusal.
func (b *behind) socket() (string, int) {
	b.Helper()
	d := websocket.Dialer{NetDialContext: b.client.Transport.(*http.Transport).DialContext, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	ws, resp, err := d.Dial("ws"+strings.TrimPrefix(b.origin, "http")+protocol.PathSocket, http.Header{"Origin": {b.origin}})
	if err != nil {
		if resp == nil {
			b.Fatal(err)
		}
		return "", resp.StatusCode
	}
	defer ws.Close()
	hello, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: "SANH-01"})
	if err != nil {
		b.Fatal(err)
	}
	if err := ws.WriteJSON(hello); err != nil {
		b.Fatal(err)
	}
	var f protocol.Frame
	if err := ws.ReadJSON(&f); err != nil {
		b.Fatal(err)
	}
	return string(f.Type), http.StatusSwitchingProtocols
}

func (b *behind) poll() (int, string) { return b.pollAt(protocol.PathPoll) }

func (b *behind) pollAt(path string) (int, string) {
	b.Helper()
	hello, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: "SANH-01"})
	if err != nil {
		b.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"id": "", "wait": 0, "frames": []any{hello}})
	if err != nil {
		b.Fatal(err)
	}
	return b.post(path, "application/json", bytes.NewReader(body))
}

const wrongPassword = "Tên đăng nhập hoặc mật khẩu không đúng"

func (b *behind) signIn() (int, string) {
	return b.post("/studio/signin", "application/x-www-form-urlencoded", strings.NewReader("login=van.hanh&password=a-wrong-password"))
}
