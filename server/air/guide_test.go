package air

import (
	"context"
	"io"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// Guides come with the starter campaign that they belong to, on touch screens alone, and go with it.
func TestGuidesOfATouchScreen(t *testing.T) {
	place := func(kind content.ScreenKind) content.Place {
		return content.Place{Venue: content.Reception, Kind: kind, Zone: content.DefaultZone, Canvas: led}
	}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		for code, kind := range map[string]content.ScreenKind{"K": content.Kiosk, "L": content.LED} {
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Places: []content.Place{place(kind)}}); err != nil {
				return err
			}
		}
		return nil
	})
	doc := `{"id":"g","kind":"pages","title":{"vi":"Cài đặt","en":"Install"},"pages":[{"body":[{"vi":"a","en":"b"}]}]}`
	if err := r.layGuides(t.Context(), []byte("["+doc+"]")); err != nil {
		t.Fatal(err)
	}
	of := func(code string) []content.Ref {
		t.Helper()
		sent, err := r.store.NewestFrame(t.Context(), protocol.TypeScreen, code)
		if err != nil {
			t.Fatal(err)
		}
		var s protocol.Screen
		if err := sent.Frame.Open(&s); err != nil {
			t.Fatal(err)
		}
		return s.Guides
	}
	slide := content.Slide{
		ID: "s", Campaign: "c", Kind: content.Notice, Style: content.Statement, Title: "s", Words: content.Words{Head: "Cài đặt iHanoi"},
		Source: starterSource, State: content.Draft,
	}
	r.put(slide)
	r.calm()
	if got := of("K"); got != nil {
		t.Errorf("guides before anything was approved: %v", got)
	}
	slide.State = content.Approved
	r.put(slide)
	r.calm()
	got := of("K")
	if len(got) != 1 || got[0].Type != protocol.GuideType || got[0].Size != int64(len(doc)) {
		t.Fatalf("the kiosk is given %v", got)
	}
	f, err := r.shelf.bucket.Open(got[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); err != nil || string(b) != doc {
		t.Errorf("%q %v", b, err)
	}
	if got := of("L"); got != nil {
		t.Errorf("a screen that nobody touches is given %v", got)
	}
	slide.State = content.TakenOff
	r.put(slide)
	r.calm()
	if got := of("K"); got != nil {
		t.Errorf("guides after the campaign was taken off: %v", got)
	}
	if err := r.layGuides(t.Context(), []byte(`[{"id":"g"}]`)); content.CodeOf(err) != content.Invalid {
		t.Errorf("a guide that cannot be shown: %v", err)
	}
}
