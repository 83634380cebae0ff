package air

import (
	"context"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// guideSlide is an approved guide of some bytes that nobody looks into here.
func guideSlide(id string, order int) content.Slide {
	return content.Slide{
		ID: id, Campaign: "c", Kind: content.Guide, Title: id, Order: order, Medium: content.DigestOf([]byte(id)), State: content.Approved,
	}
}

// putGuides puts guides with their media.
func putGuides(ctx context.Context, tx *store.Tx, slides ...content.Slide) error {
	for _, s := range slides {
		if err := tx.PutMedium(ctx, store.Medium{Digest: s.Medium, Kind: content.Guide, Type: protocol.GuideType, Bytes: 321}); err != nil {
			return err
		}
	}
	return putSlides(ctx, tx, slides...)
}

// kiosk makes a place one of a touch screen in a hall.
func kiosk(p *content.Place) { p.Venue, p.Kind = content.Reception, content.Kiosk }

// guides are those of a screen's newest frame, by the names of slides.
func (r *rig) guides(code string) (names []string) {
	r.t.Helper()
	sent, err := r.store.NewestFrame(r.t.Context(), protocol.TypeScreen, code)
	if err != nil {
		r.t.Fatal(err)
	}
	var s protocol.Screen
	if err := sent.Frame.Open(&s); err != nil {
		r.t.Fatal(err)
	}
	for _, ref := range s.Guides {
		slides, err := r.store.SlidesWith(r.t.Context(), ref.Digest)
		if err != nil || len(slides) != 1 || ref.Type != protocol.GuideType || ref.Size != 321 {
			r.t.Fatalf("%+v is of %d slides, %v", ref, len(slides), err)
		}
		names = append(names, slides[0].ID)
	}
	return names
}

func TestGuidesOfATouchScreen(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		far := func(p *content.Place) { p.Areas = []string{"2024-11/001", "2024-11/01"} }
		return putScreens(ctx, tx, screen("K", kiosk), screen("FAR", kiosk, far), screen("L"))
	})
	here, waits, draft := guideSlide("here", 1), guideSlide("waits", 2), guideSlide("draft", 3)
	here.Targets = []content.Target{{Area: "2024-11/006"}}
	waits.Needs = []string{content.SettingHotline}
	draft.State = content.Submitted
	lost := guideSlide("lost", 5) // its document was never kept
	r.change(func(ctx context.Context, tx *store.Tx) error {
		if err := putSlides(ctx, tx, lost); err != nil {
			return err
		}
		return putGuides(ctx, tx, guideSlide("last", 9), draft, waits, here)
	})
	want := func(when, code string, names ...string) {
		t.Helper()
		r.calm()
		if got := r.guides(code); !slices.Equal(got, names) {
			t.Errorf("%s, %s offers %v, not %v", when, code, got, names)
		}
	}
	want("at first", "K", "here", "last")
	want("at first", "FAR", "last")
	want("at first", "L")
	r.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.PutSetting(ctx, content.SettingHotline, "1022")
	})
	want("with the hotline set", "K", "here", "waits", "last")
	draft.State, here.State = content.Approved, content.TakenOff
	r.put(draft, here)
	want("after an approval and one taken off", "K", "waits", "draft", "last")
	if p := r.audiences[r.scene.Crowds.Stands["K"].Key]; len(p.programme.Slides) != 0 {
		t.Errorf("a guide is on the loop: %+v", p.programme.Slides)
	}
	r.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "c", Pool: "city", Weight: 1, Targets: []content.Target{{Venue: content.Mall}}})
	})
	want("where the campaign is for malls", "K")
}

// Dates are kept to without any change.
func TestGuidesComeAndGoWithTheirDates(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error { return putScreens(ctx, tx, screen("K", kiosk)) })
	comes, goes := guideSlide("comes", 1), guideSlide("goes", 2)
	r.change(func(ctx context.Context, tx *store.Tx) error {
		comes.Valid.From = tx.Time().Add(4 * time.Second) // a busy machine tells of what ends then, too, before it does
		goes.Approval.Valid.Until = comes.Valid.From
		return putGuides(ctx, tx, comes, goes)
	})
	seen := map[string]bool{}
	for end := time.Now().Add(2 * patience); !seen["comes"]; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the day did not come: %v", seen)
		}
		for _, name := range r.guides("K") {
			seen[name] = true
		}
	}
	if got := r.guides("K"); !slices.Equal(got, []string{"comes"}) || !seen["goes"] {
		t.Errorf("the kiosk offers %v; seen was %v", got, seen)
	}
}
