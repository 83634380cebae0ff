package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
	"ngatu/content/hours"
)

func TestHold(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		put := func(h content.Hold) {
			t.Helper()
			changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutHold(ctx, h) })
		}
		off := must[content.Hold](t)(content.SetHold(content.Hold{ID: "h1", Scope: content.HoldSlide, Slide: "b1", Area: "2024-11/006", Why: "Sai số máy"}, "an", noon))
		mourning := must[content.Hold](t)(content.SetHold(content.Hold{
			ID: "h2", Scope: content.HoldNotSober, Span: hours.Span{From: noon.Add(time.Hour), Until: noon.AddDate(0, 0, 2)},
		}, "binh", noon.Add(time.Minute)))
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.PutSlide(ctx, content.Slide{ID: "b1", Campaign: "c", Kind: content.Notice, State: content.Approved})
		})
		held := func(want string, everywhere bool) {
			t.Helper()
			listed := ""
			for _, one := range must[[]content.Slide](t)(s.Slides(ctx, SlideQuery{State: content.TakenOff})) {
				listed += one.ID
			}
			if ids := strings.Join(must[[]string](t)(s.HeldSlides(ctx)), " "); ids != want || listed != want {
				t.Errorf("held are %q, listed as taken off %q, want %q", ids, listed, want)
			}
			if must[bool](t)(s.SlideOff(ctx, "b1")) != everywhere || !must[bool](t)(s.SlideOff(ctx, "none")) {
				t.Errorf("off every screen is %v", !everywhere)
			}
		}
		held("", false)
		put(off)
		put(mourning)
		held("b1", false)
		city := off
		city.ID, city.Area = "h0", ""
		put(city)
		held("b1", true)
		city.Ended = content.Signed{By: "binh", At: noon}
		put(city)
		if diff := cmp.Diff(off, must[content.Hold](t)(s.HoldByID(ctx, "h1"))); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]content.Hold{mourning, off}, slices.DeleteFunc(must[[]content.Hold](t)(s.Holds(ctx)), func(h content.Hold) bool { return h.ID == city.ID })); diff != "" {
			t.Error(diff)
		}
		if of := must[[]content.Hold](t)(s.HoldsOf(ctx, "b1")); len(of) != 2 || of[0].ID != "h0" || of[1].ID != "h1" {
			t.Errorf("of the slide: %+v", of)
		}
		for when, want := range map[time.Time]int{
			mourning.Span.Until: 2, mourning.Span.Until.Add(content.HoldsBear - time.Minute): 2, mourning.Span.Until.Add(content.HoldsBear): 1,
		} {
			bearing := must[[]content.Hold](t)(s.HoldsBearing(ctx, when))
			if len(bearing) != want || bearing[0].ID != "h1" {
				t.Errorf("at %s %d holds bear on programmes, not %d", when, len(bearing), want)
			}
			for _, h := range []content.Hold{off, mourning} { // the query and the rule of content are one
				if h.Bears(when) != (h.ID == "h1" || want == 2) {
					t.Errorf("at %s, %s: the rule says otherwise", when, h.ID)
				}
			}
		}
		later := noon.Add(2 * time.Hour)
		put(must[content.Hold](t)(content.Prolong(mourning, mourning.Span.Until.Add(time.Hour), later)))
		asked := must[content.Hold](t)(content.AskLift(off, "an", later))
		put(asked)
		put(must[content.Hold](t)(content.KeepHold(asked, later)))
		put(asked)
		lifted := must[content.Hold](t)(content.Lift(asked, "binh", later, false))
		put(lifted)
		if diff := cmp.Diff(lifted, must[content.Hold](t)(s.HoldByID(ctx, "h1"))); diff != "" {
			t.Error(diff)
		}
		held("", false)
		if bearing := must[[]content.Hold](t)(s.HoldsBearing(ctx, later)); len(bearing) != 1 || bearing[0].ID != "h2" {
			t.Errorf("after one was lifted: %+v", bearing)
		}
		verbs := ""
		for _, c := range must[[]Change](t)(s.Changes(ctx, 0, 0)) {
			verbs += c.Verb + " "
		}
		if verbs != "create hold hold hold lift prolong ask keep ask lift " {
			t.Errorf("the log says %q", verbs)
		}
		over := mourning
		over.Ended = content.Signed{By: "binh", At: later}
		changed(t, s, func(ctx context.Context, tx *Tx) error { // more than a list of the newest has, all over
			for i := range MaxPage {
				over.ID, over.At = fmt.Sprint("over", i), later.Add(time.Duration(i)*time.Second)
				if err := tx.PutHold(ctx, over); err != nil {
					return err
				}
			}
			return nil
		})
		if left := must[[]content.Hold](t)(s.HoldsLeft(ctx, later)); len(left) != 1 || left[0].ID != "h2" || left[0].Over(later) {
			t.Errorf("in force are %+v", left)
		}
		if after := must[[]content.Hold](t)(s.HoldsLeft(ctx, mourning.Span.Until.Add(time.Hour))); len(after) != 0 {
			t.Errorf("after its end: %+v", after)
		}
		_, err := s.HoldByID(ctx, "none")
		refused(t, err, content.NotFound)
	})
}
