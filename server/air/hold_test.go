package air

import (
	"context"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
)

// off sets a hold, as one person does it.
func (r *rig) off(h content.Hold, change ...func(h *content.Hold, now time.Time)) content.Hold {
	r.t.Helper()
	r.change(func(ctx context.Context, tx *store.Tx) (err error) {
		for _, do := range change {
			do(&h, tx.Time())
		}
		if h, err = content.SetHold(h, "an", tx.Time()); err != nil {
			return err
		}
		return tx.PutHold(ctx, h)
	})
	return h
}

// lift ends a hold early.
func (r *rig) lift(h content.Hold) {
	r.t.Helper()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		h, err := content.AskLift(h, "an", tx.Time())
		if err == nil {
			h, err = content.Lift(h, "binh", tx.Time(), false)
		}
		if err != nil {
			return err
		}
		return tx.PutHold(ctx, h)
	})
}

// turns are the slides that take turns in a programme frame now.
func turns(t *testing.T, f protocol.Frame, at time.Time) (out []string) {
	t.Helper()
	var p content.Programme
	if err := f.Open(&p); err != nil || f.Type != protocol.TypeProgramme {
		t.Fatalf("a %s: %v", f.Type, err)
	}
	return slices.Sorted(slices.Values(p.Turns(at.UnixMilli())))
}

func sober(s content.Slide) content.Slide {
	s.Sober = true
	return s
}

// A hold for a district is for its screens alone, and does not wait for the second that keeps
// programmes apart; lifted, everything is back.
func TestAHoldOfADistrict(t *testing.T) {
	far := func(p *content.Place) { p.Area, p.Areas = "2024-11/001", []string{"2024-11/001", "2024-11/01"} }
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1"), screen("FAR", far)); err != nil {
			return err
		}
		return putSlides(ctx, tx, sober(notice("a", "Cài đặt iHanoi")), notice("b", "Gọi 1022"))
	})
	here, there := r.join("HK-1"), r.join("FAR")
	here.some(2)
	there.some(2)
	r.calm()
	h := r.off(content.Hold{ID: "h", Scope: content.HoldNotSober, Area: "2024-11/006"}, func(h *content.Hold, now time.Time) {
		h.Span.Until = now.Add(time.Hour)
	})
	got := only(here.some(2), protocol.TypeProgramme)
	if now := time.Now(); len(got) != 1 || !slices.Equal(turns(t, got[0], now), []string{"a"}) || !slices.Equal(turns(t, got[0], h.Span.Until), []string{"a", "b"}) {
		t.Errorf("where the hold is: %s", types(got))
	}
	if got := there.rest(); len(got) != 0 {
		t.Errorf("elsewhere the hold brings %s", types(got))
	}
	if why := r.why(notice("b", "Gọi 1022")); len(why) != 1 || why[0].Why != answer.Held || !why[0].At.Equal(h.Span.Until) || why[0].Screens != 1 {
		t.Errorf("why it is not on: %+v", why)
	}
	onlyFar := notice("b", "Gọi 1022")
	onlyFar.Targets = []content.Target{{Area: "2024-11/001"}}
	if term := answer.Term(r.snapshot(), notice("b", "Gọi 1022"), time.Now()); len(term.Held) != 1 || term.Held[0].ID != "h" {
		t.Errorf("its term is %+v", term)
	}
	if term := answer.Term(r.snapshot(), onlyFar, time.Now()); len(term.Held) != 0 {
		t.Errorf("the hold is not for its screens: %+v", term)
	}
	r.calm()
	r.lift(h)
	if got := only(here.some(2), protocol.TypeProgramme); len(got) != 1 || !slices.Equal(turns(t, got[0], time.Now()), []string{"a", "b"}) {
		t.Errorf("after it was lifted: %s", types(got))
	}
}

