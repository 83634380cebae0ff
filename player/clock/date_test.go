package clock

import (
	"fmt"
	"testing"

	"ngatu/player/protocol"
)

// TestRunsOfAPageOpenedAgain: where a page's count goes back, another page counted before.
func TestRunsOfAPageOpenedAgain(t *testing.T) {
	m := &simulated{mono: 1_000_000, boot: "a"}
	c := Open(m.clock(), t.TempDir())
	runs := []protocol.Run{
		{From: 500_000, Until: 800_000, Clock: "unknown"}, // the page before
		{From: 0, Until: 20_000, Clock: "unknown"},
		{From: 25_000, Until: 30_000, Clock: "unknown"},
	}
	l := c.Marks(runs)
	for i, want := range [][2]int64{{670_000, 970_000}, {970_000, 990_000}, {995_000, 1_000_000}} {
		if from, until := runs[i].From+l[i].Shift, runs[i].Until+l[i].Shift; from != want[0] || until != want[1] {
			t.Errorf("run %d: %d to %d, want %v", i, from, until, want)
		}
	}
}

// TestEarlierBootsAreRemembered: a boot in which a server told the time dates its plays after the
// next one too.
func TestEarlierBootsAreRemembered(t *testing.T) {
	dir := t.TempDir()
	for n := range maxBoots + 3 {
		m := &simulated{mono: 100_000, boot: fmt.Sprint("boot ", n)}
		if err := answered(m, dir).Save(); err != nil {
			t.Fatal(err)
		}
	}
	k := Open((&simulated{mono: 5, boot: "now"}).clock(), dir)
	if zero, ok, _ := k.zero(fmt.Sprint("boot ", maxBoots)); !ok || zero != server0 {
		t.Errorf("%d, %v", zero, ok)
	}
	if _, ok, wait := k.zero("boot 0"); ok || wait {
		t.Error("more boots are kept than fit")
	}
	if _, ok, wait := k.zero("now"); ok || !wait {
		t.Error("does not wait for the time")
	}
}
