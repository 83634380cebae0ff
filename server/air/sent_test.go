package air

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
)

// The past is what was sent, whatever has become of it since: a slide that is deleted, a takeover
// that is over and put on again elsewhere, a hold that was lifted. What comes is worked out.
func TestThePastIsWhatWasSent(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1"), screen("HK-2", func(p *content.Place) { p.Areas = []string{"2024-11/002", "2024-11/01"} })); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("gone", "Tấm sẽ xóa"))
	})
	r.calm()
	first := time.Now()
	one := storm()
	r.change(func(ctx context.Context, tx *store.Tx) (err error) {
		one.In = "2024-11/006"
		if one, err = content.PutOn(one, "an", tx.Time(), time.Hour, false); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, one)
	})
	told := func() {
		t.Helper()
		r.until("it is told", func() bool {
			last := r.takeovers.Load()
			return last != nil && last.on.On["storm"] == one.Begun.UnixMilli()
		})
		r.calm()
	}
	told()
	under := time.Now()
	r.change(func(ctx context.Context, tx *store.Tx) (err error) {
		one = content.End(one, tx.Time())
		one.In = "2024-11/002"
		if one, err = content.PutOn(one, "an", tx.Time(), time.Hour, true); err != nil {
			return err
		}
		if err := tx.PutTakeover(ctx, one); err != nil {
			return err
		}
		if err := tx.DeleteSlide(ctx, "gone"); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("new", "Tấm mới"))
	})
	told()
	last := time.Now()
	r.until("all of it is over", func() bool { return r.snapshot().Past(last) })
	s := r.snapshot()
	for _, c := range []struct {
		screen          string
		at              time.Time
		slide, takeover string
		area            string
	}{
		{"HK-1", first, "gone", "", ""},
		{"HK-1", under, "gone", "storm", "2024-11/006"},
		{"HK-2", under, "gone", "", ""},
		{"HK-1", last, "new", "", ""},
		{"HK-2", last, "new", "storm", "2024-11/002"},
	} {
		on, err := s.On(t.Context(), c.screen, c.at)
		if err != nil || !on.Sent || on.Slide != c.slide || on.Takeover != c.takeover || on.PressArea != c.area || on.Drill != (c.area == "2024-11/002") {
			t.Errorf("%s %v ago: %+v, %v; want %+v", c.screen, last.Sub(c.at), on, err, c)
		}
		if all, err := s.Everywhere(t.Context(), c.at); err != nil || all[c.screen] != on {
			t.Errorf("%s among all: %+v, %v; alone %+v", c.screen, all[c.screen], err, on)
		}
		m, err := s.Moment(t.Context(), c.screen, c.at)
		if err != nil || len(m.Slides) == 0 || m.Slides[0].ID != c.slide || !m.Slides[0].Turns {
			t.Errorf("%s at that moment: %+v, %v", c.screen, m, err)
		}
		if g, known, err := answer.SentGlass(t.Context(), s, c.screen, c.at); err != nil || !known || g.Laid != (c.takeover != "") || !g.Laid && g.Medium.Digest != on.Medium {
			t.Errorf("%s on its glass: %+v, %v, %v", c.screen, g, known, err)
		}
	}
	if on, err := s.On(t.Context(), "HK-1", first.Add(-time.Hour)); err != nil || on.Sent || on.Slide != "new" {
		t.Errorf("before anything was sent: %+v, %v", on, err)
	}
	line, err := s.Timeline(t.Context(), "HK-1", first.Add(-time.Minute), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range line {
		if i > 0 && !one.From.Equal(line[i-1].Until) {
			t.Errorf("after %v comes %v", line[i-1].Until, one.From)
		}
		for _, at := range []time.Time{one.From, one.Until.Add(-time.Millisecond)} {
			on, err := s.On(t.Context(), "HK-1", at)
			if shown := len(one.Parts) == 1 && one.Parts[0].ID == on.Slide; err != nil || !shown || on.Takeover != one.Takeover {
				t.Errorf("at %v the timeline has %+v, and %+v is on (%v)", at, one, on, err)
			}
		}
	}
	if n := len(line); n < 4 {
		t.Errorf("%d stretches: %+v", n, line)
	}
}
