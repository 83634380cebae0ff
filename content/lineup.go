package content

import (
	"cmp"
	"slices"

	"ngatu/content/hours"
)

// Lineup is a library in the order in which plans have it, with all that is the same for every
// audience worked out once: a change for a whole city makes thousands of plans.
type Lineup struct {
	library   Library
	campaigns []Campaign
	slides    [][]lined // by campaign
}

// lined is a slide that may be on air for some audience.
type lined struct {
	*Slide
	valid   hours.Span
	targets []string // as audiences have them
	holds   []Hold   // that keep it off somewhere
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
		var all []lined
		for _, s := range inOrder {
			if valid, some := s.Valid.Cut(s.Approval.Valid); some && l.mayRun(s) {
				all = append(all, lined{s, valid, words(s.Targets), keeping(l.Holds, s)})
			}
		}
		out.slides = append(out.slides, all)
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
	return l.PlanIn(nil, a, ready)
}

// PlanIn is [Lineup.PlanFor] with room for the slides, which the plan takes: who makes thousands of
// plans and keeps none gives the same room again.
func (l Lineup) PlanIn(room []PlanSlide, a Audience, ready func(*Slide) (Ready, bool)) Plan {
	p := Plan{Zone: a.Zone, Street: a.Street, Canvas: a.Canvas, Pools: a.Pools}
	var meant []*lined
	for i := range l.campaigns {
		c := &l.campaigns[i]
		if !a.Wants(c.Targets) || !slices.ContainsFunc(a.Pools, func(p Pool) bool { return p.ID == c.Pool }) {
			continue
		}
		p.Campaigns = append(p.Campaigns, PlanCampaign{ID: c.ID, Pool: c.Pool, Percent: c.Percent, Weight: c.Weight, Valid: c.Valid, Hours: c.Hours})
		for n := range l.slides[i] {
			if s := &l.slides[i][n]; a.wants(s.targets) && s.Sizes.Has(a.Canvas) && l.library.allows(s.Slide, a) {
				meant = append(meant, s)
			}
		}
	}
	p.Slides = slices.Grow(room[:0], len(meant))
	for _, s := range meant {
		held := heldFor(s.holds, s.Slide, a)
		if always(held) {
			continue
		}
		if r, ok := ready(s.Slide); ok {
			one := PlanSlide{Shown: shown(s.Slide, r, a.Street), Valid: s.valid, Exclusive: s.Exclusive, Evergreen: s.Evergreen, Held: held}
			if !s.AtOnce.IsZero() {
				one.AtOnce = s.AtOnce.UnixMilli()
			}
			p.Slides = append(p.Slides, one)
		}
	}
	return p
}
