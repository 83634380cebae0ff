//go:build linux

package field

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// agent is a real agent's process, its folder, and the way to its page.
type agent struct {
	*process
	at     place
	data   string
	server string   // address that it is told
	flags  []string // more of the command line
	env    []string
	base   string // of its page
	dial   func(context.Context, string, string) (net.Conn, error)
	client *http.Client
}

// newAgent prepares an agent with an empty folder.
func newAgent(t testing.TB, at place, server string) *agent {
	t.Helper()
	return &agent{at: at, server: server, data: filepath.Join(t.TempDir(), "screen")}
}

// start runs it, for the first time or again, and waits until its page is served.
func (a *agent) start(t testing.TB) {
	t.Helper()
	listen := agentPort
	if a.at == here {
		listen = "127.0.0.1:0"
	}
	args := append([]string{"--server", a.server, "--data", a.data, "--listen", listen, "--verbose"}, a.flags...)
	cmd := a.at.command(program(t, "ngatu-player"), args...)
	cmd.Env = append(os.Environ(), a.env...)
	a.process = run(t, cmd)
	page := a.after("Page: ")
	a.base, _, _ = strings.Cut(page, "/play")
	if a.at == here {
		a.dial = here.dialer(t, strings.TrimPrefix(a.base, "http://"))
		a.client = here.through(t, strings.TrimPrefix(a.base, "http://"))
	} else if a.client == nil {
		a.dial = a.at.dialer(t, agentPort)
		a.client = a.at.through(t, agentPort)
	}
}

// enrol reads the code that the agent shows, and has staff confirm it.
func (a *agent) enrol(t testing.TB, s *server, screen string) {
	t.Helper()
	s.confirm(t, a.after("(enter it in the studio):"), screen)
	a.after("Enrolled as screen:")
}

// get asks the agent for something; an answer that is no yes is an error.
func (a *agent) get(path string) ([]byte, error) {
	answer, err := a.client.Get(a.base + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return b, err
}

// figure reads one of the agent's metrics; -1 while it cannot.
func (a *agent) figure(name string) float64 {
	b, err := a.get("/metrics")
	if err != nil {
		return -1
	}
	for lines := bufio.NewScanner(strings.NewReader(string(b))); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "ngatu_player_"+name+" "); ok {
			if v, err := strconv.ParseFloat(value, 64); err == nil {
				return v
			}
		}
	}
	return -1
}

// whole waits until the agent is connected and has n slides on air with all media.
func (a *agent) whole(t testing.TB, what string, n int, within time.Duration) content.Programme {
	t.Helper()
	var p content.Programme
	within = max(within, patience)
	end := time.Now().Add(within)
	for {
		if a.figure("linked") == 1 && a.figure("media_missing") == 0 {
			if p = a.onAir(t); len(p.Slides) >= n && a.hasAll(p) {
				return p
			}
		}
		if time.Now().After(end) {
			t.Fatalf("%s: not within %s: %d slides of %d, %v missing, linked %v\n%s",
				what, within, len(p.Slides), n, a.figure("media_missing"), a.figure("linked"), tail(a.said.String()))
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// has says whether the agent serves a medium whole.
func (a *agent) has(ref content.Ref) bool {
	b, err := a.get("/media/" + string(ref.Digest))
	return err == nil && content.DigestOf(b) == ref.Digest
}

// hasAll says whether the agent serves every medium of a programme whole. A count of what is
// missing alone could be of the programme before.
func (a *agent) hasAll(p content.Programme) bool {
	for _, shown := range p.Slides {
		if !a.has(shown.Medium) {
			return false
		}
	}
	return true
}

func tail(s string) string { return s[max(len(s)-3000, 0):] }
