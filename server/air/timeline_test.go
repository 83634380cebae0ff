package air

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
	"ngatu/server/air/draw"
)

// edit changes something of what is on at random.
func edit(ctx context.Context, tx *store.Tx, dice *rand.Rand) error {
	soon := func() time.Time { return time.Now().Add(time.Duration(dice.IntN(30*24*60)-24*60) * time.Minute) }
	switch n := dice.IntN(6); n {
	case 0:
		c := content.Campaign{ID: fmt.Sprint("c", dice.IntN(3)), Pool: "city", Weight: 1 + dice.IntN(4), Order: dice.IntN(3)}
		if dice.IntN(3) == 0 {
			c.Percent = 1 + dice.IntN(100)
		}
		if dice.IntN(6) == 0 {
			c.Stage = content.Ended
		}
		if dice.IntN(2) == 0 {
			c.Hours.Parts = []hours.Part{{From: hours.Clock(dice.IntN(1440)), Until: hours.Clock(dice.IntN(1440))}}
		}
		return tx.PutCampaign(ctx, c)
	case 1:
		from := soon()
		h := content.Hold{ID: fmt.Sprint("h", dice.IntN(1000)), Scope: content.HoldSlide, Slide: fmt.Sprint("s", dice.IntN(12))}
		h.Span = hours.Span{From: from, Until: from.Add(time.Duration(1+dice.IntN(5000)) * time.Minute)}
		if h, err := content.SetHold(h, "an", tx.Time()); err == nil {
			return tx.PutHold(ctx, h)
		}
		return nil
	case 2:
		s := screen("HK-1")
		s.Places[0].Open = hours.Set{Parts: []hours.Part{{From: hours.Clock(dice.IntN(600)), Until: hours.Clock(700 + dice.IntN(700))}}}
		return tx.PutScreen(ctx, s)
	default:
		s := notice(fmt.Sprint("s", dice.IntN(12)), "Cài đặt iHanoi")
		s.Campaign, s.Exclusive, s.Evergreen = fmt.Sprint("c", dice.IntN(3)), dice.IntN(9) == 0, dice.IntN(5) == 0
		s.Dwell, s.Order = time.Duration(8+dice.IntN(60))*time.Second, dice.IntN(5)
		if dice.IntN(2) == 0 {
			s.Valid.From = soon()
			s.Valid.Until = s.Valid.From.Add(time.Duration(1+dice.IntN(20_000)) * time.Minute)
		}
		return tx.PutSlide(ctx, s)
	}
}

// What the timeline says of an instant is what the player shows then by the programme that it was
// sent, whatever people plan and change, for thirty days.
func TestTheTimelineIsWhatPlayersShow(t *testing.T) {
	dice := rand.New(rand.NewPCG(17, uint64(time.Now().UnixNano())))
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1"), screen("HK-2")); err != nil {
			return err
		}
		for i := range 3 {
			if err := tx.PutCampaign(ctx, content.Campaign{ID: fmt.Sprint("c", i), Pool: "city", Weight: 1}); err != nil {
				return err
			}
		}
		return nil
	})
	for round := range 8 {
		r.change(func(ctx context.Context, tx *store.Tx) error {
			for range 6 {
				if err := edit(ctx, tx, dice); err != nil {
					return err
				}
			}
			return nil
		})
		r.calm()
		s := r.snapshot()
		r.mu.Lock()
		stand := r.scene.Crowds.Stands["HK-1"]
		r.mu.Unlock()
		sent, err := r.store.NewestFrame(t.Context(), protocol.TypeProgramme, stand.Key)
		if err != nil {
			t.Fatal(err)
		}
		var p content.Programme
		if err := sent.Open(&p); err != nil {
			t.Fatal(err)
		}
		from := time.Now()
		_, _, week := draw.Window(from, area.Local, stand.Key)
		line, err := s.Timeline(t.Context(), "HK-1", from, from.AddDate(0, 0, 30))
		if err != nil || line[0].From.Sub(from).Abs() > time.Second {
			t.Fatalf("the timeline is %+v, %v", line, err)
		}
		for i, one := range line {
			if i > 0 && one.From.Sub(line[i-1].Until).Abs() > time.Millisecond {
				t.Fatalf("round %d: after %v comes %v", round, line[i-1].Until, one.From)
			}
			long := one.Until.Sub(one.From)
			for _, after := range []time.Duration{0, long / 2, time.Duration(dice.Int64N(int64(long))), long - time.Millisecond} {
				at := one.From.Add(after.Truncate(time.Millisecond))
				checkInstant(t, s, &p, one, at, at.Before(week))
			}
		}
	}
}

// checkInstant holds an instant of a timeline against what a player shows by its programme; exact
// says that it is the programme of that instant's week.
func checkInstant(t *testing.T, s *answer.Snapshot, p *content.Programme, in answer.Stretch, at time.Time, exact bool) {
	t.Helper()
	slot, shown := p.At(at.UnixMilli()), ""
	if slot.Slide >= 0 {
		shown = p.Slides[slot.Slide].ID
	}
	if shown == "" && len(in.Parts) > 0 || shown != "" && !slices.ContainsFunc(in.Parts, func(part content.Part) bool { return part.ID == shown }) {
		t.Fatalf("at %v the player shows %q, and the timeline has %+v", at, shown, in)
	}
	on, err := s.On(t.Context(), "HK-1", at)
	if err != nil || on.Closed != in.Closed || on.Exclusive != in.Exclusive {
		t.Fatalf("at %v: %+v, %v; the timeline says %+v", at, on, err, in)
	}
	if exact && (on.Slide != shown || shown != "" && on.Until.UnixMilli() != slot.End) {
		t.Fatalf("at %v it is said to show %+v; the player shows %q until %d", at, on, shown, slot.End)
	}
}

