package content

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ngatu/content/hours"
)

var noonOf = local("2024-11-26 12:00")

func TestSettingAHold(t *testing.T) {
	day := hours.Span{Until: noonOf.AddDate(0, 0, 1)}
	for what, c := range map[string]struct {
		hold Hold
		code Code
	}{
		"a slide, until it is lifted":  {Hold{Scope: HoldSlide, Slide: "a"}, ""},
		"no slide named":               {Hold{Scope: HoldSlide}, Invalid},
		"a slide beside another scope": {Hold{Scope: HoldInstalls, Slide: "a"}, Invalid},
		"nothing":                      {Hold{}, Invalid},
		"mourning":                     {Hold{Scope: HoldNotSober, Span: day, Area: "2024-11/001"}, ""},
		"mourning without an end":      {Hold{Scope: HoldNotSober}, Invalid},
		"installs":                     {Hold{Scope: HoldInstalls}, ""},
		"an end that has passed":       {Hold{Scope: HoldInstalls, Span: hours.Span{Until: noonOf}}, Invalid},
		"an end before the beginning":  {Hold{Scope: HoldInstalls, Span: hours.Span{From: noonOf.AddDate(0, 0, 2), Until: day.Until}}, Invalid},
		"a reason that is too long":    {Hold{Scope: HoldInstalls, Why: string(make([]rune, MaxWhy+1))}, TooLarge},
	} {
		h, err := SetHold(c.hold, "an", noonOf)
		if CodeOf(err) != c.code {
			t.Errorf("%s: %v", what, err)
		}
		if err == nil && (h.By != "an" || !h.At.Equal(noonOf)) {
			t.Errorf("%s: set by %q at %s", what, h.By, h.At)
		}
	}
	h, err := SetHold(Hold{Scope: HoldInstalls, Span: hours.Span{From: noonOf.Add(-time.Hour)}}, "an", noonOf)
	if err != nil || !h.Span.From.IsZero() || !h.Begins().Equal(noonOf) || !h.On(noonOf) || h.On(noonOf.Add(-1)) {
		t.Errorf("a beginning that has passed: %+v, %v", h, err)
	}
}

