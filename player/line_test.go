package player

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestConnectionIsReported: how good the line is stands in the status, on the agent's own page and
// in the metrics.
func TestConnectionIsReported(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	s.confirmed(true)
	p, _ := agent(t, s.url(), t.TempDir())
	eventually(t, "connected", p.linked)
	s.stop()
	eventually(t, "lost", func() bool { return !p.linked() && p.status.Connection().Lost == 1 })
	s.start()
	eventually(t, "connected again", p.linked)
	p.status.RoundTrip(70)
	p.status.Changed()
	p.status.Machine(machineStatus(p.cfg.Data, p.browser))
	p.status.Trouble("so that a status goes")
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