// What is taken off by a hold is gone at once, whatever went out a moment ago; one that comes back
// by itself needs no change.
func TestAHoldDoesNotWait(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt iHanoi"), notice("b", "Gọi 1022"))
	})
	e := r.join("HK-1")
	e.some(2)
	n := 0
	took := soonest(func() time.Duration {
		n++
		r.calm()
		r.put(notice("c", "Tin mới "+string(rune('a'+n))))
		e.next()
		before := r.sent()
		until := time.Now().Add(time.Hour)
		h := r.off(content.Hold{ID: "h" + string(rune('a'+n)), Scope: content.HoldSlide, Slide: "b", Span: hours.Span{Until: until}})
		f := e.next()
		if slices.Contains(turns(t, f, time.Now()), "b") || !slices.Contains(turns(t, f, until), "b") {
			t.Errorf("b is held until %s, and there take turns %v, then %v", until, turns(t, f, time.Now()), turns(t, f, until))
		}
		took := r.sent().Sub(before)
		r.lift(h)
		e.next()
		return took
	})
	if took >= pace {
		t.Errorf("a hold waited %v", took)
	}
}

// A hold in the future is in the programme beforehand: at its beginning and its end nothing is
// sent.
func TestAHoldInTheFutureNeedsNoChange(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, sober(notice("a", "Cài đặt iHanoi")), notice("b", "Gọi 1022"))
	})
	e := r.join("HK-1")
	e.some(2)
	r.calm()
	h := r.off(content.Hold{ID: "h", Scope: content.HoldNotSober}, func(h *content.Hold, now time.Time) {
		h.Span.From = now.Add(2 * time.Second)
		h.Span.Until = h.Span.From.Add(time.Second)
	})
	f, from := e.next(), h.Span.From
	if got := turns(t, f, from); !slices.Equal(got, []string{"a"}) {
		t.Errorf("while it holds: %v", got)
	}
	for _, at := range []time.Time{from.Add(-2 * time.Millisecond), h.Span.Until.Add(time.Millisecond)} {
		if got := turns(t, f, at); !slices.Equal(got, []string{"a", "b"}) {
			t.Errorf("at %s: %v", at, got)
		}
	}
	time.Sleep(time.Until(h.Span.Until.Add(300 * time.Millisecond)))
	if got := e.rest(); len(got) != 0 {
		t.Errorf("time alone brings %s", types(got))
	}
	if on, err := r.snapshot().On(t.Context(), "HK-1", from.Add(500*time.Millisecond)); err != nil || on.Slide != "a" {
		t.Errorf("on at an instant of the hold: %+v, %v", on, err)
	}
}

// Kiosks stop to offer a guide that is held, and offer it again, without any change.
func TestAGuideIsHeldForATime(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("K", kiosk)); err != nil {
			return err
		}
		return putGuides(ctx, tx, sober(guideSlide("sober", 1)), guideSlide("feast", 2))
	})
	if got := r.guides("K"); !slices.Equal(got, []string{"sober", "feast"}) {
		t.Fatalf("at first the kiosk offers %v", got)
	}
	e := r.join("K")
	e.some(2)
	r.off(content.Hold{ID: "h", Scope: content.HoldNotSober, Area: "2024-11/006"}, func(h *content.Hold, now time.Time) {
		h.Span.Until = now.Add(4 * time.Second)
	})
	offers := func() int {
		for {
			f := e.next()
			var s protocol.Screen
			if f.Type == protocol.TypeScreen && f.Open(&s) == nil {
				return len(s.Guides)
			}
		}
	}
	if held, back := offers(), offers(); held != 1 || back != 2 {
		t.Errorf("the kiosk offers %d guides while one is held, then %d", held, back)
	}
	if got := r.guides("K"); !slices.Equal(got, []string{"sober", "feast"}) {
		t.Errorf("at last the kiosk offers %v", got)
	}
}

// Also a server that is held because its data were set back takes off what people take off, for an
// area too.
func TestAHoldWorksAfterASetBack(t *testing.T) {
	for where, area := range map[string]string{"everywhere": "", "in one district": "2024-11/006"} {
		t.Run(where, func(t *testing.T) { afterASetBack(t, area) })
	}
}

func afterASetBack(t *testing.T, area string) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Gọi 1022"), notice("b", "Gọi 113"))
	})
	e := r.join("HK-1")
	e.some(2)
	r.hold(time.Now().UnixMilli())
	r.off(content.Hold{ID: "h", Scope: content.HoldSlide, Slide: "b", Area: area})
	got := only(e.some(1), protocol.TypeProgramme)
	if len(got) != 1 || !slices.Equal(ids(t, got[0]), []string{"a"}) {
		t.Errorf("taken off while the server is held: %s", types(got))
	}
}
