package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// The nginx example of docs/operate.md, word for word but for its addresses and certificate.
func TestBehindNginxAsDocumented(t *testing.T) {
	t.Parallel()
	cert, key := testkit.Certificate(t, "screens.example.vn")
	b := behindNginx(t, config.Config{Secure: true}, "https", func(server string, port int) string {
		return documented(t, "operate.md", "nginx", [][2]string{
			{"listen 443 ssl", fmt.Sprintf("listen 127.0.0.1:%d ssl", port)},
			{"127.0.0.1:4080", server},
			{"/etc/ssl/screens.example.vn.pem", cert},
			{"/etc/ssl/screens.example.vn.key", key},
		})
	})
	b.works()
}

// documented is the example of a kind on a page of docs, with the test's own words in place of some.
func documented(t *testing.T, page, kind string, changes [][2]string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../docs", page))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```"+kind+"\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatalf("docs/%s has no %s example", page, kind)
	}
	for _, change := range changes {
		if !strings.Contains(example, change[0]) {
			t.Fatalf("the example of docs/%s has no %q", page, change[0])
		}
		example = strings.ReplaceAll(example, change[0], change[1])
	}
	return example
}

// The Caddy example of docs/operate.md, word for word but for its addresses and certificate.
func TestBehindCaddyAsDocumented(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("caddy")
	if err != nil {
		t.Fatal("caddy is not there: make setup")
	}
	cert, key := testkit.Certificate(t, "screens.example.vn")
	b := behindProxy(t, config.Config{Secure: true}, "https", func(server string, port int) {
		example := documented(t, "operate.md", "caddy", [][2]string{
			{"screens.example.vn {", fmt.Sprintf("https://screens.example.vn:%d {\n    bind 127.0.0.1\n    tls %s %s", port, cert, key)},
			{"127.0.0.1:4080", server},
		})
		dir := t.TempDir()
		path := filepath.Join(dir, "Caddyfile")
		if err := os.WriteFile(path, []byte("{\n    admin off\n    auto_https off\n}\n"+example), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program, "run", "--config", path, "--adapter", "caddyfile")
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
		cmd.Stderr = t.Output()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
		listens(t, port)
	})
	b.works()
}

// works holds a proxy to what its example promises: sockets, polls, forms and files pass, and
// clients are told apart.
func (b *behind) works() {
	t := b.T
	t.Helper()
	if first, status := b.socket(); first != string(protocol.TypeWelcome) {
		t.Errorf("a socket got %q, %d", first, status)
	}
	if status, text := b.poll(); status != http.StatusOK || !strings.Contains(text, `"welcome"`) {
		t.Errorf("a poll got %d %s", status, text)
	}
	if status, text := b.signIn(); !strings.Contains(text, wrongPassword) {
		t.Errorf("sign-in got %d %s", status, text)
	}
	if status, text := b.post("/studio/upload", "application/octet-stream", bytes.NewReader(make([]byte, 3<<20))); status == http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 3 MB got %d %s", status, text)
	}
	refused := 0
	for range 40 { // a client does not hide behind the proxy: its own address is counted
		if status, _ := b.post(protocol.PathEnrol, "application/json", strings.NewReader("{}")); status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("one client gets 40 codes a minute")
	}
	if b.log.has("refused:") {
		t.Errorf("the log complains: %s", &b.log.all)
	}
	resp, err := b.client.Get(b.origin + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=31536000") {
		t.Errorf("Strict-Transport-Security: %q", got)
	}
}

// A proxy that passes on nothing: what it breaks is refused, and the log names the header.
func TestBehindABareProxy(t *testing.T) {
	t.Parallel()
	bare := func(server string, port int) string {
		return fmt.Sprintf("server { listen 127.0.0.1:%d; location / { proxy_pass http://%s; } }", port, server)
	}
	b := behindNginx(t, config.Config{}, "http", bare)
	if _, status := b.socket(); status != http.StatusUpgradeRequired || !b.log.has("what=socket", "header=Upgrade") {
		t.Errorf("a socket got %d; the log: %s", status, &b.log.all)
	}
	if status, text := b.poll(); status != http.StatusForbidden || !b.log.has("what=poll", "header=Host", b.origin) {
		t.Errorf("a poll got %d %s; the log: %s", status, text, &b.log.all)
	}
	if status, text := b.signIn(); status != http.StatusForbidden || !strings.Contains(text, "Host") || !b.log.has("what=form", "header=Host") {
		t.Errorf("sign-in got %d %s; the log: %s", status, text, &b.log.all)
	}
	if status, text := b.post("/studio/upload", "application/octet-stream", bytes.NewReader(make([]byte, 3<<20))); status != http.StatusRequestEntityTooLarge {
		t.Errorf("nginx lets 3 MB through: %d %s", status, text)
	}

	named := behindNginx(t, config.Config{Secure: true}, "http", bare) // and --public
	if status, text := named.poll(); status != http.StatusOK {
		t.Errorf("with --public a poll got %d %s", status, text)
	}
	if status, text := named.signIn(); !strings.Contains(text, wrongPassword) {
		t.Errorf("with --public sign-in got %d %s", status, text)
	}
}
