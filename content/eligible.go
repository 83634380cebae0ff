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
	switch {
	case s.Kind == Guide, s.Kind == Video && a.Street, !s.For(a):
		return false
	}
	if _, off := l.Covers.Keeps(s, a.Surface()); off {
		return false
	}
	return l.cleared(s) && (s.Kind != Board || l.Figured(*s))
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

// Lineup is a library in the order in which plans have it, sorted once for all audiences.
type Lineup struct {
	library   Library
	campaigns []Campaign
	slides    [][]*Slide // by campaign
	holds     [][][]Hold // that keep the slide off somewhere, by campaign and slide
}

// Lineup sorts a library, which must not change as long as the lineup is used.
func (l Library) Lineup() Lineup {
	out := Lineup{library: l, campaigns: slices.DeleteFunc(slices.Clone(l.Campaigns), func(c Campaign) bool { return !c.Runs() })}
	slices.SortStableFunc(out.campaigns, func(x, y Campaign) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.ID, y.ID))
	})
	byCampaign := map[string][]*Slide{}
	for i := range l.Slides {
		s := &l.Slides[i]
		byCampaign[s.Campaign] = append(byCampaign[s.Campaign], s)
	}
	for _, c := range out.campaigns {
		inOrder := byCampaign[c.ID]
		slices.SortStableFunc(inOrder, c.places(inOrder))
		held := make([][]Hold, len(inOrder))
		for i, s := range inOrder {
			held[i] = keeping(l.Holds, s)
		}
		out.slides, out.holds = append(out.slides, inOrder), append(out.holds, held)
	}
	return out
}

// PlanFor gathers the plan of one audience; see [Lineup.PlanFor].
func PlanFor(a Audience, l Library, ready func(*Slide) (Ready, bool)) Plan {
	return l.Lineup().PlanFor(a, ready)
}

// PlanFor gathers the plan of an audience: the eligible slides for which ready has a medium, with
// their campaigns. Only eligible slides are asked for. Many goroutines may call it.
func (l Lineup) PlanFor(a Audience, ready func(*Slide) (Ready, bool)) Plan {
	p := Plan{Zone: a.Zone, Street: a.Street, Canvas: a.Canvas, Pools: a.Pools}
	for i, c := range l.campaigns {
		if !a.Wants(c.Targets) {
			continue
		}
		if !slices.ContainsFunc(a.Pools, func(p Pool) bool { return p.ID == c.Pool }) {
			continue
		}
		p.Slides = slices.Grow(p.Slides, len(l.slides[i]))
		p.Campaigns = append(p.Campaigns, PlanCampaign{ID: c.ID, Pool: c.Pool, Percent: c.Percent, Weight: c.Weight, Valid: c.Valid, Hours: c.Hours})
		for n, s := range l.slides[i] {
			valid, some := s.Valid.Cut(s.Approval.Valid)
			if !some || !l.library.eligible(s, a) {
				continue
			}
			held := heldFor(l.holds[i][n], s, a)
			if always(held) {
				continue
			}
			if r, ok := ready(s); ok {
				one := PlanSlide{Shown: shown(s, r, a.Street), Valid: valid, Exclusive: s.Exclusive, Evergreen: s.Evergreen, Held: held}
				if !s.AtOnce.IsZero() {
					one.AtOnce = s.AtOnce.UnixMilli()
				}
				p.Slides = append(p.Slides, one)
			}
		}
	}
	return p
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
