package e2e

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
	"ngatu/internal/worker/workertest"
)

// nodeVar has this program be a node: its settings as JSON.
const nodeVar = "NGATU_E2E_NODE"

func TestMain(m *testing.M) {
	if set := os.Getenv(nodeVar); set != "" {
		fmt.Println("error", beNode(set))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// beNode runs a node until it is killed, and says where it is and how the first account is made: the
// link of the last node counts.
func beNode(set string) error {
	var c config.Config
	if err := json.Unmarshal([]byte(set), &c); err != nil {
		return err
	}
	ctx := context.Background()
	a, err := app.New(ctx, c, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})), func(string) {})
	if err == nil {
		err = a.Start(ctx)
	}
	if err != nil {
		return err
	}
	link, _, err := a.StudioLink(ctx)
	if err != nil {
		return err
	}
	fmt.Println("up", a.Address(), link)
	return <-a.Failed()
}

// killable is a node that can be killed.
type killable struct {
	cmd           *exec.Cmd
	address, link string
}

func (n killable) kill() { n.cmd.Process.Kill(); n.cmd.Wait() }

func startNode(t *testing.T, c config.Config) (n killable) {
	t.Helper()
	set, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	n.cmd = exec.CommandContext(t.Context(), self)
	n.cmd.Env, n.cmd.Stderr = append(os.Environ(), nodeVar+"="+string(set)), t.Output()
	out, err := n.cmd.StdoutPipe()
	if err == nil {
		err = n.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.kill)
	line, _ := bufio.NewReader(out).ReadString('\n')
	if words := strings.Fields(line); len(words) == 3 && words[0] == "up" {
		n.address, n.link = words[1], words[2]
		return n
	}
	t.Fatalf("a node says %q", line)
	return n
}

// sender sends a file in parts through nginx, and says which node each request went to.
type sender struct {
	*testing.T
	*desk
	went string // address of the node
}

