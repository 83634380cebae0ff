package standing

import (
	"path/filepath"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/content/preflight"
	"ngatu/internal/store"
)

// A standing approval lets in what is within its bounds, while its people may still do what they
// stand for. What is beyond waits, and what is on air stays as it is.
func TestBoundsOfAStandingApproval(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	person := func(id string, role mandate.Role, disabled bool) {
		t.Helper()
		_, err := st.Change(t.Context(), "test", func(tx *store.Tx) error {
			return tx.PutStaff(t.Context(), store.Staff{ID: id, Name: id, Login: id, Mandates: []mandate.Mandate{{Role: role}}, Disabled: disabled})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	person("lan", mandate.Editor, false)
	person("binh", mandate.Approver, false)
	approval := content.Standing{
		ID: "st", Folder: "Đống Đa", Editor: "lan", By: "binh", Kinds: []content.Kind{content.Picture}, Share: 2, Until: time.Now().Add(time.Hour),
		Targets: []content.Target{{Area: "2024-11/006"}},
	}
	slide := content.Slide{Kind: content.Picture, Targets: []content.Target{{Area: "2024-11/006"}}}
	wide := content.Campaign{ID: "c", Weight: 1}
	try := func(name string, s content.Slide, c content.Campaign, want string) {
		t.Helper()
		_, err := st.Change(t.Context(), "test", func(tx *store.Tx) error {
			if err := tx.PutStanding(t.Context(), approval); err != nil {
				return err
			}
			_, why, ok, err := Lets(t.Context(), tx.Reader, units, "Đống Đa/a.jpg", s, c)
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
	try("a percentage of airtime", slide, content.Campaign{ID: "c", Weight: 1, Percent: 80}, beyond[mandate.BeyondPercent].En)
	try("too much airtime", slide, content.Campaign{ID: "c", Weight: 3}, beyond[mandate.BeyondShare].En)
	person("lan", mandate.Editor, true)
	try("who answers has no account", slide, wide, lapsed.En)
	person("lan", mandate.Editor, false)
	person("binh", mandate.Reporter, false)
	try("who approved may no more", slide, wide, lapsed.En)
	person("binh", mandate.Approver, false)
	approval.From = time.Now().Add(time.Minute)
	try("not yet", slide, wide, "none")
}

// What the checks object to waits, with the reasons; of warnings alone the standing approval may say
// why they are shown all the same.
func TestWhatTheChecksObjectTo(t *testing.T) {
	warn := func(rule preflight.Rule) preflight.Finding {
		return preflight.Finding{Rule: rule, Level: preflight.Warning, Vi: string(rule) + ".", En: string(rule) + "."}
	}
	wrong := preflight.Finding{Rule: preflight.CodeLink, Level: preflight.Error, Vi: "Mã sai.", En: "A wrong code."}
	lenient := content.Standing{Despite: "ảnh của phường"}
	for _, c := range []struct {
		name    string
		st      content.Standing
		found   []preflight.Finding
		why     string
		despite string
	}{
		{"silent", content.Standing{}, nil, "", ""},
		{"a warning", content.Standing{}, []preflight.Finding{warn("shape"), warn("shape")}, "The checks found: shape.", ""},
		{"a warning that is allowed", lenient, []preflight.Finding{warn("shape")}, "", "ảnh của phường"},
		{"silent, and warnings are allowed", lenient, nil, "", ""},
		{"an error comes first", lenient, []preflight.Finding{warn("shape"), wrong}, "The checks found: A wrong code. shape.", ""},
		{"many", content.Standing{}, []preflight.Finding{warn("a"), warn("b"), warn("c"), warn("d"), warn("e")}, "The checks found: a. b. c. And 2 more.", ""},
	} {
		why, despite, objects := Objects(c.st, c.found)
		if why.En != c.why || despite != c.despite || objects != (c.why != "") {
			t.Errorf("%s: %q, %q, %v", c.name, why.En, despite, objects)
		}
	}
}
