package box

import (
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// A standing approval lets in what is within its bounds, while its people may still do what they
// stand for. What is beyond waits, and what is on air stays as it is.
func TestBoundsOfAStandingApproval(t *testing.T) {
	r := newRig(t, nil)
	person := func(id string, role mandate.Role, disabled bool) {
		t.Helper()
		_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			return tx.PutStaff(t.Context(), store.Staff{ID: id, Name: id, Login: id, Mandates: []mandate.Mandate{{Role: role}}, Disabled: disabled})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	person("lan", mandate.Editor, false)
	person("binh", mandate.Approver, false)
	st := content.Standing{
		ID: "st", Folder: "Đống Đa", Editor: "lan", By: "binh", Kinds: []content.Kind{content.Picture}, Share: 2, Until: time.Now().Add(time.Hour),
		Targets: []content.Target{{Area: "2024-11/006"}},
	}
	slide := content.Slide{Kind: content.Picture, Targets: []content.Target{{Area: "2024-11/006"}}}
	wide := content.Campaign{ID: "c", Weight: 1}
	try := func(name string, s content.Slide, c content.Campaign, want string) {
		t.Helper()
		_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			if err := tx.PutStanding(t.Context(), st); err != nil {
				return err
			}
			_, why, ok, err := stands(t.Context(), tx.Reader, r.Areas, "Đống Đa/a.jpg", s, c)
			if got := why.En; err == nil && (ok != (want == "") || got != want && want != "none") {
				t.Errorf("%s: %v, %q, want %q", name, ok, got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	try("within", slide, wide, "")
	try("a clip", content.Slide{Kind: content.Video, Targets: slide.Targets}, wide, beyond[mandate.BeyondKind].En)
	try("the whole city", content.Slide{Kind: content.Picture}, wide, beyond[mandate.BeyondTargets].En)
	try("another district", content.Slide{Kind: content.Picture, Targets: []content.Target{{Area: "2024-11/001"}}}, wide, beyond[mandate.BeyondTargets].En)
	try("a ward of it", content.Slide{Kind: content.Picture, Targets: []content.Target{{Area: "2024-11/00178"}}}, wide, "")
	try("too much airtime", slide, content.Campaign{ID: "c", Weight: 3}, beyond[mandate.BeyondShare].En)
	person("lan", mandate.Editor, true)
	try("who answers has no account", slide, wide, lapsed.En)
	person("lan", mandate.Editor, false)
	person("binh", mandate.Reporter, false)
	try("who approved may no more", slide, wide, lapsed.En)
	person("binh", mandate.Approver, false)
	st.From = time.Now().Add(time.Minute)
	try("not yet", slide, wide, "none")
}
