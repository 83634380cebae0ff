package backdrop

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
)

// script is a program that notes the file it was given and how large that is, and then does the
// rest.
func script(t *testing.T, rest string) (path, notes string) {
	t.Helper()
	dir := t.TempDir()
	path, notes = filepath.Join(dir, "show"), filepath.Join(dir, "notes")
	text := "#!/bin/sh\necho \"$$ $(cat \"$2\")\" >> " + notes + "\n" + rest + "\n"
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path, notes
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > 60*time.Second {
			t.Fatalf("never: %s", what)
		}
	}
}

func lines(path string) []string {
	b, _ := os.ReadFile(path)
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// running says whether a process is there and has not ended.
func running(pid string) bool {
	b, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(b), ") Z ")
}

func TestABadCommandIsRefused(t *testing.T) {
	for command, code := range map[string]content.Code{
		"":                         content.Invalid,
		"feh --bg-fill":            content.Invalid,
		"{} feh":                   content.Invalid,
		"no-such-program-here {}":  content.Missing,
		"/no/such/program/here {}": content.Missing,
	} {
		if _, err := New(Config{Command: command, Dir: t.TempDir()}); content.CodeOf(err) != code {
			t.Errorf("%q: %v", command, err)
		}
	}
}

// What is on the glass is put behind it once it has settled, and nothing is left when the agent
// stops.
func TestThePictureIsPutBehind(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", "")
	dir := t.TempDir()
	path, notes := script(t, "exec sleep 300")
	var slide atomic.Value
	slide.Store("")
	b, err := New(Config{
		Command: path + " --fill {}", Dir: dir, Log: slog.New(slog.DiscardHandler),
		Glass:      func() Glass { return Glass{Slide: slide.Load().(string), Drawn: true, Last: time.Now()} },
		Screenshot: func(context.Context, int) ([]byte, error) { return []byte("a picture"), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	b.look, b.program.overlap = 20*time.Millisecond, 100*time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { b.Run(ctx); close(done) }()
	slide.Store("green")
	eventually(t, "the picture is behind", func() bool { return b.Pictures() == 1 })
	pid, text, _ := strings.Cut(lines(notes)[0], " ")
	if text != "a picture" || !running(pid) {
		t.Errorf("the program %s was given %q", pid, text)
	}
	cancel()
	<-done
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 0 || running(pid) {
		t.Errorf("left behind: %v, program running: %v", left, running(pid))
	}
}

// Nothing is taken of an empty glass, of a page that has stopped, or before the browser has drawn.
func TestOnlyWhatIsOnTheGlassIsTaken(t *testing.T) {
	for name, glass := range map[string]func() Glass{
		"empty":    func() Glass { return Glass{Drawn: true, Last: time.Now()} },
		"stopped":  func() Glass { return Glass{Slide: "a", Drawn: true, Last: time.Now().Add(-time.Minute)} },
		"starting": func() Glass { return Glass{Slide: "a", Last: time.Now()} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shots, looks := atomic.Int64{}, atomic.Int64{}
			b, err := New(Config{
				Command: "true {}", Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler),
				Glass:      func() Glass { looks.Add(1); return glass() },
				Screenshot: func(context.Context, int) ([]byte, error) { shots.Add(1); return nil, context.Canceled },
			})
			if err != nil {
				t.Fatal(err)
			}
			b.look = 20 * time.Millisecond
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() { b.Run(ctx); close(done) }()
			eventually(t, "it looks twice", func() bool { return looks.Load() > 5 })
			cancel()
			<-done
			if shots.Load() != 0 {
				t.Error("a picture was taken")
			}
		})
	}
}

// A program that stays gives way to the next one, which is started first.
func TestAProgramThatStaysGivesWay(t *testing.T) {
	path, notes := script(t, "exec sleep 300")
	picture := filepath.Join(t.TempDir(), "picture")
	if err := os.WriteFile(picture, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := program{overlap: 300 * time.Millisecond}
	for i := range 2 {
		if err := p.replace([]string{path, "--fill", picture}, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it has begun", func() bool { return len(lines(notes)) == i+1 })
	}
	first, _, _ := strings.Cut(lines(notes)[0], " ")
	second, _, _ := strings.Cut(lines(notes)[1], " ")
	if running(first) || !running(second) {
		t.Errorf("the first runs: %v, the second: %v", running(first), running(second))
	}
	p.stop()
	if running(second) {
		t.Error("the second is left behind")
	}
}
