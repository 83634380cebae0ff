package store

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
)

// A kind of screen that comes later is noted with the screen, and a slide that was approved before is
// off it until it was looked at; what a look found lasts for that approval alone.
func TestSurface(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		place := func(width int) content.Place {
			return content.Place{Canvas: content.Canvas{Width: width, Height: 96, PitchMM: 10, DistanceM: 20}, Venue: content.Intersection}
		}
		screen := func(code string, width int) {
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				return tx.PutScreen(ctx, content.Screen{Code: code, Places: []content.Place{place(width)}})
			})
		}
		screen("A", 432)
		if all := must[[]content.Coverage](t)(s.Surfaces(ctx)); len(all) != 0 {
			t.Fatalf("noted before anybody looks: %+v", all)
		}
		for range 2 {
			if _, err := s.Change(ctx, "cover", func(tx *Tx) error { return tx.BeginSurfaces(ctx) }); err != nil {
				t.Fatal(err)
			}
		}
		live := content.Slide{ID: "a", Campaign: "c", Kind: content.Notice, State: content.Approved}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutCampaign(ctx, content.Campaign{ID: "c"}); err != nil {
				return err
			}
			live.Approval = content.Approval{By: "binh", At: tx.Time().Add(-time.Hour)}
			return tx.PutSlide(ctx, live)
		})
		screen("B", 192)
		screen("C", 192)
		on := place(192).Surface()
		off := func(s1 content.Slide) bool { return must[bool](t)(s.KeptOff(ctx, s1)) }
		if all := must[[]content.Coverage](t)(s.Surfaces(ctx)); len(all) != 2 || !off(live) {
			t.Fatalf("%+v", all)
		}
		look := func(l content.Look) {
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				return tx.PutLooks(ctx, on, Looks{Slides: map[string]content.Look{"a": l}, Done: true})
			})
		}
		look(content.Look{Approved: live.Approval.At, Done: true, Found: "Mã nhỏ.", FoundEn: "A small code."})
		if !off(live) {
			t.Error("what a look found keeps nothing off")
		}
		renewed := live
		renewed.Approval.At = renewed.Approval.At.Add(2 * time.Hour)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.Renewed(ctx, live, renewed) })
		if !off(renewed) {
			t.Error("an approval that was prolonged covers more")
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSlide(ctx, renewed) })
		look(content.Look{Approved: renewed.Approval.At, Done: true})
		if all := must[[]content.Coverage](t)(s.Surfaces(ctx)); off(renewed) || len(all[0].Slides)+len(all[1].Slides) > 0 {
			t.Errorf("%+v", all)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.Unseen(ctx, renewed, time.UnixMilli(1)) })
		if !off(renewed) {
			t.Error("what the approver did not see is covered")
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DropSurface(ctx, on) })
		if off(renewed) {
			t.Error("a kind of screen that is gone keeps something off")
		}
		// A screen moves away and, once its old kind is forgotten, back: that is new again. So is
		// what a screen will be, also behind a kind that is known.
		stands := func(code string, hours time.Duration, widths ...int) {
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				one := content.Screen{Code: code}
				for i, w := range widths {
					p := place(w)
					p.From = tx.Time().Add(hours + time.Duration(i)*time.Minute)
					one.Places = append(one.Places, p)
				}
				return tx.PutScreen(ctx, one)
			})
		}
		stands("B", -2*time.Hour, 192, 432)
		stands("B", -2*time.Hour, 192, 432, 192)
		stands("D", time.Hour, 432, 640)
		noted := map[int]bool{}
		for _, c := range must[[]content.Coverage](t)(s.Surfaces(ctx)) {
			noted[c.Canvas.Width] = true
		}
		if !noted[192] || !noted[640] {
			t.Errorf("a screen that moves is not noted: %v", noted)
		}

		// What is approved for halls was seen in halls: it is looked at on the kinds of all others.
		hall := live
		hall.ID, hall.Targets = "hall", []content.Target{{Venue: content.Reception}}
		for range 2 {
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				hall.Approval.At = tx.Time()
				return tx.PutSlide(ctx, hall)
			})
			for _, c := range must[[]content.Coverage](t)(s.Surfaces(ctx)) {
				if l, some := c.Slides["hall"]; !some || l.Done || !l.Approved.Equal(hall.Approval.At) {
					t.Errorf("%s: %+v", c.Key(), c.Slides)
				}
			}
		}
	})
}
