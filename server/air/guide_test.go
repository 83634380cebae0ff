package air

import (
	"context"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
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

// A kiosk offers the first four guides: a fifth reaches nobody, and its page says why. Where one of
// the four is not meant, it takes its place.
func TestAFifthGuide(t *testing.T) {
	fifth, fourth := guideSlide("g5", 5), guideSlide("g4", 4)
	fourth.Targets = []content.Target{{Area: "2024-11/006"}}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		far := func(p *content.Place) { p.Areas = []string{"2024-11/001", "2024-11/01"} }
		if err := putScreens(ctx, tx, screen("K", kiosk), screen("FAR", kiosk, far), screen("L")); err != nil {
			return err
		}
		return putGuides(ctx, tx, fifth, guideSlide("g1", 1), guideSlide("g2", 2), guideSlide("g3", 3), fourth)
	})
	now := time.Now()
	s := r.snapshot()
	reach := s.Reach(t.Context(), now)
	if got := []answer.Reach{reach["g1"], reach["g4"], reach["g5"]}; !slices.Equal(got, []answer.Reach{{Now: 2, Ever: 2}, {Now: 1, Ever: 1}, {Now: 1, Ever: 2}}) {
		t.Errorf("the first, fourth and fifth reach %+v", got)
	}
	if why := r.why(fifth); len(why) != 2 || why[0] != (answer.Reason{Why: answer.NoKiosk, Screens: 1}) || why[1] != (answer.Reason{Why: answer.CrowdedOut, Screens: 1}) {
		t.Errorf("the fifth is not offered because of %+v", why)
	}
	for code, offered := range map[string]bool{"K": false, "FAR": true} {
		m, err := s.Moment(t.Context(), code, now)
		i := slices.IndexFunc(m.Slides, func(one answer.Standing) bool { return one.ID == "g5" })
		if err != nil || i < 0 || m.Slides[i].Turns != offered {
			t.Errorf("%s offers it: %+v, %v", code, m.Slides, err)
		}
	}
}
