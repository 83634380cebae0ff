//go:build unix

package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
)

// script is a stand-in for a browser that notes how it was called.
func script(t *testing.T, body string) (path, notes string) {
	dir := t.TempDir()
	path, notes = filepath.Join(dir, "browser"), filepath.Join(dir, "notes")
	text := "#!/bin/sh\necho \"$@\" >> " + notes + "\n" + body + "\n"
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path, notes
}

func run(t *testing.T, cfg Config) (b *Browser, stop func()) {
	cfg.Page = func(mark string) string { return "http://127.0.0.1:1/play?beat=" + mark }
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { b.Run(ctx); close(done) }()
	var once sync.Once
	stop = func() { once.Do(func() { cancel(); <-done }) }
	t.Cleanup(stop)
	return b, stop
}

// marks are those of the starts so far.
func marks(notes string) (out []string) {
	for _, line := range starts(notes) {
		if _, mark, ok := strings.Cut(line, "?beat="); ok {
			out = append(out, mark)
		}
	}
	return out
}

// beating lets the page with a mark draw until the test, or the function that is returned, ends it.
func beating(t *testing.T, b *Browser, mark string) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() {
		for ctx.Err() == nil {
			b.Beat(mark, "a slide")
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return cancel
}

func starts(notes string) []string {
	b, _ := os.ReadFile(notes)
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// patience is how long anything is waited for: it is there to end a test, not to be tested, and a
// machine that does much else is slow.
const patience = 90 * time.Second

func wait(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("never: %s", what)
		}
	}
}

func TestStartsAgainWithAFreshProfile(t *testing.T) {
	path, notes := script(t, "exit 1")
	run(t, Config{Command: path + " --ozone-platform=wayland", Dir: t.TempDir()})
	wait(t, "a second start", func() bool { return len(starts(notes)) >= 2 })
	var profiles []string
	for _, line := range starts(notes)[:2] {
		if !strings.Contains(line, " --ozone-platform=wayland http://127.0.0.1:1/play?beat=") || !strings.Contains(line, "--kiosk ") {
			t.Errorf("called with %q", line)
		}
		if strings.Contains(line, "no-sandbox") {
			t.Error("the sandbox is off")
		}
		_, rest, _ := strings.Cut(line, "--user-data-dir=")
		profile, _, _ := strings.Cut(rest, " ")
		profiles = append(profiles, profile)
	}
	if profiles[0] == "" || profiles[0] == profiles[1] {
		t.Errorf("profiles %q", profiles)
	}
}

func TestStopEndsItAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path, notes := script(t, "exec sleep 600")
	_, stop := run(t, Config{Command: path, Dir: dir})
	wait(t, "a start", func() bool { return starts(notes)[0] != "" })
	began := time.Now()
	stop()
	if took := time.Since(began); took > grace+20*time.Second { // at rest hardly more than grace; the stand-in would be there for ten minutes
		t.Errorf("stopping took %v", took)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d profiles left", len(left))
	}
}

func TestBadCommands(t *testing.T) {
	for command, want := range map[string]content.Code{
		"":                           content.Invalid,
		"no-such-browser-here":       content.Missing,
		"/bin/sh --no-sandbox":       content.Invalid,
		"/bin/sh --kiosk --x=1  \t ": "",
	} {
		_, err := New(Config{Command: command})
		if got := content.CodeOf(err); got != want || (want == "") != (err == nil) {
			t.Errorf("%q: %v", command, err)
		}
	}
}

func TestOneThatHangsIsReplaced(t *testing.T) {
	path, notes := script(t, "exec sleep 600")
	b, _ := run(t, Config{Command: path, Dir: t.TempDir(), Hang: 2 * time.Second}) // a busy machine lets the test itself wait
	wait(t, "a start", func() bool { return len(marks(notes)) == 1 })
	stop := beating(t, b, marks(notes)[0])
	time.Sleep(2500 * time.Millisecond) // until it counts as set up
	if n := len(marks(notes)); n != 1 || b.Status().Slide != "a slide" {
		t.Fatalf("%d starts while it draws, %+v", n, b.Status())
	}
	beating(t, b, "another page's")
	stop()
	wait(t, "a second start", func() bool { return len(marks(notes)) == 2 })
	if why := b.Status().Why; !strings.Contains(why, "drew nothing for") {
		t.Errorf("because %q", why)
	}
}

func TestOneThatNeverDrawsIsReplaced(t *testing.T) {
	path, notes := script(t, "exec sleep 600")
	run(t, Config{Command: path, Dir: t.TempDir(), Hang: 300 * time.Millisecond, Load: 200 * time.Millisecond})
	wait(t, "a second start", func() bool { return len(marks(notes)) >= 2 })
}

func TestOneThatIsStoppedIsReplaced(t *testing.T) {
	path, notes := script(t, "kill -STOP $$")
	b, _ := run(t, Config{Command: path, Dir: t.TempDir(), Hang: 300 * time.Millisecond})
	wait(t, "a start", func() bool { return len(marks(notes)) == 1 })
	b.Beat(marks(notes)[0], "")
	began := time.Now()
	wait(t, "a second start", func() bool { return len(marks(notes)) >= 2 })
	if took := time.Since(began); took > 30*time.Second { // a quarter of a second at rest
		t.Errorf("noticed after %v", took)
	}
}