// What is answered for all screens at once is what is answered for each.
func TestEverywhereIsWhatEachScreenShows(t *testing.T) {
	dice := rand.New(rand.NewPCG(4, 2))
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		later := screen("HK-3", func(p *content.Place) { p.From = time.Now().Add(100 * time.Hour) })
		hall := screen("SANH-1", func(p *content.Place) { p.Venue, p.Zone = content.Reception, "America/New_York" })
		if err := putScreens(ctx, tx, screen("HK-1"), screen("HK-2"), later, hall); err != nil {
			return err
		}
		for range 60 {
			if err := edit(ctx, tx, dice); err != nil {
				return err
			}
		}
		return nil
	})
	s := r.snapshot()
	for range 60 {
		at := time.Now().Add(time.Duration(dice.IntN(40*24*60)-5*24*60) * time.Minute)
		all, err := s.Everywhere(t.Context(), at)
		if err != nil || len(all) != 4 {
			t.Fatalf("%d screens, %v", len(all), err)
		}
		for code, on := range all {
			one, err := s.On(t.Context(), code, at)
			if on.Slide == "" { // how long nothing is on is not worked out for all
				on.Until, one.Until = time.Time{}, time.Time{}
			}
			if err != nil || on != one {
				t.Errorf("%s at %v: %+v among all, %+v alone (%v)", code, at, on, one, err)
			}
		}
	}
}

// For every slide that there is a screen's page can say why it is on there, or why not.
func TestWhyEachSlideIsOnOneScreen(t *testing.T) {
	draft, elsewhere, clip := notice("draft", "Nháp"), notice("elsewhere", "Nơi khác"), notice("clip", "")
	draft.State = content.Draft
	elsewhere.Targets = []content.Target{{Area: "2024-11/007"}}
	clip.Kind, clip.Style, clip.Medium = content.Video, "", content.DigestOf([]byte("x"))
	soon := notice("soon", "Sắp tới")
	soon.Valid.From = time.Now().Add(30 * time.Hour)
	guide := notice("guide", "")
	guide.Kind, guide.Style = content.Guide, ""
	night := notice("night", "Đêm")
	night.Campaign = "never"
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "never", Pool: "city", Weight: 1, Hours: closedNow()}); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), notice("b", "Gọi 1022"), draft, elsewhere, clip, soon, guide, night)
	})
	at := time.Now().Add(time.Minute)
	m, err := r.snapshot().Moment(t.Context(), "HK-1", at)
	if err != nil || !m.Stands || m.Slide != "a" && m.Slide != "b" {
		t.Fatalf("%+v, %v", m, err)
	}
	want := map[string]answer.Why{
		"a": "", "b": "", "draft": answer.NotApproved, "elsewhere": answer.Elsewhere, "clip": answer.OnStreet, "soon": answer.NotYet,
		"guide": answer.NoKiosk, "night": answer.OutsideHours,
	}
	for _, one := range m.Slides {
		why, known := want[one.ID]
		delete(want, one.ID)
		if !known || one.Turns != (why == "") || why != "" && (len(one.Why) != 1 || one.Why[0].Why != why) {
			t.Errorf("%+v, want %q", one, why)
		}
		if one.Turns && (one.Time <= 0 || one.Round <= one.Time) {
			t.Errorf("%s has %d of %d ms", one.ID, one.Time, one.Round)
		}
	}
	if len(want) > 0 {
		t.Errorf("nothing is said of %v", want)
	}
	if later, err := r.snapshot().Moment(t.Context(), "HK-1", time.Now().Add(31*time.Hour)); err != nil || !slices.ContainsFunc(later.Slides, func(s answer.Standing) bool { return s.ID == "soon" && s.Turns }) {
		t.Errorf("in 31 hours: %+v, %v", later, err)
	}
	cut := notice("cut", "Khai mạc")
	cut.Exclusive = true
	r.put(cut)
	m, err = r.snapshot().Moment(t.Context(), "HK-1", at)
	if err != nil || m.Slide != "cut" || !m.Exclusive || m.Slides[0].ID != "cut" {
		t.Errorf("with an exclusive slide: %+v, %v", m, err)
	}
	if i := slices.IndexFunc(m.Slides, func(s answer.Standing) bool { return s.ID == "a" }); m.Slides[i].Why[0].Why != answer.PreEmpted {
		t.Errorf("with an exclusive slide: %+v", m.Slides[i])
	}
	for text, want := range map[string]bool{"": false, "2024-11-20 18:30": true, "2999-01-01T00:00:05+07:00": false} {
		told, err := r.snapshot().Ask(t.Context(), "HK-1", text)
		if err != nil || told.Past != want || len(told.Screens) != 1 || len(told.Screens[0].Slides) < 8 {
			t.Errorf("asked for %q: %+v, %v", text, told, err)
		}
	}
	if told, err := r.snapshot().Ask(t.Context(), "", ""); err != nil || len(told.Screens) != 1 || told.Screens[0].Slide != "cut" || told.Screens[0].Slides != nil {
		t.Errorf("of all screens: %+v, %v", told, err)
	}
	if _, err := r.snapshot().Ask(t.Context(), "HK-1", "tối nay"); content.CodeOf(err) != content.Invalid {
		t.Errorf("of an instant that cannot be read: %v", err)
	}
}
