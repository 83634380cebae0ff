package content

import (
	"testing"

	"pgregory.net/rapid"
)

// The slots of a slide are counted without a gap as long as a span lasts, however often it comes in
// the loop, and wherever the span begins in it.
func TestSlotsAreCounted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := Programme{Zone: DefaultZone, From: Epoch + rapid.Int64Range(0, 1e12).Draw(rt, "from"), Evergreen: -1}
		for range rapid.IntRange(1, 5).Draw(rt, "slides") {
			p.Slides = append(p.Slides, Shown{Dwell: rapid.Int64Range(1, 9000).Draw(rt, "dwell")})
		}
		p.Loops = [][]int{rapid.SliceOfN(rapid.IntRange(0, len(p.Slides)-1), 1, 9).Draw(rt, "loop")}
		total := loop{p.Loops[0], p.Slides}.length()
		p.Spans = []Span{{Length: 30 * total, Offset: rapid.Int64Range(0, total-1).Draw(rt, "offset")}}
		p.Until = p.From + 30*total
		last := map[int]int64{}
		for at := p.From; at < p.Until; {
			s := p.At(at)
			if before, seen := last[s.Slide]; seen && s.Nth != before+1 {
				rt.Fatalf("slide %d had slot %d, then %d", s.Slide, before, s.Nth)
			}
			last[s.Slide] = s.Nth
			at = s.End
		}
	})
}
