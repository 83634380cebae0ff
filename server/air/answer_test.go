package air

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
)

func (r *rig) snapshot() *answer.Snapshot {
	r.t.Helper()
	s, err := r.Snapshot(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// why are the reasons why a slide is not on, with what belongs to them.
func (r *rig) why(s content.Slide) []answer.Reason {
	r.t.Helper()
	why, err := r.snapshot().WhyNot(r.t.Context(), s, time.Now())
	if err != nil {
		r.t.Fatal(err)
	}
	return why
}

// closedNow is closed all of today and tomorrow: the test may run at midnight.
func closedNow() hours.Set {
	now := time.Now()
	return hours.Set{Except: []hours.Exception{{Date: hours.DateOf(now, area.Local)}, {Date: hours.DateOf(now.AddDate(0, 0, 1), area.Local)}}}
}

// What air answers of an instant is what screens were sent for it.
func TestOnIsWhatTheFrameSays(t *testing.T) {
	cut := notice("cut", "Khai mạc")
	cut.Exclusive, cut.Valid = true, hours.Span{From: time.Now().Add(48 * time.Hour), Until: time.Now().Add(50 * time.Hour)}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := oneScreen(ctx, tx); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("b", "Gọi 1022 để được giúp"), cut)
	})
	var p content.Programme
	if err := only(r.join("HK-1").some(2), protocol.TypeProgramme)[0].Open(&p); err != nil {
		t.Fatal(err)
	}
	s := r.snapshot()
	seen := map[string]bool{}
	for i := range 500 {
		at := time.Now().Add(time.Duration(i) * 7 * time.Minute)
		on, err := s.On(t.Context(), "HK-1", at)
		if err != nil || !on.Stands || on.Closed || on.Takeover != "" {
			t.Fatalf("at %v: %+v, %v", at, on, err)
		}
		slot := p.At(at.UnixMilli())
		if want := p.Slides[slot.Slide].ID; on.Slide != want || on.Until.UnixMilli() != slot.End || on.Exclusive != (want == "cut") {
			t.Fatalf("at %v it is said to show %+v; the frame says %s until %d", at, on, want, slot.End)
		}
		seen[on.Slide] = true
	}
	if len(seen) != 3 {
		t.Errorf("within two days only %v were on", seen)
	}
	if _, err := s.On(t.Context(), "NOBODY", time.Now()); content.CodeOf(err) != content.NotFound {
		t.Errorf("of a screen that there is not: %v", err)
	}
}

func TestOnUnderATakeoverAndByNight(t *testing.T) {
	night := closedNow()
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		dark := screen("HK-2", func(p *content.Place) { p.Open = night })
		later := screen("HK-3", func(p *content.Place) { p.From = time.Now().Add(time.Hour) })
		if err := putScreens(ctx, tx, screen("HK-1"), dark, later); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Cài đặt"))
	})
	check := func(code string, after time.Duration, want answer.On) {
		t.Helper()
		on, err := r.snapshot().On(t.Context(), code, time.Now().Add(after))
		if ruled := on.Takeover != ""; on.PressUntil.IsZero() == ruled {
			t.Errorf("%s after %v: the press ends at %v", code, after, on.PressUntil)
		}
		on.From, on.Until, on.PressUntil, on.Campaign, on.Medium, want.Press = time.Time{}, time.Time{}, time.Time{}, "", "", want.Takeover
		if err != nil || on != want {
			t.Errorf("%s after %v: %+v, %v; want %+v", code, after, on, err, want)
		}
	}
	check("HK-1", 0, answer.On{Stands: true, Slide: "a"})
	check("HK-2", 0, answer.On{Stands: true, Slide: "a", Closed: true})
	check("HK-3", 0, answer.On{})
	check("HK-3", 2*time.Hour, answer.On{Stands: true, Slide: "a"})
	put := func(drill bool) {
		r.change(func(ctx context.Context, tx *store.Tx) error {
			one := content.Takeover{ID: "storm", State: content.Approved, Words: content.Words{Head: "Bão"}}
			one, err := content.PutOn(one, "an", tx.Time(), time.Hour, drill)
			if err != nil {
				return err
			}
			return tx.PutTakeover(ctx, one)
		})
	}
	put(true)
	check("HK-1", time.Minute, answer.On{Stands: true, Slide: "a", Takeover: "storm", Drill: true})
	check("HK-2", 0, answer.On{Stands: true, Slide: "a", Takeover: "storm", Drill: true, Closed: true})
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.DeleteTakeover(ctx, "storm") })
	put(false)
	check("HK-2", time.Second, answer.On{Stands: true, Slide: "a", Takeover: "storm"})
	check("HK-1", 2*time.Hour, answer.On{Stands: true, Slide: "a"})
}

