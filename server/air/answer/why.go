package answer

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/crowd"
)

// Why says why a slide is not on.
type Why string

// The reasons, in the order in which they are given. Those about the slide itself hold on every
// screen.
const (
	NotApproved  Why = "not_approved"
	NoDeadline   Why = "no_deadline" // a countdown that counts to nothing
	NoSetting    Why = "no_setting"  // Key is the setting that it waits for
	NoFigures    Why = "no_figures"  // a board without figures for its view
	OldFigures   Why = "old_figures" // a board whose figures are too old to be shown at all; At is since when
	NoCampaign   Why = "no_campaign" // its campaign is gone
	NotRunning   Why = "not_running" // its campaign was not approved yet, or has ended
	TooLong      Why = "too_long"    // it lasts longer than a loop may
	NotYet       Why = "not_yet"     // At is when its dates, its approval's or its campaign's begin
	Over         Why = "over"        // At is when the first of these ended
	NoScreen     Why = "no_screen"   // no screen that stands somewhere is meant
	NoPool       Why = "no_pool"     // Screens give its campaign's pool no airtime
	OnStreet     Why = "on_street"   // Screens stand in the street, where no video runs
	NoKiosk      Why = "no_kiosk"    // Screens cannot be touched, so they offer no guide
	CrowdedOut   Why = "crowded_out" // kiosks among Screens have as many guides before it as they offer
	NotMade      Why = "not_made"    // what is shown has not been made for Screens yet
	DoesNotFit   Why = "does_not_fit"
	NotCovered   Why = "not_covered"   // Screens are of a size that its approval was not given for, and the checks found there what that does not cover
	NotLooked    Why = "not_looked"    // Screens are of a size that its approval was not given for, and the checks are still at it
	OutsideHours Why = "outside_hours" // of its campaign on Screens; At is when they begin next, zero: never
	Held         Why = "held"          // a hold keeps it off Screens; At is when that ends, zero: when it is lifted
	PreEmpted    Why = "pre_empted"    // exclusive slides go before it on Screens
	LeftOut      Why = "left_out"      // the loop of Screens is as long as it may be
)

// The reasons of one screen alone; see [Snapshot.Moment].
const (
	Elsewhere Why = "elsewhere" // it or its campaign is for other screens
	NotSent   Why = "not_sent"  // of the past: what the screen had been sent did not have it
)

// Reason is one reason why a slide is not on, with what it takes to say it in a sentence.
type Reason struct {
	Why     Why       `json:"why"`
	Key     string    `json:"setting,omitempty"` // its name
	At      time.Time `json:"at,omitzero"`       // zero: no instant
	Screens int       `json:"screens,omitempty"` // on how many it holds; 0: on all

	Size    content.Size `json:"size,omitempty"`     // of screen, that its approval does not cover
	Found   string       `json:"found,omitempty"`    // what the checks found there, in Vietnamese
	FoundEn string       `json:"found_en,omitempty"` // and in English
}

// WhyNot lists why a slide, as the store holds it, is not on at an instant: nothing where it is on
// every screen that it is meant for. Of a slide that is not approved it gives only what the slide
// itself lacks.
func (s *Snapshot) WhyNot(ctx context.Context, slide content.Slide, at time.Time) ([]Reason, error) {
	out, campaign, err := s.anywhere(ctx, slide, at)
	if err != nil || campaign == nil {
		return out, err
	}
	return append(out, s.onScreens(ctx, slide, *campaign, at, len(out) > 0)...), nil
}

// anywhere lists why a slide is on no screen at all at an instant. Its campaign is nil where no
// screen need be looked at.
func (s *Snapshot) anywhere(ctx context.Context, slide content.Slide, at time.Time) ([]Reason, *content.Campaign, error) {
	out, err := s.Lacks(ctx, slide)
	if err != nil {
		return nil, nil, err
	}
	if slide.State != content.Approved {
		return append([]Reason{{Why: NotApproved}}, out...), nil, nil
	}
	campaign, known := s.state.Campaign(slide.Campaign)
	if !known {
		return append(out, Reason{Why: NoCampaign}), nil, nil
	}
	if !campaign.Runs() {
		out = append(out, Reason{Why: NotRunning})
	}
	if slide.Dwell > content.MaxLoop*time.Millisecond {
		out = append(out, Reason{Why: TooLong})
	}
	if dates, wrong := outsideDates(slide, campaign, at); wrong {
		out = append(out, dates)
	}
	return out, &campaign, nil
}

// Lacks lists what a slide waits for that somebody has to enter: a deadline, settings, figures.
func (s *Snapshot) Lacks(ctx context.Context, slide content.Slide) (out []Reason, err error) {
	slide = s.state.Bound(slide)
	if slide.Kind == content.Countdown && slide.Deadline.IsZero() {
		out = append(out, Reason{Why: NoDeadline})
	}
	for _, key := range slide.Needs {
		if s.state.Library.Settings[key] == "" && (key != needDeadline || slide.Kind != content.Countdown) {
			out = append(out, Reason{Why: NoSetting, Key: key})
		}
	}
	if slide.Kind != content.Board {
		return out, nil
	}
	g := s.state
	err = s.store.View(ctx, func(r store.Reader) (err error) {
		g, err = g.WithSlides(ctx, r, slide)
		return err
	})
	if err != nil {
		return nil, err
	}
	id := slide.BoardName()
	rows := s.draw.Rows(id, g)
	l := content.Library{Boards: map[string][]content.View{id: rows.Views}}
	switch {
	case l.Figured(slide):
	case !rows.Gone.IsZero() && !g.Now.Before(rows.Gone):
		out = append(out, Reason{Why: OldFigures, At: rows.Gone})
	default:
		out = append(out, Reason{Why: NoFigures})
	}
	return out, nil
}

