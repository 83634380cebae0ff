//go:build linux

package field

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// built is where the programs lie that the tests run.
var built struct {
	sync.Once
	dir string
	err error
}

func TestMain(m *testing.M) {
	if what := os.Getenv(pipeEnv); what != "" {
		fmt.Fprintln(os.Stderr, bePipe(what))
		os.Exit(1)
	}
	status := m.Run()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(status)
}

// program builds ngatu and ngatu-player once, as they are shipped, and says where one of them is.
func program(t testing.TB, name string) string {
	t.Helper()
	built.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "ngatu-field-"); built.err != nil {
			return
		}
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", built.dir+"/", "ngatu/cmd/ngatu", "ngatu/cmd/ngatu-player")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("%w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.dir, name)
}

// process is a program that runs, and what it has said.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	said *words
	once sync.Once
}

// run starts a program; it is killed when the test ends, if it has not ended by then.
func run(t testing.TB, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, cmd: cmd, said: &words{}}
	cmd.Stdout, cmd.Stderr = p.said, p.said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

// kill ends it as a power cut does.
func (p *process) kill() {
	p.once.Do(func() {
		p.cmd.Process.Kill()
		p.cmd.Wait()
	})
}

// stop ends it in order.
func (p *process) stop() {
	p.t.Helper()
	p.once.Do(func() {
		p.cmd.Process.Signal(syscall.SIGTERM)
		force := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
		defer force.Stop()
		if err := p.cmd.Wait(); err != nil {
			p.t.Errorf("%s did not end in order: %v\n%s", filepath.Base(p.cmd.Path), err, p.said)
		}
	})
}

// after waits until the program has said a mark and gives the word behind it.
func (p *process) after(mark string) string {
	p.t.Helper()
	var word string
	until(p.t, fmt.Sprintf("%q of %s", mark, filepath.Base(p.cmd.Path)), 60*time.Second, func() bool {
		_, rest, ok := strings.Cut(p.said.String(), mark)
		text, _, whole := strings.Cut(rest, "\n")
		if fields := strings.Fields(text); ok && whole && len(fields) > 0 {
			word = fields[0]
		}
		return word != "" || ok && whole && strings.TrimSpace(text) == ""
	})
	return word
}

// words collects what a program says while it runs.
type words struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

// patience is how long anything is waited for at least: limits are there to end a
// test, not to be tested.
const patience = 2 * time.Minute

// until waits for something to come about, for as long as the caller says and for
// patience at least.
func until(t testing.TB, what string, within time.Duration, ok func() bool) {
	t.Helper()
	within = max(within, patience)
	for end := time.Now().Add(within); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", within, what)
		}
	}
}