// Reach counts what screens are sent: also that a slide does not fit some of them, which no rule
// but the layout knows.
func TestReachIsWhatScreensAreSent(t *testing.T) {
	long := notice("long", "Công dân Thủ đô số đồng hành cùng thành phố, cài đặt và kích hoạt iHanoi ngay hôm nay để được phục vụ nhanh hơn, tốt hơn")
	soon := notice("soon", "Tuần sau")
	soon.Valid.From = time.Now().AddDate(0, 0, 7)
	linked := notice("linked", "Quét mã")
	linked.Needs = []string{content.SettingPublic}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		tiny := screen("HK-9", func(p *content.Place) { p.Canvas = content.Canvas{Width: 32, Height: 16, PitchMM: 10, DistanceM: 10} })
		hall := screen("SANH-1", func(p *content.Place) {
			p.Venue, p.Canvas = content.Reception, content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.6, DistanceM: 3}
		})
		if err := putScreens(ctx, tx, hall, screen("HK-2"), tiny); err != nil {
			return err
		}
		return putSlides(ctx, tx, long, soon, linked)
	})
	sent := map[string]int{}
	for _, code := range []string{"SANH-1", "HK-2", "HK-9"} {
		for _, id := range ids(t, only(r.join(code).some(2), protocol.TypeProgramme)[0]) {
			sent[id]++
		}
	}
	reach := r.snapshot().Reach(t.Context(), time.Now())
	if sent["long"] == 0 || sent["long"] == 3 || reach["long"] != (answer.Reach{Now: sent["long"], Ever: sent["long"]}) {
		t.Errorf("long was sent to %d screens and reaches %+v", sent["long"], reach["long"])
	}
	if got := reach["soon"]; got.Now != 0 || got.Ever != sent["soon"] || got.Ever == 0 {
		t.Errorf("soon was sent to %d screens and reaches %+v", sent["soon"], got)
	}
	if got := reach["linked"]; got != (answer.Reach{}) {
		t.Errorf("what waits for a setting reaches %+v", got)
	}
	first := r.snapshot()
	if r.snapshot() != first {
		t.Error("nothing changed, and it was read again")
	}
	r.put(content.FileGone(long)) // of a number of its own, at once
	if got := r.snapshot().Reach(t.Context(), time.Now())["long"]; got != (answer.Reach{}) {
		t.Errorf("what was taken off reaches %+v", got)
	}
	if got := first.Reach(t.Context(), time.Now())["long"]; got.Ever != sent["long"] {
		t.Errorf("a snapshot changed under whoever has it: %+v", got)
	}
}

// A slide for which a loop of a day has no slot left does not count as on, and says why.
func TestReachOfALoopThatIsFull(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		for i := range 13 {
			s := notice(fmt.Sprintf("s%02d", i), "Gọi 1022")
			s.Order, s.Dwell = i, 2*time.Hour
			if err := tx.PutSlide(ctx, s); err != nil {
				return err
			}
		}
		return putScreens(ctx, tx, screen("HK-1"), screen("HK-2"))
	})
	reach := r.snapshot().Reach(t.Context(), time.Now())
	if first, last := reach["s11"], reach["s12"]; first != (answer.Reach{Now: 2, Ever: 2}) || last != (answer.Reach{Ever: 2}) {
		t.Errorf("the twelfth reaches %+v, the thirteenth %+v", first, last)
	}
	last := notice("s12", "Gọi 1022")
	last.Order, last.Dwell = 12, 2*time.Hour
	if why := r.why(last); len(why) != 1 || why[0].Why != answer.LeftOut || why[0].Screens != 2 {
		t.Errorf("the thirteenth is not on because of %+v", why)
	}
}

