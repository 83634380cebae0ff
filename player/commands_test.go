package player

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// command sends a command as staff do.
func (s *server) command(id, kind string, how ...func(*protocol.Command)) {
	s.t.Helper()
	s.inject(s.sealed(id, kind, how...))
	time.Sleep(2 * time.Millisecond) // the next has a higher number
}

// sealed is the frame of a command.
func (s *server) sealed(id, kind string, how ...func(*protocol.Command)) protocol.Frame {
	s.t.Helper()
	c := protocol.Command{ID: id, Kind: kind}
	for _, h := range how {
		h(&c)
	}
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Number: time.Now().UnixMilli(), Until: time.Now().Add(time.Minute).UnixMilli()}, c, s.work)
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

// answered is the answer to a command, and whether there is one.
func (s *server) answered(id string) (protocol.Answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.answers {
		if a.ID == id {
			return a, true
		}
	}
	return protocol.Answer{}, false
}

func (s *server) awaitAnswer(id string) (a protocol.Answer) {
	s.t.Helper()
	eventually(s.t, "an answer to "+id, func() (ok bool) { a, ok = s.answered(id); return ok })
	return a
}

func (s *server) carriedOut(id string) bool { return slices.Contains(s.lastStatus().Done, id) }

// commanded is an agent that may restart its machine, by a program that only notes how it was
// called.
func commanded(t *testing.T, s *server, dir string, restart []string) *Player {
	t.Helper()
	s.confirmed(true)
	p, err := New(Config{Server: s.url(), Data: dir, Listen: "127.0.0.1:0", Build: "test", Poll: 10 * time.Millisecond, RestartMachine: restart})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		p.Stop(ctx)
	})
	eventually(t, "the agent has everything", func() bool { return complete(p, s) && p.linked() })
	return p
}

// recorder is a program that notes its arguments and ends as told.
func recorder(t *testing.T, status string) (path, notes string) {
	t.Helper()
	dir := t.TempDir()
	path, notes = filepath.Join(dir, "restart"), filepath.Join(dir, "notes")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nprintf '<%s>' \"$@\" >> "+notes+"\necho no right >&2\nexit "+status+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path, notes
}

func TestRestartOfTheMachine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, status string
		allowed      bool
		want         string // in the answer; "": none, and it was carried out
	}{
		{"allowed", "0", true, ""},
		{"not allowed", "0", false, "--allow-restart"},
		{"refused by the system", "1", true, "sudo ngatu-player install --allow-restart"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.all("a")
			path, notes := recorder(t, c.status)
			var restart []string
			if c.allowed {
				restart = []string{path, "re boot", "$(x)"}
			}
			p := commanded(t, s, t.TempDir(), restart)
			s.command("c1", protocol.RestartMachine)
			if c.want != "" {
				if a := s.awaitAnswer("c1"); !strings.Contains(a.Error, c.want) || len(a.Data) != 0 {
					t.Errorf("answered %+v", a)
				}
				if slices.Contains(p.commands.Done(), "c1") {
					t.Error("counts as carried out")
				}
			} else {
				eventually(t, "staff hear that it was done", func() bool { return s.carriedOut("c1") })
				eventually(t, "the program runs", func() bool { _, err := os.Stat(notes); return err == nil }) // it is reported first
			}
			b, _ := os.ReadFile(notes)
			if want := "<re boot><$(x)>"; c.allowed && string(b) != want || !c.allowed && len(b) > 0 {
				t.Errorf("the program was called with %q", b)
			}
		})
	}
}

func TestDoneIsToldAfterTheRestart(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	path, notes := recorder(t, "0")
	dir := t.TempDir()
	p := commanded(t, s, dir, []string{path})
	s.command("c1", protocol.RestartMachine)
	eventually(t, "the machine is restarted", func() bool { _, err := os.Stat(notes); return err == nil })
	eventually(t, "it is noted", func() bool {
		b, _ := os.ReadFile(filepath.Join(dir, "done.json"))
		return strings.Contains(string(b), "c1")
	})
	p.Stop(context.Background())
	s.mu.Lock()
	s.status = nil
	s.mu.Unlock()
	commanded(t, s, dir, []string{path})
	eventually(t, "the next agent reports it", func() bool { return s.carriedOut("c1") })
	if b, _ := os.ReadFile(notes); string(b) != "<>" {
		t.Errorf("restarted again: %q", b)
	}
}

func TestLogIsAnsweredWithoutSecrets(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	p := commanded(t, s, t.TempDir(), nil)
	p.log.Warn("tiếng Việt", "token", "hush")
	s.command("c1", protocol.LogTail, func(c *protocol.Command) { c.Lines = 3 })
	a := s.awaitAnswer("c1")
	text := string(a.Data)
	if a.Type != "text/plain; charset=utf-8" || !strings.Contains(text, "tiếng Việt") || strings.Count(text, "\n") != 3 {
		t.Errorf("%s: %q", a.Type, text)
	}
	eventually(t, "staff hear that it was done", func() bool { return s.carriedOut("c1") })
	s.command("c2", protocol.LogTail, func(c *protocol.Command) { c.Lines = 500 })
	for _, hush := range []string{"hush", s.shownCode(), "secret"} {
		if strings.Contains(string(s.awaitAnswer("c2").Data), hush) {
			t.Errorf("%q is in the log", hush)
		}
	}
}

func TestRefusedCommandsAreAnswered(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	commanded(t, s, t.TempDir(), nil)
	for id, kind := range map[string]string{"c1": "shell", "c2": protocol.Screenshot, "c3": protocol.RestartBrowser} {
		s.command(id, kind)
		if a := s.awaitAnswer(id); a.Error == "" || !strings.Contains(a.Error, " / ") {
			t.Errorf("%s: %+v", kind, a)
		}
	}
}

func TestAnswersWaitForTheLink(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	p := commanded(t, s, t.TempDir(), nil)
	s.stop()
	eventually(t, "the agent notices", func() bool { return !p.linked() })
	p.commands.Take(s.sealed("last", protocol.LogTail), nil)
	eventually(t, "it is carried out", func() bool { return slices.Contains(p.commands.Done(), "last") })
	s.start()
	if a := s.awaitAnswer("last"); len(a.Data) == 0 {
		t.Errorf("answered %+v", a)
	}
}
