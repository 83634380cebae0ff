package store

import (
	"context"
	"testing"

	"ngatu/content"
)

// How far a clip is leaves no line in the log and goes with a start; that somebody stopped it is a
// line, and stays until somebody takes it back.
func TestConversions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, clip := t.Context(), content.DigestOf([]byte("clip"))
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			for _, id := range []string{"a", "b"} {
				if err := tx.PutSlide(ctx, content.Slide{ID: id, Kind: content.Video, Medium: clip, State: content.Draft}); err != nil {
					return err
				}
			}
			return nil
		})
		before := must[int64](t)(s.LastChange(ctx))
		no := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		is := func(want ...Conversion) {
			t.Helper()
			got := must[[]Conversion](t)(s.Conversions(ctx, clip))
			if len(got) != len(want) {
				t.Fatalf("%+v, want %+v", got, want)
			}
			for i := range got {
				want[i].Medium = clip
				if got[i] != want[i] {
					t.Errorf("%+v, want %+v", got[i], want[i])
				}
			}
		}
		no(SayConverting(ctx, s, Conversion{Slide: "a", Medium: clip, Percent: 1}))
		no(SayConverting(ctx, s, Conversion{Slide: "a", Medium: clip, Percent: 40}))
		no(SayConverting(ctx, s, Conversion{Slide: "gone", Medium: clip, Percent: 40}))
		no(SayConverting(ctx, s, Conversion{Slide: "b", Medium: clip, Failed: true}))
		is(Conversion{Slide: "a", Percent: 40}, Conversion{Slide: "b", Failed: true})
		if after := must[int64](t)(s.LastChange(ctx)); after != before {
			t.Error("how far a clip is stands in the log")
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.StopConversion(ctx, "a", clip) })
		no(SayConverting(ctx, s, Conversion{Slide: "a", Medium: clip, Percent: 41})) // at the same moment
		no(EndConverting(ctx, s, "a"))
		no(EndConverting(ctx, s, "b"))
		is(Conversion{Slide: "a", Percent: 41, Stopped: "an"}, Conversion{Slide: "b", Failed: true})
		no(BeginConverting(ctx, s))
		is(Conversion{Slide: "a", Percent: 41, Stopped: "an"})
		if !must[bool](t)(s.ConversionStopped(ctx, "a", clip)) || must[bool](t)(s.ConversionStopped(ctx, "b", clip)) {
			t.Error("what was stopped is not that of a alone")
		}
		no(SayConverting(ctx, s, Conversion{Slide: "b", Medium: clip, Failed: true}))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.ConvertAgain(ctx, "a", clip) })
		is()
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.StopConversion(ctx, "a", clip) })
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSlide(ctx, "a") })
		is()
		if lines := must[[]Change](t)(s.ChangesOf(ctx, NounSlide, "a", 0, 0)); lines[1].Verb != "stop_converting" || lines[2].Verb != "convert" {
			t.Errorf("the log says %+v", lines)
		}
	})
}
