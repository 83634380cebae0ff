//go:build linux

package field

import (
	"testing"
	"time"
)

// TestHostileWire: somebody with the whole wire in his hands, and no key, changes nothing that a
// passer-by sees. All that is true still comes through.
func TestHostileWire(t *testing.T) {
	t.Parallel()
	s := serve(t, here, "127.0.0.1:0")
	h := newHostile(t, s.base)
	a := newAgent(t, here, h.address)
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme through a hostile wire", 1, 2*time.Minute)
	s.drop(t, "anh.jpg", picture(t, 1))
	second := a.whole(t, "a picture more", len(first.Slides)+1, 2*time.Minute)
	s.drop(t, "anh-2.jpg", picture(t, 2))
	a.whole(t, "and one more", len(second.Slides)+1, 2*time.Minute)
	for _, what := range []string{
		"a higher number", "a longer life", "a turned bit of the signature", "the body of another frame", "half a frame", "an old frame again",
		"other bytes", "too few bytes",
	} {
		if h.times(what) == 0 {
			t.Errorf("%s: was not tried", what)
		}
	}
	if a.figure("refused_total") == 0 {
		t.Error("the agent counts no refusal")
	}
	f, p, err := a.programme()
	if err != nil {
		t.Fatal(err)
	}
	a.kill()
	s.stop()
	a.start(t)
	again, q, err := a.programme()
	if err != nil || again.Hash != f.Hash || len(q.Slides) != len(p.Slides) {
		t.Errorf("after a restart without the server another programme is on: %v, %d slides of %d", err, len(q.Slides), len(p.Slides))
	}
}
