package command

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// rig is a runner whose surroundings the test sets.
type rig struct {
	*Runner
	t   *testing.T
	dir string

	mu      sync.Mutex
	pages   int
	now     int64
	mono    int64
	up      bool
	passed  []string // IDs of commands that pages got
	sent    []protocol.Answer
	trouble []string
}

func newRig(t *testing.T, dir string, restart ...string) *rig {
	t.Helper()
	r := &rig{t: t, dir: dir, now: 1_000_000, mono: 1, up: true}
	locked := func(do func()) { r.mu.Lock(); defer r.mu.Unlock(); do() }
	r.Runner = New(Config{
		Dir: dir, Restart: restart,
		Pages: func(f protocol.Frame) (n int) {
			locked(func() {
				if n = r.pages; n > 0 {
					r.passed = append(r.passed, idOf(f))
				}
			})
			return n
		},
		Log: func(int, int) []byte { return []byte("a line") },
		Send: func(a protocol.Answer) (ok bool) {
			locked(func() {
				if ok = r.up; ok {
					r.sent = append(r.sent, a)
				}
			})
			return ok
		},
		Now:           func() (n int64) { locked(func() { n = r.now }); return n },
		Mono:          func() (n int64) { locked(func() { n = r.mono }); return n },
		BeforeRestart: func() {}, Changed: func() {},
		Trouble: func(s string) { locked(func() { r.trouble = append(r.trouble, s) }) },
		Logger:  slog.New(slog.DiscardHandler),
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return r
}

func idOf(f protocol.Frame) string {
	var c protocol.Command
	f.Open(&c)
	return c.ID
}

func frame(id, kind string, until int64) protocol.Frame {
	body, err := json.Marshal(protocol.Command{ID: id, Kind: kind})
	if err != nil {
		panic(err)
	}
	return protocol.Frame{Type: protocol.TypeCommand, Until: until, Body: body}
}

func (r *rig) set(do func()) { r.mu.Lock(); defer r.mu.Unlock(); do() }

func (r *rig) answers() (ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range r.sent {
		ids = append(ids, a.ID)
	}
	return ids
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > 60*time.Second {
			t.Fatalf("never: %s", what)
		}
	}
}

// A command for a page waits for the first one that comes, unless it expires before that.
func TestCommandsWaitForAPage(t *testing.T) {
	r := newRig(t, t.TempDir())
	r.Take(frame("short", protocol.Reload, 1_000_500), nil)
	r.Take(frame("long", protocol.Identify, 2_000_000), nil)
	for range 2 * maxWaiting {
		r.Take(frame("many", protocol.Reload, 2_000_000), nil)
	}
	r.set(func() { r.now = 1_000_500 })
	got := r.ForPage()
	if len(got) != maxWaiting-1 || idOf(got[0]) != "long" {
		t.Errorf("the page got %d commands, the first %q", len(got), idOf(got[0]))
	}
	if again := r.ForPage(); len(again) != 0 {
		t.Errorf("the next page got %d of them again", len(again))
	}
	r.set(func() { r.pages = 1 })
	r.Take(frame("now", protocol.DimGlass, 2_000_000), nil)
	if !slices.Equal(r.passed, []string{"now"}) || len(r.ForPage()) != 0 {
		t.Errorf("a page that was there got %v", r.passed)
	}
}

// Answers wait for a connection, are sent again if it ends too soon, and are dropped once they
// arrived or their command has expired.
func TestAnswersAreNotLost(t *testing.T) {
	r := newRig(t, t.TempDir())
	r.set(func() { r.up = false })
	r.Take(frame("short", protocol.LogTail, 1_000_500), nil)
	for i := range 2 * maxAnswers {
		r.Take(frame(strings.Repeat("x", i+1), protocol.LogTail, 2_000_000), nil)
	}
	r.Take(frame("last", protocol.LogTail, 2_000_000), nil)
	eventually(t, "all are carried out", func() bool { return slices.Contains(r.Done(), "last") })
	if done := r.Done(); len(done) > maxDone {
		t.Errorf("%d commands are named as done", len(done))
	}
	r.set(func() { r.up, r.now, r.mono = true, 1_000_500, 100 })
	r.SendAnswers()
	if ids := r.answers(); len(ids) != maxAnswers || ids[len(ids)-1] != "last" {
		t.Errorf("sent %v", ids)
	}
	r.SendAnswers()
	if ids := r.answers(); len(ids) != maxAnswers {
		t.Errorf("an answer was sent twice on one connection: %v", ids)
	}
	r.Disconnected()
	r.SendAnswers()
	if ids := r.answers(); len(ids) != 2*maxAnswers {
		t.Errorf("after another connection %d were sent", len(ids))
	}
	r.Arrived(100) // a question asked before they were sent
	r.Disconnected()
	r.SendAnswers()
	if ids := r.answers(); len(ids) != 3*maxAnswers {
		t.Errorf("an answer that may not have arrived was dropped: %d sent", len(ids))
	}
	r.Arrived(101)
	r.Disconnected()
	r.SendAnswers()
	if ids := r.answers(); len(ids) != 3*maxAnswers {
		t.Errorf("an answer that arrived was sent again: %d sent", len(ids))
	}
}

// What was begun is on the disk before it is done; if the disk refuses, nothing is done.
func TestWhatCannotBeNotedIsNotDone(t *testing.T) {
	dir := t.TempDir()
	r := newRig(t, dir)
	r.Take(frame("a", protocol.LogTail, 2_000_000), map[string]int64{"a": 2_000_000})
	eventually(t, "it is done", func() bool { return slices.Contains(r.Done(), "a") })
	if got := newRig(t, dir).Obeyed(); got["a"] != 2_000_000 {
		t.Errorf("the next agent knows of %v", got)
	}
	if err := r.Forget(); err != nil || r.Forget() != nil || len(r.Obeyed()) != 0 {
		t.Errorf("after a release: %v, %v", err, r.Obeyed())
	}
	if err := os.Mkdir(filepath.Join(dir, obeyedFile), 0o700); err != nil { // a file cannot be written there
		t.Fatal(err)
	}
	r.Take(frame("b", protocol.LogTail, 2_000_000), nil)
	r.Take(frame("c", protocol.Reload, 2_000_000), nil)
	if len(r.trouble) != 2 || len(r.ForPage()) != 0 || slices.Contains(r.answers(), "b") {
		t.Errorf("trouble: %v; answers: %v", r.trouble, r.answers())
	}
	if r.Obeyed(); len(r.trouble) != 3 {
		t.Errorf("an unreadable file is not reported: %v", r.trouble)
	}
}

// A restart counts as done before the machine goes down, and is taken back if it fails.
func TestRestartIsNotedFirst(t *testing.T) {
	dir := t.TempDir()
	note := filepath.Join(dir, "note")
	program := func(status string) string {
		path := filepath.Join(t.TempDir(), "restart")
		text := "#!/bin/sh\ncp " + filepath.Join(dir, doneFile) + " " + note + "\necho no right >&2\nexit " + status + "\n"
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	r := newRig(t, dir, program("0"))
	r.Take(frame("good", protocol.RestartMachine, 2_000_000), nil)
	eventually(t, "the machine is restarted", func() bool { b, _ := os.ReadFile(note); return strings.Contains(string(b), "good") })
	if next := New(Config{Dir: dir}); !slices.Contains(next.Done(), "good") {
		t.Errorf("the next agent reports %v", next.Done())
	}
	r = newRig(t, dir, program("1"))
	r.Take(frame("bad", protocol.RestartMachine, 2_000_000), nil)
	eventually(t, "staff hear that it failed", func() bool { return slices.Contains(r.answers(), "bad") })
	if slices.Contains(r.Done(), "bad") || !strings.Contains(r.sent[0].Error, "--allow-restart") {
		t.Errorf("done: %v; answer: %+v", r.Done(), r.sent[0])
	}
}

// Both languages reach staff, and no error is longer than a frame should carry.
func TestReason(t *testing.T) {
	if got := reason(&content.Error{Vi: "Việt", En: "English"}); got != "Việt / English" {
		t.Errorf("%q", got)
	}
	got := reason(&content.Error{Vi: strings.Repeat("ệ", maxReason), En: "x"})
	if len(got) > maxReason || strings.ContainsRune(got, '\uFFFD') {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}
