//go:build linux

package field

import (
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// server is a real demonstration's server and somebody who works in its studio.
type server struct {
	*process
	mode   string // demo, or serve as a city does
	at     place
	listen string // in its own network
	data   string
	base   string // as staff reach it
	client *http.Client
	csrf   string
}

// serve starts a demonstration in an empty folder, and makes the first account.
func serve(t testing.TB, at place, listen string) *server {
	t.Helper()
	return serveAs(t, "demo", at, listen)
}

func serveAs(t testing.TB, mode string, at place, listen string) *server {
	t.Helper()
	s := &server{mode: mode, at: at, listen: listen, data: filepath.Join(t.TempDir(), "server")}
	s.start(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.base, "http://"))
	s.client = at.through(t, "127.0.0.1:"+port)
	s.client.Jar = jar
	s.after("to stop") // the link is in its file then: the output is no terminal
	link, err := os.ReadFile(filepath.Join(s.data, "studio-link.txt"))
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ := strings.Cut(strings.TrimSpace(string(link)), "#")
	s.post(t, "/studio/begin", "token", secret, "name", "Nguyễn Thị An", "login", "an.nguyen", "password", "mật khẩu của một phép thử")
	return s
}

var wallAt = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start runs the server on its folder, for the first time or again at the address that it had.
func (s *server) start(t testing.TB) {
	t.Helper()
	s.process = run(t, s.at.command(program(t, "ngatu"), s.mode, "--data", s.data, "--listen", s.listen))
	s.base = strings.TrimSuffix(wallAt.FindString(s.after(map[string]string{"demo": "the wall", "serve": "Ngatu:"}[s.mode])), "/")
	if s.base == "" {
		t.Fatalf("the server tells no address: %s", s.said)
	}
	if strings.HasSuffix(s.listen, ":0") {
		s.listen = strings.TrimPrefix(s.base, "http://")
	}
	s.after("Ctrl-C")
}

var csrfAt = regexp.MustCompile(`data-csrf="([^"]+)"`)

// post sends a form as the studio's pages do. Fields come in pairs.
func (s *server) post(t testing.TB, path string, fields ...string) {
	t.Helper()
	form := url.Values{"_csrf": {s.csrf}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	req, err := http.NewRequest(http.MethodPost, s.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", s.base)
	answer, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if m := csrfAt.FindSubmatch(b); m != nil {
		s.csrf = string(m[1])
	}
	if answer.StatusCode/100 != 2 {
		t.Fatalf("%s answered %s: %.1000s\n%s", path, answer.Status, b, s.said)
	}
}

// confirm says which screen shows a code.
func (s *server) confirm(t testing.TB, code, screen string) {
	t.Helper()
	s.post(t, "/studio/screens/enrol", "enrol", code, "screen", screen)
}

// drop puts a file into the inbox; a demonstration's goes on air by itself.
func (s *server) drop(t testing.TB, name string, b []byte) {
	t.Helper()
	path := filepath.Join(s.data, "inbox", name)
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}
