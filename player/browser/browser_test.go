//go:build unix

package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"
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

func run(t *testing.T, command, dir string) (stop func()) {
	b, err := New(Config{Command: command, Dir: dir, Page: func() string { return "http://127.0.0.1:1/play" }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { b.Run(ctx); close(done) }()
	return func() { cancel(); <-done }
}

func starts(notes string) []string {
	b, _ := os.ReadFile(notes)
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func wait(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func TestStartsAgainWithAFreshProfile(t *testing.T) {
	path, notes := script(t, "exit 1")
	stop := run(t, path+" --ozone-platform=wayland", t.TempDir())
	defer stop()
	wait(t, "a second start", func() bool { return len(starts(notes)) >= 2 })
	var profiles []string
	for _, line := range starts(notes)[:2] {
		if !strings.HasSuffix(line, " --ozone-platform=wayland http://127.0.0.1:1/play") || !strings.Contains(line, "--kiosk ") {
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
	stop := run(t, path, dir)
	wait(t, "a start", func() bool { return starts(notes)[0] != "" })
	began := time.Now()
	stop()
	if took := time.Since(began); took > grace {
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
