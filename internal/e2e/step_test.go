package e2e

import (
	"testing"
	"time"

	"ngatu/internal/testkit"
)

// TestInStep: two pages side by side show the same slot at the same instant, and one that is loaded
// later falls into step.
func TestInStep(t *testing.T) {
	a := testkit.Demo(t)
	b := testkit.Chromium(t)
	address := a.Address() + "/play?screen=KIOSK-01"
	first, second := b.Open(t, address, 540, 960), b.Open(t, address, 540, 960)
	slot := func(tab *testkit.Tab) (s struct {
		Slide      string
		Start, End int64
	},
	) {
		tab.Eval(`({slide: Ngatu.debug.slide, start: Ngatu.debug.start, end: Ngatu.debug.end})`, &s)
		return s
	}
	ready := "window.Ngatu && Ngatu.debug && Ngatu.debug.clock === 'synced' && Ngatu.debug.end > Ngatu.debug.now + 1500 && !Ngatu.debug.due"
	same := func(x, y *testkit.Tab) {
		t.Helper()
		until(t, "both on the same slot", 30*time.Second, func() bool {
			x.Until("a slot with time left", ready, 30*time.Second)
			y.Until("a slot with time left", ready, 30*time.Second)
			p, q := slot(x), slot(y)
			return p == q
		})
	}
	same(first, second)
	third := b.Open(t, address, 540, 960)
	same(first, third)
	same(second, third)
}
