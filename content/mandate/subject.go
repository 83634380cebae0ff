package mandate

import (
	"slices"

	"ngatu/content"
	"ngatu/content/bulletin"
)

// Subject is what an act is done to. The zero Subject is the whole city.
type Subject struct {
	Areas []string // "period/code", what it is for; none: the whole city
	Pool  string   // whose airtime it uses; "": the city's
	Above bool     // it pushes everything else off: only who stands above its areas may approve it
	By    []string // staff IDs of all who changed it; only for Approve
}

// City is the whole of it.
var City = Subject{}

// For is what a list of targets is for: targets of which one names no area are for the whole city.
func For(targets []content.Target) Subject {
	var s Subject
	for _, t := range targets {
		if t.Area == "" {
			return City
		}
		if !slices.Contains(s.Areas, t.Area) {
			s.Areas = append(s.Areas, t.Area)
		}
	}
	return s
}

// In is one area and what lies below it; "" is the whole city.
func In(area string) Subject { return For([]content.Target{{Area: area}}) }

// OfCampaign is what a campaign is for.
func OfCampaign(c content.Campaign) Subject {
	s := For(c.Targets)
	s.Pool = c.Pool
	return s
}

// OfSlide is what a slide of a campaign is for: a slide is on no screen that its own targets leave
// out, and on none that those of its campaign leave out.
func OfSlide(s content.Slide, c content.Campaign) Subject {
	out := For(s.Targets)
	if len(out.Areas) == 0 {
		out = OfCampaign(c)
	}
	out.Pool, out.Above, out.By = c.Pool, s.Exclusive || !s.AtOnce.IsZero(), []string{s.Author}
	return out
}

// OfTakeover is what a takeover is prepared for: where it may be put on at most.
func OfTakeover(t content.Takeover) Subject {
	s := For(t.Targets)
	s.By = []string{t.Author}
	return s
}

// OfPress is where a takeover was put on last.
func OfPress(t content.Takeover) Subject {
	if t.In == content.Everywhere {
		return OfTakeover(t)
	}
	s := In(t.In)
	s.By = []string{t.Author}
	return s
}

// OfBulletin is what a warning of another body is for; where that is not sure, the whole city.
func OfBulletin(b bulletin.Bulletin) Subject {
	if !b.Sure {
		return City
	}
	return For(b.Targets())
}

// OfHold is what a hold is for. Of a slide, which is handed over where the hold is of one, it is
// what the slide is for, unless the hold names an area itself.
func OfHold(h content.Hold, slide Subject) Subject {
	s := In(h.Area)
	if h.Scope == content.HoldSlide {
		if h.Area == "" {
			s.Areas = slide.Areas
		}
		s.Pool = slide.Pool
	}
	s.By = []string{h.Asked.By}
	return s
}

// OfPlace is where a screen stands.
func OfPlace(p content.Place) Subject { return In(p.Area) }
