package answer

import (
	"cmp"
	"slices"

	"ngatu/content"
	"ngatu/content/layout"
)

// Meant is a size of screen on which a slide would run. Screens of so many pixels may have several
// pitches and distances: the canvas is that where letters have to be largest, so that what can be
// read there can be read on all.
type Meant struct {
	content.Canvas
	Street  bool // some of them stand in the street
	Screens int
}

// MeantFor are the sizes of screen that a slide is meant for, as screens stand at a snapshot,
// whatever its state: by its targets, its sizes and its campaign's, without streets for a clip. Those of most
// screens come first.
func MeantFor(s *Snapshot, slide content.Slide) (out []Meant) {
	campaign, known := s.state.Campaign(slide.Campaign)
	if !known {
		return nil
	}
	at := map[[2]int]int{}
	for _, c := range s.crowds.ByKey {
		a := c.Audience
		if !a.Wants(campaign.Targets) || !slide.For(a) || slide.Kind == content.Video && a.Street {
			continue
		}
		pixels := [2]int{a.Canvas.Width, a.Canvas.Height}
		i, met := at[pixels]
		if !met {
			i = len(out)
			at[pixels] = i
			out = append(out, Meant{Canvas: a.Canvas})
		}
		if harder(a.Canvas, out[i].Canvas) {
			out[i].Canvas = a.Canvas
		}
		out[i].Street, out[i].Screens = out[i].Street || a.Street, out[i].Screens+len(c.Members)
	}
	slices.SortFunc(out, func(a, b Meant) int {
		return cmp.Or(b.Screens-a.Screens, a.Width-b.Width, a.Height-b.Height)
	})
	return out
}

// harder says whether a canvas asks for larger letters than another one of the same pixels. Of equal
// ones the farther and coarser counts: the answer is the same whatever order they come in.
func harder(a, b content.Canvas) bool {
	return cmp.Or(layout.LeastCap(a)-layout.LeastCap(b), cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(a.PitchMM, b.PitchMM)) > 0
}