func TestLiftingTakesTwo(t *testing.T) {
	set := must(SetHold(Hold{Scope: HoldNotSober, Span: hours.Span{Until: noonOf.AddDate(0, 0, 2)}}, "an", noonOf))
	later := noonOf.Add(time.Hour)
	if _, err := Lift(set, "binh", later, false); CodeOf(err) != Conflict {
		t.Errorf("nobody asked: %v", err)
	}
	asked := must(AskLift(set, "an", later))
	if _, err := AskLift(asked, "chi", later); CodeOf(err) != Conflict {
		t.Errorf("asked twice: %v", err)
	}
	if _, err := Lift(asked, "an", later, false); CodeOf(err) != Denied {
		t.Errorf("whoever asked confirms: %v", err)
	}
	if one := must(Lift(asked, "an", later, true)); one.Ended.By != "an" || one.On(later) {
		t.Errorf("the only account: %+v", one)
	}
	lifted := must(Lift(asked, "binh", later, false))
	if lifted.On(later) || lifted.Bears(later) || !asked.On(later) {
		t.Error("lifted, and still on; or only asked for, and off")
	}
	if kept := must(KeepHold(asked, later)); kept != set {
		t.Errorf("the wish was taken back: %+v", kept)
	}
	for what, err := range map[string]error{
		"ask":     second(AskLift(lifted, "an", later)),
		"keep":    second(KeepHold(lifted, later)),
		"lift":    second(Lift(lifted, "chi", later, true)),
		"prolong": second(Prolong(lifted, later.AddDate(0, 0, 9), later)),
		"late":    second(AskLift(set, "an", set.Span.Until)),
	} {
		if CodeOf(err) != Conflict {
			t.Errorf("%s after its end: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestAHoldIsOnlyProlonged(t *testing.T) {
	until := noonOf.AddDate(0, 0, 2)
	set := must(SetHold(Hold{Scope: HoldInstalls, Span: hours.Span{Until: until}}, "an", noonOf))
	if longer := must(Prolong(set, until.Add(1), noonOf)); !longer.On(until) {
		t.Error("prolonged, and over at its former end")
	}
	if open := must(Prolong(set, time.Time{}, noonOf)); !open.On(until.AddDate(1, 0, 0)) {
		t.Error("until it is lifted, and over after a year")
	}
	mourning := must(SetHold(Hold{Scope: HoldNotSober, Span: hours.Span{Until: until}}, "an", noonOf))
	for what, err := range map[string]error{
		"shorter":                    second(Prolong(set, until.Add(-1), noonOf)),
		"the same":                   second(Prolong(set, until, noonOf)),
		"mourning, without an end":   second(Prolong(mourning, time.Time{}, noonOf)),
		"one that has no end at all": second(Prolong(must(SetHold(Hold{Scope: HoldInstalls}, "an", noonOf)), until, noonOf)),
	} {
		if CodeOf(err) != Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWhatAHoldKeepsWhere(t *testing.T) {
	district := Target{Area: "2024-11/001"}
	inside := Place{Areas: []string{"2024-11/00004", "2024-11/001", "2024-11/01"}}
	outside := Place{Areas: []string{"2024-11/002", "2024-11/01"}}
	notice := func(id string, sober, evergreen bool) Slide {
		return Slide{ID: id, Campaign: "c", Kind: Notice, State: Approved, Sober: sober, Evergreen: evergreen}
	}
	slides := []Slide{
		notice("feast", false, false), notice("sober", true, false), notice("ever", false, true),
		{ID: "code", Campaign: "c", Kind: Install, State: Approved, Sober: true},
	}
	for what, c := range map[string]struct {
		hold            Hold
		inside, outside []string
	}{
		"no hold":            {Hold{}, []string{"code", "ever", "feast", "sober"}, []string{"code", "ever", "feast", "sober"}},
		"taken off there":    {Hold{Scope: HoldSlide, Slide: "feast", Area: district.Area}, []string{"code", "ever", "sober"}, []string{"code", "ever", "feast", "sober"}},
		"taken off":          {Hold{Scope: HoldSlide, Slide: "feast"}, []string{"code", "ever", "sober"}, []string{"code", "ever", "sober"}},
		"mourning there":     {Hold{Scope: HoldNotSober, Area: district.Area}, []string{"code", "sober"}, []string{"code", "ever", "feast", "sober"}},
		"no installs at all": {Hold{Scope: HoldInstalls}, []string{"ever", "feast", "sober"}, []string{"ever", "feast", "sober"}},
	} {
		l := Library{Campaigns: []Campaign{{ID: "c", Pool: "city", Weight: 1}}, Slides: slices.Clone(slides)}
		if c.hold.Scope != "" {
			l.Holds = []Hold{c.hold}
		}
		for where, want := range map[*Place][]string{&inside: c.inside, &outside: c.outside} {
			plan := PlanFor(AudienceOf(*where, l.Targets()), l, func(*Slide) (Ready, bool) { return Ready{}, true })
			var got []string
			for _, s := range plan.Slides {
				got = append(got, s.ID)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, at %s: %v, not %v", what, where.Areas[0], got, want)
			}
		}
	}
}

// Guides are held as slides are.
func TestGuidesAreHeld(t *testing.T) {
	at := noonOf
	l := Library{
		Campaigns: []Campaign{{ID: "c"}},
		Slides:    []Slide{{ID: "sober", Campaign: "c", Kind: Guide, State: Approved, Sober: true}, {ID: "feast", Campaign: "c", Kind: Guide, State: Approved}},
		Holds:     []Hold{{Scope: HoldNotSober, Area: "2024-11/001", Span: hours.Span{From: at, Until: at.Add(time.Hour)}}},
	}
	there := AudienceOf(Place{Areas: []string{"2024-11/001"}}, l.Targets())
	offered := func(a Audience, at time.Time) (out []string) {
		for _, o := range l.Offers() {
			if o.For(a, at) {
				out = append(out, o.Slide.ID)
			}
			if !o.Ever(a) {
				t.Errorf("%s is never offered", o.Slide.ID)
			}
		}
		return out
	}
	both, one := []string{"feast", "sober"}, []string{"sober"}
	for when, want := range map[time.Time][]string{at.Add(-1): both, at: one, at.Add(time.Hour - 1): one, at.Add(time.Hour): both} {
		if got := offered(there, when); !slices.Equal(got, want) {
			t.Errorf("at %s the kiosk offers %v, not %v", when, got, want)
		}
		if got := offered(Audience{}, when); !slices.Equal(got, both) {
			t.Errorf("elsewhere at %s: %v", when, got)
		}
	}
}

// anyHolds draws holds over the slides of a plan, in the tests' week and beside it.
func anyHolds(t *rapid.T, p *Plan) (holds []Hold) {
	for range rapid.IntRange(1, 4).Draw(t, "holds") {
		from := monday.Add(time.Duration(rapid.IntRange(-9000, 9000).Draw(t, "from")) * time.Minute)
		h := Hold{Scope: HoldNotSober, Span: hours.Span{From: from, Until: from.Add(time.Duration(rapid.IntRange(1, 6000).Draw(t, "length")) * time.Minute)}}
		if len(p.Slides) > 0 && rapid.Bool().Draw(t, "one slide") {
			h.Scope, h.Slide = HoldSlide, p.Slides[rapid.IntRange(0, len(p.Slides)-1).Draw(t, "which")].ID
			if rapid.IntRange(0, 3).Draw(t, "open") == 0 {
				h.Span.Until = time.Time{}
			}
		}
		if rapid.Bool().Draw(t, "at once") {
			h.Span.From = time.Time{}
		}
		holds = append(holds, h)
	}
	return holds
}

// A held slide is never on while it is held, also where only what is true on any day may be shown;
// and at every instant at which nothing is held, what is on is what would be on without holds.
func TestAHeldSlideIsNeverOnAndEverythingComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		until := monday.AddDate(0, 0, 7)
		before, _, err := Resolve(plan, monday, until)
		if err != nil {
			t.Fatal(err)
		}
		free := plan
		plan.Slides = slices.Clone(plan.Slides)
		holds, sober := anyHolds(t, &plan), map[string]bool{}
		for i := range plan.Slides {
			s := Slide{ID: plan.Slides[i].ID, Sober: rapid.Bool().Draw(t, "sober")}
			sober[s.ID] = s.Sober
			plan.Slides[i].Held = heldFor(holds, &s, Audience{})
		}
		held := func(id string, at int64) bool {
			return slices.ContainsFunc(holds, func(h Hold) bool {
				return h.Keeps(Slide{ID: id, Sober: sober[id]}) && h.Span.Contains(time.UnixMilli(at))
			})
		}
		p, _, err := Resolve(plan, monday, until)
		if err != nil {
			t.Fatal(err)
		}
		look := []int64{rapid.Int64Range(monday.UnixMilli(), until.UnixMilli()+3*day).Draw(t, "at")}
		for _, h := range holds {
			for _, border := range []time.Time{h.Span.From, h.Span.Until} {
				if !border.IsZero() {
					look = append(look, border.UnixMilli()-1, border.UnixMilli(), border.UnixMilli()+1)
				}
			}
		}
		for _, at := range look {
			if at < p.From {
				continue // a programme is for the time from its window on
			}
			for _, id := range p.Turns(at) {
				if held(id, at) {
					t.Fatalf("%s takes turns at %d", id, at)
				}
			}
			if slot := p.At(at); slot.Slide >= 0 && held(p.Slides[slot.Slide].ID, at) {
				t.Fatalf("%s is on at %d", p.Slides[slot.Slide].ID, at)
			}
			if at >= p.Until || slices.ContainsFunc(plan.Slides, func(s PlanSlide) bool { return held(s.ID, at) }) {
				continue
			}
			ids := func(some []string) []string { return slices.Sorted(slices.Values(some)) }
			if back, was := ids(p.Turns(at)), ids(before.Turns(at)); !slices.Equal(back, was) {
				t.Fatalf("at %d nothing is held, and %v take turns instead of %v", at, back, was)
			}
			now, _, err := free.On(time.UnixMilli(at))
			if again, _, err2 := plan.On(time.UnixMilli(at)); err != nil || err2 != nil || !slices.Equal(now, again) {
				t.Fatalf("at %d: %v and %v, %v %v", at, now, again, err, err2)
			}
		}
	})
}
