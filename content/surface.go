package content

import (
	"fmt"
	"time"
)

// Surface is all of a screen that the checks of a slide hang on: its canvas, and whether the rules
// of the street hold there.
type Surface struct {
	Canvas
	Street bool `json:"street,omitempty"`
}

// Surface is that of the screens of an audience.
func (a Audience) Surface() Surface { return Surface{a.Canvas, a.Street} }

// Surface is that of a screen at a place.
func (p Place) Surface() Surface { return Surface{p.Canvas, p.Venue.Street()} }

// SurfacesFrom are those that a screen has at an instant, and will have after it.
func (s Screen) SurfacesFrom(t time.Time) (out []Surface) {
	for i, p := range s.Places {
		if i+1 == len(s.Places) || s.Places[i+1].From.After(t) {
			out = append(out, p.Surface())
		}
	}
	return out
}

// Key names it: equal surfaces have equal keys.
func (s Surface) Key() string {
	where := "hall"
	if s.Street {
		where = "street"
	}
	return fmt.Sprintf("%s/%g/%g/%s", s.Size(), s.PitchMM, s.DistanceM, where)
}

// Coverage says of a surface which approvals hold there too. One does that was given for screens of it:
// the checks ran there, and its approver saw it. Of any other the checks have to find nothing new there.
type Coverage struct {
	Surface
	Since  time.Time       // when the first screen of it came; zero: before anybody looked
	Looked bool            // the checks are done with all that was approved before
	Slides map[string]Look // by slide, what they found; of a surface that is done with, only what keeps one off
}

// Look is what the checks found of a live slide on a surface.
type Look struct {
	Approved time.Time `json:"approved"`           // of which approval
	Done     bool      `json:"done"`               // false: they have not looked yet
	Found    string    `json:"found,omitempty"`    // what the approval does not cover, in Vietnamese; "": nothing
	FoundEn  string    `json:"found_en,omitempty"` // and in English
}

// Keeps says whether a live slide is kept off the surface, because its approval does not cover it,
// and why: a look that is not done is yet to come. An approval without an instant is none that
// anybody gave, and covers everything.
func (c Coverage) Keeps(s *Slide) (Look, bool) {
	at := s.Approval.At
	if at.IsZero() || s.Kind == Guide { // a guide looks the same on all kiosks
		return Look{}, false
	}
	if l, some := c.Slides[s.ID]; some && l.Approved.Equal(at) {
		return l, !l.Done || l.Found != ""
	}
	return Look{}, !c.Looked && at.Before(c.Since)
}

// Any says whether any slide may be kept off it.
func (c Coverage) Any() bool { return !c.Looked || len(c.Slides) > 0 }

// Covers are the surfaces that some slide may be kept off; of all others every approval holds.
type Covers map[Surface]Coverage

// Keeps is [Coverage.Keeps] of a surface.
func (c Covers) Keeps(s *Slide, on Surface) (Look, bool) {
	if len(c) == 0 { // nearly always, and for each slide of each audience
		return Look{}, false
	}
	cover, some := c[on]
	if !some {
		return Look{}, false
	}
	return cover.Keeps(s)
}
