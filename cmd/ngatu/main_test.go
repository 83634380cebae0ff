package main

import (
	"bufio"
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// asServer has this test's own program be the real one.
const asServer = "NGATU_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		main()
		return
	}
	status := m.Run()
	for _, end := range atEnd {
		end()
	}
	os.Exit(status)
}

// ngatu is the program with arguments, in a folder.
func ngatu(t *testing.T, folder string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env, cmd.Dir = append(os.Environ(), asServer+"=1"), folder
	return cmd
}

// A refused command prints one sentence in each language, ends with a status other than zero, and
// changes nothing.
func TestRefused(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	const junk = "this is no database\n"
	for _, c := range []struct {
		name string
		args []string
		says []string
	}{
		{"no command", nil, []string{"demo", "serve"}},
		{"no such command", []string{"nonsense"}, []string{"nonsense"}},
		{"no such flag", []string{"serve", "--no-such-flag"}, []string{"no-such-flag"}},
		{"a port in use", []string{"demo", "--data", "new", "--listen", busy.Addr().String()}, []string{"đang có chương trình khác dùng", "Another program uses"}},
		{"no address", []string{"serve", "--data", "new", "--listen", "here"}, []string{"127.0.0.1:4080", "Use the form"}},
		{"a damaged database", []string{"serve", "--data", "damaged", "--listen", "127.0.0.1:0"}, []string{"không phải cơ sở dữ liệu của Ngatu", "left as it is"}},
		{"a file for a folder", []string{"serve", "--data", "file", "--listen", "127.0.0.1:0"}, []string{"Không ghi được vào thư mục", "--data"}},
		{"alone in no folder", []string{"alone", "--data", "nowhere", "--until", "2025-01-31"}, []string{"chưa có dữ liệu", "holds no data"}},
		{"alone until some day", []string{"alone", "--data", "damaged", "--until", "mai"}, []string{"Không đọc được thời hạn", "cannot be read"}},
		{"alone until yesterday", []string{"alone", "--data", "damaged", "--until", "2020-01-31"}, []string{"phải ở phía trước", "still to come"}},
		{"a link of no folder", []string{"link", "--data", "nowhere"}, []string{"chưa có dữ liệu", "holds no data"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			for _, name := range []string{"damaged/ngatu.db", "file"} {
				path := filepath.Join(folder, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(junk), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var stderr bytes.Buffer
			cmd := ngatu(t, folder, c.args...)
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err == nil {
				t.Errorf("status 0: %s", out)
			}
			for _, words := range c.says {
				if !strings.Contains(stderr.String()+string(out), words) {
					t.Errorf("it does not say %q: %s", words, &stderr)
				}
			}
			for _, bad := range []string{"goroutine", "panic", "level="} {
				if strings.Contains(stderr.String(), bad) {
					t.Errorf("%q on the operator's screen: %s", bad, &stderr)
				}
			}
			for _, made := range []string{"new", "nowhere", "damaged/inbox", "damaged/keys"} {
				if _, err := os.Stat(filepath.Join(folder, made)); err == nil {
					t.Errorf("%s was made", made)
				}
			}
			for _, name := range []string{"damaged/ngatu.db", "file"} {
				if b, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(b) != junk {
					t.Errorf("%s was touched: %v", name, err)
				}
			}
		})
	}
}

func TestHelp(t *testing.T) {
	out, err := ngatu(t, t.TempDir(), "--help").Output()
	if err != nil || !strings.Contains(string(out), "demo") || !strings.Contains(string(out), "serve") {
		t.Errorf("%v: %s", err, out)
	}
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// Ctrl-C ends a server cleanly: it asks players to come back, its status is 0, and the folder can
// be used again.
func TestCtrlC(t *testing.T) {
	data := t.TempDir()
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		began := time.Now()
		cmd := ngatu(t, data, "demo", "--data", data, "--listen", "127.0.0.1:0")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		url := ""
		for url == "" && said.Scan() {
			url = address.FindString(said.Text())
		}
		t.Logf("up after %v", time.Since(began).Round(time.Millisecond))
		bye := goodbye(t, url)
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		for said.Scan() {
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v", sig, err)
		}
		if heard := <-bye; heard.Code != protocol.CloseRestart {
			t.Errorf("%v: a player heard %d %q", sig, heard.Code, heard.Text)
		}
	}
}

// goodbye joins as a screen of the wall and gives the close frame.
func goodbye(t *testing.T, url string) <-chan websocket.CloseError {
	t.Helper()
	ws := join(t, url, "SANH-01")
	if _, _, err := ws.ReadMessage(); err != nil {
		t.Fatal(err)
	}
	out := make(chan websocket.CloseError, 1)
	go func() {
		for {
			if _, _, err := ws.ReadMessage(); err != nil {
				var bye *websocket.CloseError
				if errors.As(err, &bye) {
					out <- *bye
				} else {
					out <- websocket.CloseError{Text: err.Error()}
				}
				return
			}
		}
	}()
	return out
}
