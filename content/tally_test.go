package content

import "testing"

func TestPlaysAreDerivedFromARun(t *testing.T) {
	p, _ := resolve(t, onePool(slide("a", "c", 10), slide("b", "c", 20)))
	start := local("2024-11-26 12:00").UnixMilli()
	start -= mod(start-Epoch, 30_000)
	// a 0–10, b 10–30, then the safe card in a's place 30–40, a in b's place 40–60, a 60–70, b 70–90,
	// and a cut off at 95
	got := p.Tally(start, start+95_000, NotEntered, map[int64]string{start + 30_000: "", start + 40_000: "a"})
	for id, want := range map[string]Played{
		"a": {Times: 4, Time: 45_000},
		"b": {Times: 2, Time: 40_000},
		"":  {Times: 1, Time: 10_000},
	} {
		if got[id] != want {
			t.Errorf("%q: %+v, want %+v", id, got[id], want)
		}
	}
}

func TestASlotThatBeganBeforeTheRunIsTimeButNoPlay(t *testing.T) {
	p, _ := resolve(t, onePool(slide("a", "c", 10)))
	start := local("2024-11-26 12:00").UnixMilli()
	start -= mod(start-Epoch, 10_000)
	if got := p.Tally(start+4_000, start+9_000, NotEntered, nil)["a"]; got != (Played{Times: 0, Time: 5_000}) {
		t.Errorf("%+v", got)
	}
}
