package player

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestLine(t *testing.T) {
	var l line
	now := time.Now()
	if least, median := l.delay(); least != 0 || median != 0 || l.losses(now) != 0 {
		t.Errorf("an unused line: %d, %d", least, median)
	}
	l.went(now) // never came to be
	for _, ms := range []int64{900, 900, 900, 900, 900, 900, 900, 900, 900, 900} {
		l.took(ms)
	}
	for range lineDelays / 2 {
		l.took(80)
		l.took(120)
	}
	if least, median := l.delay(); least != 80 || median != 120 {
		t.Errorf("least %d, median %d", least, median)
	}
	for _, before := range []time.Duration{90 * time.Minute, 50 * time.Minute, time.Minute} {
		l.came()
		l.went(now.Add(-before))
		l.went(now.Add(-before)) // the next try failed
	}
	if n := l.losses(now); n != 2 {
		t.Errorf("%d losses in the last hour", n)
	}
}

// TestLineIsTold: how good the line is stands in the status, on the agent's own page and in the metrics.
func TestLineIsTold(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	s.confirmed(true)
	p, _ := agent(t, s.url(), t.TempDir())
	eventually(t, "connected", p.linked)
	s.stop()
	eventually(t, "lost", func() bool { return !p.linked() && p.line.losses(time.Now()) == 1 })
	s.start()
	eventually(t, "connected again", p.linked)
	p.line.took(70)
	p.changed()
	p.feel()
	p.trouble("so that a status goes")
	eventually(t, "the status has it", func() bool {
		m := s.lastStatus().Machine
		return m != nil && m.Drops == 1
	})
	for path, want := range map[string]string{"/": "1 lần", "/metrics": "ngatu_player_link_losses 1\n"} {
		resp, err := http.Get("http://" + p.Addr() + path)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if !strings.Contains(string(b), want) {
			t.Errorf("%s lacks %q: %s", path, want, b)
		}
	}
}
