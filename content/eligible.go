package content

import (
	"cmp"
	"slices"
	"time"
)

// PictureDwell is the dwell of a picture that does not set one: the shortest that the street allows
// (see [Amount.ReadingTime]).
const PictureDwell = 8 * time.Second

// Library is everything that might be shown, as it stands at one change.
type Library struct {
	Campaigns []Campaign
	Slides    []Slide
	Settings  map[string]string // what slides may need, by name
	Boards    map[string][]View // the views that there are figures for, by [Slide.BoardName]
	Holds     []Hold            // that bear on the window; see [Hold.Bears]
	Covers    Covers            // where approvals do not hold
}

// Targets lists every target in use, each once.
func (l Library) Targets() []Target {
	seen := map[Target]bool{}
	var all []Target
	add := func(targets []Target) {
		for _, t := range targets {
			if !seen[t] {
				seen[t] = true
				all = append(all, t)
			}
		}
	}
	for _, c := range l.Campaigns {
		add(c.Targets)
	}
	for _, s := range l.Slides {
		add(s.Targets)
	}
	for _, h := range l.Holds {
		add(h.Targets())
	}
	return all
}

// Ready is what a slide has for one canvas.
type Ready struct {
	Medium  Ref
	Still   *Ref
	Length  time.Duration // of a video
	Board   string        // the board that it binds
	Printed Amount        // what there is to read on this canvas; nothing: all words of the slide
	Page    time.Duration // that one page of several is to be read for; 0: there is one
}

// Eligible reports whether a slide may be on air for an audience at all; when is [Resolve]'s to
// say. A slide needs an approval that covers the surface, every setting that it names, figures for
// its view where it is a board, and a kind that the venue allows: no video in the street, guides on
// no loop.
func (l Library) Eligible(s Slide, a Audience) bool { return l.eligible(&s, a) }

func (l Library) eligible(s *Slide, a Audience) bool {
	return l.mayRun(s) && s.For(a) && l.allows(s, a)
}

// mayRun reports whether a slide may be on air for any audience.
func (l Library) mayRun(s *Slide) bool {
	return s.Kind != Guide && l.cleared(s) && (s.Kind != Board || l.Figured(*s))
}

// allows reports whether a slide may be on air at all where an audience's screens stand.
func (l Library) allows(s *Slide, a Audience) bool {
	if s.Kind == Video && a.Street {
		return false
	}
	_, off := l.Covers.Keeps(s, a.Surface())
	return !off
}

// Figured reports whether a board has figures to show. Without them it would be a title over
// nothing.
func (l Library) Figured(board Slide) bool {
	view := cmp.Or(board.View, Gauge) // as content/layout sets one that names none
	return slices.Contains(l.Boards[board.BoardName()], view)
}

// cleared reports whether a slide was approved and everything that it names is set.
func (l Library) cleared(s *Slide) bool {
	return s.State == Approved && !slices.ContainsFunc(s.Needs, func(name string) bool { return l.Settings[name] == "" })
}

// shown is the slide as a programme carries it.
func shown(s *Slide, r Ready, street bool) Shown {
	dwell := r.Length
	if s.Kind != Video {
		dwell = s.Dwell
		if s.Kind == Picture && dwell == 0 {
			dwell = PictureDwell
		}
		dwell = max(dwell, s.Words.Amount().within(r.Printed).ReadingTime(street), r.Page)
	}
	return Shown{
		ID: s.ID, Campaign: s.Campaign, Kind: s.Kind, Dwell: dwell.Milliseconds(),
		Medium: r.Medium, Still: r.Still, Board: r.Board,
	}
}