func TestPlannedStartLeavesNoGap(t *testing.T) {
	path, notes := script(t, "exec sleep 600")
	b, _ := run(t, Config{Command: path, Dir: t.TempDir(), Hang: time.Minute})
	wait(t, "a start", func() bool { return len(marks(notes)) == 1 })
	b.Beat(marks(notes)[0], "")
	b.mu.Lock()
	old := b.lives[marks(notes)[0]]
	b.mu.Unlock()
	b.Restart("staff asked")
	wait(t, "a second start", func() bool { return len(marks(notes)) == 2 })
	if old.cmd.Process.Signal(syscall.Signal(0)) != nil {
		t.Fatal("the old one went before the new one drew")
	}
	b.Beat(marks(notes)[1], "")
	wait(t, "the old one goes", func() bool { return old.cmd.Process.Signal(syscall.Signal(0)) != nil })
	wait(t, "it is told", func() bool { return b.Status().Why == "staff asked" && b.Status().Starts == 2 })
}

func TestPlannedStartThatFailsKeepsTheOld(t *testing.T) {
	path, notes := script(t, "exec sleep 600")
	b, _ := run(t, Config{Command: path, Dir: t.TempDir(), Hang: time.Minute, Load: 3 * time.Second}) // the first has to be heard within that, too
	wait(t, "a start", func() bool { return len(marks(notes)) == 1 })
	first := marks(notes)[0]
	b.Beat(first, "")
	b.Restart("staff asked")
	wait(t, "a second start", func() bool { return len(marks(notes)) == 2 })
	wait(t, "the new one goes", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.lives) == 1 && b.lives[first] != nil })
	if b.Status().Starts != 1 {
		t.Errorf("%+v", b.Status())
	}
}

func TestOneThatGrowsTooLargeIsReplaced(t *testing.T) {
	path, notes := script(t, "exec sleep 600")
	b, err := New(Config{Command: path, Dir: t.TempDir(), Hang: time.Minute, Memory: 1, Page: func(m string) string { return "?beat=" + m }})
	if err != nil {
		t.Fatal(err)
	}
	b.lookEvery = 50 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { b.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	wait(t, "a second start", func() bool {
		for _, m := range marks(notes) {
			b.Beat(m, "")
		}
		return len(marks(notes)) >= 2 && strings.Contains(b.Status().Why, "memory")
	})
}

func TestNightlyStartComesOnceANight(t *testing.T) {
	hanoi := time.FixedZone("", 7*3600)
	at := func(day, hour, minute int) time.Time { return time.Date(2024, 11, day, hour, minute, 0, 0, hanoi) }
	now, known := at(21, 12, 0), true
	b, err := New(Config{Command: "/bin/sh", Nightly: "03:30", Local: func() (time.Time, bool) { return now, known }})
	if err != nil {
		t.Fatal(err)
	}
	w := newWatch(b)
	w.spread = 5 * time.Minute
	for _, c := range []struct {
		at    time.Time
		known bool
		want  bool
	}{
		{at(21, 3, 29), true, false},
		{at(21, 3, 34), true, false},
		{at(21, 3, 35), false, false},
		{at(21, 3, 35), true, true},
		{at(21, 3, 36), true, false},
		{at(21, 4, 0), true, false},
		{at(22, 2, 0), true, false},
		{at(22, 4, 30), true, true},
		{at(23, 4, 50), true, false},
	} {
		now, known = c.at, c.known
		if got := w.night(); got != c.want {
			t.Errorf("%v known %v: %v", c.at.Format("02 15:04"), c.known, got)
		}
	}
}

func TestSlowComputerIsGivenTime(t *testing.T) {
	b, _ := New(Config{Command: "/bin/sh", Hang: 2 * time.Second})
	w := newWatch(b)
	start := time.Unix(0, 0)
	for i, want := range []time.Duration{2, 2, 2, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 60, 60, 60, 60} {
		w.patience(start.Add(time.Duration(i) * time.Minute))
		if w.hang != want*time.Second {
			t.Errorf("after hang %d it waits %v, want %v", i+1, w.hang, want*time.Second)
		}
	}
	w = newWatch(b)
	for i := range 20 { // one every quarter of an hour is no slow computer, but a bad page
		w.patience(start.Add(time.Duration(i) * 15 * time.Minute))
	}
	if w.hang != 2*time.Second {
		t.Errorf("with hangs that are far apart it waits %v", w.hang)
	}
}

func TestPatienceOfASlowStart(t *testing.T) {
	began := time.Unix(1000, 0)
	for _, c := range []struct{ took, age, want time.Duration }{
		{1500 * time.Millisecond, 4 * time.Second, 7500 * time.Millisecond}, // being set up
		{1500 * time.Millisecond, 5 * time.Second, 2500 * time.Millisecond},
		{8 * time.Second, 17 * time.Second, 24 * time.Second},
		{8 * time.Second, 18 * time.Second, 8 * time.Second}, // another would take as long
		{5 * time.Minute, time.Hour, patienceMost},
	} {
		l := &life{began: began, took: c.took}
		if got := l.patience(2500*time.Millisecond, began.Add(c.age)); got != c.want {
			t.Errorf("first frame after %v, now %v old: %v, want %v", c.took, c.age, got, c.want)
		}
	}
}

func TestSandboxGoesOnlyByTheArgumentMeantForIt(t *testing.T) {
	b, err := New(Config{Command: "/bin/sh", Args: []string{"--no-sandbox"}, Page: func(string) string { return "" }})
	if err != nil || !strings.Contains(strings.Join(b.arguments("", ""), " "), "--no-sandbox") {
		t.Errorf("%v", err)
	}
	if _, err := New(Config{Command: "/bin/sh", Nightly: "25:00"}); content.CodeOf(err) != content.Invalid {
		t.Errorf("a time of night that is none: %v", err)
	}
}