func (s *sender) do(method, path string, body []byte, head ...string) (*http.Response, error) {
	q, err := http.NewRequestWithContext(s.Context(), method, s.base+path, bytes.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	for i := 0; i < len(head); i += 2 {
		q.Header.Set(head[i], head[i+1])
	}
	for name, value := range map[string]string{"Origin": s.base, "Tus-Resumable": "1.0.0", "Accept": "application/json", "X-CSRF-Token": s.csrf} {
		q.Header.Set(name, value)
	}
	r, err := s.client.Do(q)
	if err == nil {
		s.went = "http://" + r.Header.Get("X-Went")
	}
	return r, err
}

// TestAnUploadOutlastsNodes: a PDF comes in parts through nginx, each through another of three nodes.
// One is killed between two parts, another while it reads the file. It becomes one draft for each page.
func TestAnUploadOutlastsNodes(t *testing.T) {
	t.Parallel() // it mostly waits
	pg, media := postgres.New(t), s3server.New(t)
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
	origin, bucket := fmt.Sprint("https://screens.example.vn:", port), media.Bucket(t)
	cert, private := testkit.Certificate(t, "screens.example.vn")
	changes := [][2]string{
		{"listen 443 ssl", fmt.Sprintf("listen 127.0.0.1:%d ssl", port)},
		{"# ssl_certificate …", fmt.Sprintf("ssl_certificate %s; ssl_certificate_key %s; add_header X-Went $upstream_addr always;", cert, private)},
	}
	all, first := map[string]killable{}, ""
	for _, name := range []string{"a", "b", "c"} {
		c := config.Config{
			Node: name, Data: filepath.Join(t.TempDir(), name), Listen: "127.0.0.1:0", Proxy: []string{"127.0.0.1"}, Secure: true, Public: []string{origin},
			Database: config.Database{Database: pg.Address()}, Media: config.Media{Media: "s3://" + bucket + "/media", Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1},
		}
		if first == "" {
			first = c.Data
		} else {
			testkit.CopyKeys(t, first, c.Data)
		}
		all[name] = startNode(t, c)
		changes = append(changes, [2]string{name + ".example:4080", strings.TrimPrefix(all[name].address, "http://")})
	}
	startNginx(t, port, documented(t, "operate/three-nodes.md", "nginx", changes))
	s := &sender{T: t, desk: &desk{base: origin, client: browserOf(port)}}
	s.client.CheckRedirect, s.client.Timeout = nil, 0
	if s.client.Jar, err = cookiejar.New(nil); err != nil {
		t.Fatal(err)
	}
	if err := s.begin(all["c"].link); err != nil {
		t.Fatal(err)
	}

	const pages = 5
	pdf := workertest.PDF(workertest.Pages(pages, 0.4)...)
	pdf = append(pdf, bytes.Repeat([]byte("%"), 11<<20-len(pdf))...) // what lies behind its end is left out
	created, err := s.do(http.MethodPost, "/studio/upload/parts", nil, "Upload-Length", strconv.Itoa(len(pdf)),
		"Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte("họp dân phố.pdf")))
	if err != nil || created.StatusCode != http.StatusCreated {
		t.Fatal(created, err)
	}
	at := created.Header.Get("Location")
	went := map[string]bool{}
	send := func(from, until int) {
		t.Helper()
		r, err := s.do(http.MethodPatch, at, pdf[from:until], "Upload-Offset", strconv.Itoa(from), "Content-Type", "application/offset+octet-stream")
		if err != nil || r.StatusCode != http.StatusNoContent {
			t.Fatal(from, r, err)
		}
		went[s.went] = true
	}
	send(0, 5<<20)
	send(5<<20, 7<<20)
	send(7<<20, 7<<20+100)
	if len(went) != 3 {
		t.Errorf("three parts went through %v", went)
	}
	all["c"].kill()
	if r, err := s.do(http.MethodHead, at, nil); err != nil || r.Header.Get("Upload-Offset") != strconv.Itoa(7<<20+100) {
		t.Fatalf("after a node is gone: %+v, %v", r, err)
	}
	send(7<<20+100, len(pdf))

	db, err := sql.Open("pgx", pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	type answer struct {
		Of     int
		Slides []struct{ ID string }
	}
	ask := func() (last answer) { // as the page does: a line at a time
		body := "part=" + at[strings.LastIndexByte(at, '/')+1:]
		r, err := s.do(http.MethodPost, "/studio/upload", []byte(body), "Content-Type", "application/x-www-form-urlencoded")
		if err != nil {
			return last
		}
		defer r.Body.Close()
		for in := bufio.NewReader(r.Body); ; {
			line, err := in.ReadBytes('\n')
			if _ = json.Unmarshal(line, &last); err != nil {
				if !errors.Is(err, io.EOF) || r.StatusCode != http.StatusOK {
					t.Logf("%d %s: %v", r.StatusCode, line, err)
				}
				return last
			}
		}
	}
	killed := make(chan string, 1)
	go func() {
		for t.Context().Err() == nil { // until a node has it
			var run, made string
			if err := db.QueryRowContext(t.Context(), `SELECT run, made FROM uploads WHERE run <> ''`).Scan(&run, &made); err != nil {
				continue
			}
			name, _, _ := strings.Cut(run, " ")
			all[name].cmd.Process.Kill()
			killed <- name + made
			return
		}
	}()
	var got answer
	until(t, "what became of it", time.Minute, func() bool { got = ask(); return len(got.Slides) > 0 })
	var drafts, other int
	if err := db.QueryRow(`SELECT count(*), count(DISTINCT id) FROM slides WHERE doc LIKE '%họp dân phố%'`).Scan(&drafts, &other); err != nil {
		t.Fatal(err)
	}
	if name := <-killed; drafts != pages || len(got.Slides) != pages || len(name) != 1 || other != pages {
		t.Errorf("node %s was killed: %d drafts, %d told", name, drafts, len(got.Slides))
	}
	if again := ask(); len(again.Slides) != pages {
		t.Errorf("asked again: %+v", again)
	}
	for _, n := range all {
		n.kill() // before its media
	}
	if left, err := filepath.Glob(filepath.Join(media.Folder, bucket, "media", "coming", "*")); err != nil || len(left) > 0 {
		t.Errorf("left in the bucket: %v (%v)", left, err)
	}
}
