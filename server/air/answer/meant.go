package answer

import (
	"cmp"
	"slices"

	"ngatu/content"
)

// Meant is a size of screen on which a slide would run.
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
		out[i].Street, out[i].Screens = out[i].Street || a.Street, out[i].Screens+len(c.Members)
	}
	slices.SortFunc(out, func(a, b Meant) int {
		return cmp.Or(b.Screens-a.Screens, a.Width-b.Width, a.Height-b.Height)
	})
	return out
}
