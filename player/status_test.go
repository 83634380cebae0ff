package player

import (
	"testing"

	"ngatu/player/protocol"
)

// TestWhatIsToldAtOnce: the server hears at once of what it cannot reckon itself, and of nothing that moves all the time.
func TestWhatIsToldAtOnce(t *testing.T) {
	p := &Player{}
	base := protocol.Status{Clock: "synced", Slide: "a", Offset: 3}
	for name, c := range map[string]struct {
		change func(*protocol.Status)
		told   bool
	}{
		"the next slide":    {func(s *protocol.Status) { s.Slide = "b" }, false},
		"the offset":        {func(s *protocol.Status) { s.Offset = 9 }, false},
		"heat":              {func(s *protocol.Status) { s.Machine = &protocol.Machine{Celsius: 60} }, false},
		"an empty glass":    {func(s *protocol.Status) { s.Slide = "" }, true},
		"a takeover":        {func(s *protocol.Status) { s.Takeover, s.Painted = 7, 8 }, true},
		"another programme": {func(s *protocol.Status) { s.Programme = "x" }, true},
		"trouble":           {func(s *protocol.Status) { s.Trouble = "x" }, true},
		"a missing medium":  {func(s *protocol.Status) { s.Missing = 1 }, true},
	} {
		now := base
		c.change(&now)
		if told := p.mark(now) != p.mark(base); told != c.told {
			t.Errorf("%s: told at once: %v", name, told)
		}
	}
}