// needDeadline is what a countdown of the starter campaign names until it has its deadline.
const needDeadline = "deadline"

// outsideDates says whether an instant is outside of the dates of a slide, its approval or its
// campaign.
func outsideDates(s content.Slide, c content.Campaign, at time.Time) (Reason, bool) {
	for _, span := range [][2]time.Time{{s.Valid.From, s.Valid.Until}, {s.Approval.Valid.From, s.Approval.Valid.Until}, {c.Valid.From, c.Valid.Until}} {
		if until := span[1]; !until.IsZero() && !at.Before(until) {
			return Reason{Why: Over, At: until}, true
		}
	}
	latest := slices.MaxFunc([]time.Time{s.Valid.From, s.Approval.Valid.From, c.Valid.From}, time.Time.Compare)
	return Reason{Why: NotYet, At: latest}, at.Before(latest)
}

// onScreens lists what keeps a slide off some of the screens that it is meant for; blocked says
// that something else keeps it off all of them.
func (s *Snapshot) onScreens(ctx context.Context, slide content.Slide, c content.Campaign, at time.Time, blocked bool) []Reason {
	count, next, found := map[Why]int{}, soonest{}, uncoveredOn(nil)
	meant := 0
	for key, one := range s.crowds.ByKey {
		if !one.Audience.Wants(c.Targets) || !slide.For(one.Audience) {
			continue
		}
		meant += len(one.Members)
		if slide.Kind == content.Guide {
			count[NoKiosk] += s.untouchable(one)
			kiosks := len(one.Members) - s.untouchable(one)
			if until, held := s.state.Library.HeldUntil(slide, one.Audience, at); held {
				count[Held] += kiosks
				next.earlier(Held, until)
			} else if !blocked && s.state.Offers.CrowdedOut(slide.ID, one.Audience, at) {
				count[CrowdedOut] += kiosks
			}
			continue
		}
		planned := func() planOn { return planOnAt(s.plan(ctx, key, one), at) }
		why, back := s.keptOff(one.Audience, planned, slide, c, at, blocked)
		if of, off := uncovered(s, one.Audience, slide); off && why == of.Why {
			found.add(of, len(one.Members))
			continue
		}
		count[why] += len(one.Members)
		next.earlier(why, back)
	}
	if meant == 0 {
		return []Reason{{Why: NoScreen}}
	}
	out := found.sorted()
	for _, why := range []Why{NoPool, OnStreet, NoKiosk, Held, NotMade, NotLooked, DoesNotFit, OutsideHours, PreEmpted, LeftOut, CrowdedOut} {
		if n := count[why]; n > 0 {
			out = append(out, Reason{Why: why, At: next[why], Screens: n})
		}
	}
	return out
}

// soonest is when the first screen has a slide back, by what keeps it off.
type soonest map[Why]time.Time

func (s soonest) earlier(why Why, at time.Time) {
	if old, known := s[why]; !at.IsZero() && (!known || at.Before(old)) {
		s[why] = at
	}
}

// planOn is the plan of an audience, and the slides of it that are to take turns at an instant.
type planOn struct {
	content.Plan
	on      map[string]bool
	leftOut []string
}

func planOnAt(plan content.Plan, at time.Time) planOn {
	out := planOn{Plan: plan, on: map[string]bool{}}
	on, leftOut, _ := plan.On(at) // of a time zone that is unknown it has none
	for _, id := range on {
		out.on[id] = true
	}
	out.leftOut = leftOut
	return out
}

// keptOff is what keeps a slide off the screens of an audience that it is meant for; "": nothing of
// theirs. back is when it may be on there again; the zero time where that is not known.
func (s *Snapshot) keptOff(
	a content.Audience, planned func() planOn, slide content.Slide, c content.Campaign, at time.Time, blocked bool,
) (why Why, back time.Time) {
	zone, err := content.Zone(a.Zone)
	until, held := s.state.Library.HeldUntil(slide, a, at)
	switch {
	case err != nil:
		return "", back // it gets no programme at all, which its own page says
	case !slices.ContainsFunc(a.Pools, func(p content.Pool) bool { return p.ID == c.Pool }):
		return NoPool, back
	case slide.Kind == content.Video && a.Street:
		return OnStreet, back
	case held:
		return Held, until
	case blocked:
		return "", back // whether it would fit is only known of what is cleared
	}
	if of, off := uncovered(s, a, slide); off {
		return of.Why, back
	}
	plan := planned()
	if !slices.ContainsFunc(plan.Slides, func(p content.PlanSlide) bool { return p.ID == slide.ID }) {
		if slide.Kind.LaidOut() {
			return DoesNotFit, back
		}
		return NotMade, back
	}
	if !c.Hours.Always() && !c.Hours.Contains(at, zone) {
		back, _ = c.Hours.Next(at, zone)
		return OutsideHours, back
	}
	switch {
	case slices.Contains(plan.leftOut, slide.ID):
		return LeftOut, back
	case !plan.on[slide.ID]:
		return PreEmpted, back
	}
	return "", back
}

// untouchable is how many screens of an audience are no kiosks.
func (s *Snapshot) untouchable(c *crowd.Crowd) (n int) {
	for code := range c.Members {
		if s.crowds.Stands[code].Place.Kind != content.Kiosk {
			n++
		}
	}
	return n
}