func TestWhyASlideIsNotOn(t *testing.T) {
	now := time.Now()
	with := func(id string, change func(*content.Slide)) content.Slide {
		s := notice(id, "Cài đặt iHanoi")
		change(&s)
		return s
	}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1"), screen("HK-2"), screen("SANH-1", func(p *content.Place) { p.Venue = content.Reception })); err != nil {
			return err
		}
		for _, c := range []content.Campaign{
			{ID: "ward", Pool: "ward", Weight: 1},
			{ID: "never", Pool: "city", Weight: 1, Hours: closedNow()},
			{ID: "past", Pool: "city", Weight: 1, Valid: hours.Span{Until: now.Add(-time.Hour)}},
		} {
			if err := tx.PutCampaign(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	later := now.Add(time.Hour).Truncate(time.Millisecond)
	for _, c := range []struct {
		slide content.Slide
		want  []answer.Reason
	}{
		{with("on", func(*content.Slide) {}), nil},
		{with("draft", func(s *content.Slide) { s.State, s.Needs = content.Draft, []string{content.SettingHotline} }), []answer.Reason{{Why: answer.NotApproved}, {Why: answer.NoSetting, Key: content.SettingHotline}}},
		{with("countdown", func(s *content.Slide) { s.Kind, s.Style, s.Needs = content.Countdown, "", []string{"deadline"} }), []answer.Reason{{Why: answer.NoDeadline}}},
		{league("figures"), []answer.Reason{{Why: answer.NoFigures}}},
		{with("gone", func(s *content.Slide) { s.Campaign = "gone" }), []answer.Reason{{Why: answer.NoCampaign}}},
		{with("later", func(s *content.Slide) { s.Valid.From = later }), []answer.Reason{{Why: answer.NotYet, At: later}}},
		{with("past", func(s *content.Slide) { s.Campaign = "past" }), []answer.Reason{{Why: answer.Over, At: now.Add(-time.Hour)}}},
		{with("elsewhere", func(s *content.Slide) { s.Targets = []content.Target{{Area: "2024-11/007"}} }), []answer.Reason{{Why: answer.NoScreen}}},
		{with("ward", func(s *content.Slide) { s.Campaign = "ward" }), []answer.Reason{{Why: answer.NoPool, Screens: 3}}},
		{with("closed", func(s *content.Slide) { s.Campaign = "never" }), []answer.Reason{{Why: answer.OutsideHours, Screens: 3}}},
		{with("clip", func(s *content.Slide) { s.Kind, s.Style, s.Medium = content.Video, "", content.DigestOf([]byte("x")) }), []answer.Reason{{Why: answer.OnStreet, Screens: 2}, {Why: answer.NotMade, Screens: 1}}},
		{with("guide", func(s *content.Slide) { s.Kind, s.Style = content.Guide, "" }), []answer.Reason{{Why: answer.NoKiosk, Screens: 3}}},
	} {
		r.put(c.slide)
		got := r.why(c.slide)
		if !slices.EqualFunc(got, c.want, func(a, b answer.Reason) bool {
			return a.Why == b.Why && a.Key == b.Key && a.Screens == b.Screens && (b.At.IsZero() || a.At.UnixMilli() == b.At.UnixMilli())
		}) {
			t.Errorf("%s: %+v, want %+v", c.slide.ID, got, c.want)
		}
		on := r.snapshot().Reach(t.Context(), time.Now())[c.slide.ID].Now == 3
		if on != (len(got) == 0) {
			t.Errorf("%s: on everywhere %v, reasons %+v", c.slide.ID, on, got)
		}
	}
	r.put(with("cuts-in", func(s *content.Slide) { s.Exclusive = true }))
	if got := r.why(with("on", func(*content.Slide) {})); len(got) != 1 || got[0] != (answer.Reason{Why: answer.PreEmpted, Screens: 3}) {
		t.Errorf("with an exclusive slide: %+v", got)
	}
}
