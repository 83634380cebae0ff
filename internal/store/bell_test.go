package store

import (
	"testing"
	"time"
)

// The frames of a change are told at once after the change, and whoever always has something to tell
// still rings twenty times in a second at most.
func TestRingsKeepTheirPace(t *testing.T) {
	now := time.UnixMilli(1_800_000_000_000)
	for _, idle := range []time.Duration{0, time.Minute} {
		var p pace
		var rings []time.Time
		now = now.Add(idle)
		for range 200 {
			rings = append(rings, now)
			now = now.Add(max(p.rung(now), time.Millisecond))
		}
		if second := rings[1].Sub(rings[0]); second > time.Millisecond {
			t.Errorf("the second ring waits for %v", second)
		}
		for i := 20; i < len(rings); i++ {
			if in := rings[i].Sub(rings[i-20]); in < time.Second {
				t.Fatalf("21 rings within %v", in)
			}
		}
	}
}
