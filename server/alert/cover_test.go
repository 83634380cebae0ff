package alert

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Those who wrote or approved slides that stay off a kind of screen hear of it once, each of theirs
// in one message that says what was found and what to do.
func TestPeopleAreToldWhereApprovalsDoNotHold(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	on := content.Surface{Canvas: content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}, Street: true}
	approved := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	look := content.Look{Approved: approved, Done: true, Found: "Mã không đọc được trên 192×96.", FoundEn: "A code cannot be read on 192×96."}
	r.change("cover", func(tx *store.Tx) error { return tx.BeginSurfaces(ctx) })
	r.change("an", func(tx *store.Tx) error {
		for id, author := range map[string]string{"a": "an", "b": "an", "c": "chi", "d": "chi"} {
			s := content.Slide{ID: id, Campaign: "main", Kind: content.Picture, Title: "Tấm " + id, State: content.Approved, Author: author, Approval: content.Approval{By: "binh", At: approved}}
			switch id {
			case "c":
				s.Approval.By, s.Title = "em", "Tấm a" // who gave no address; and another slide has that title
			case "d":
				s.Targets = []content.Target{{Venue: content.Reception}} // of as many pixels
			}
			if err := tx.PutSlide(ctx, s); err != nil {
				return err
			}
		}
		for code, venue := range map[string]content.Venue{"LED-01": content.Intersection, "SANH-01": content.Reception} {
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Places: []content.Place{{From: time.Now().Add(-time.Hour), Canvas: on.Canvas, Venue: venue}}}); err != nil {
				return err
			}
		}
		return nil
	})
	r.looks()
	r.got()
	r.change("cover", func(tx *store.Tx) error {
		return tx.PutLooks(ctx, on, store.Looks{Slides: map[string]content.Look{"a": look, "b": look, "c": look, "d": look}, Off: []string{"a", "b", "c", "d", "gone"}, Done: true})
	})
	r.looks()
	letters := r.box.taken()
	if len(letters) != 3 {
		t.Fatalf("%d letters: %+v", len(letters), letters)
	}
	for _, one := range letters {
		switch {
		case strings.HasPrefix(one.to, "chi"):
			if !strings.Contains(one.subject, "Not shown on a new size of screen: slide “Tấm a”") || !strings.Contains(one.text, "/studio/slides/c") || !strings.Contains(one.text, "A code cannot be read on 192×96.") || !strings.Contains(one.text, "have it approved again") || strings.Contains(one.subject, "more") || strings.Contains(one.text, "Tấm d") {
				t.Errorf("%s: %s\n%s", one.to, one.subject, one.text)
			}
		default:
			if !strings.Contains(one.subject, "Chưa chiếu trên cỡ màn hình mới: tấm “Tấm a” và 1 mục khác") || !strings.Contains(one.text, "“Tấm b”: Mã không đọc được trên 192×96.") || !strings.Contains(one.text, "gửi duyệt lại") {
				t.Errorf("%s: %s\n%s", one.to, one.subject, one.text)
			}
		}
	}
	r.looks()
	if more := r.box.taken(); len(more) > 0 {
		t.Errorf("told again: %+v", more)
	}
}
