package rendition

import (
	"os"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// What cannot be made of a draft that awaits approval goes back to its authors, with the reason;
// one that nobody has submitted is left to them.
func TestWhatCannotBeMadeIsGivenBack(t *testing.T) {
	r := newRig(t)
	s := r.file("a.jpg", renditiontest.Photograph(160, 90))
	path := must(r.Media.Path(t.Context(), s.Medium))(t)
	r.no(os.Remove(path))
	renditiontest.Screens(t, r.Store, renditiontest.Demo[0])
	if _, err := r.completeOne(t.Context(), s.ID); err == nil {
		t.Fatal("a picture without bytes was made")
	}
	if d := must(r.Store.SlideDraft(t.Context(), s.ID))(t); d.Doc.Returned != "" {
		t.Errorf("nobody has submitted it, and it was returned: %q", d.Doc.Returned)
	}
	r.change(func(tx *store.Tx) error {
		d, err := tx.SlideDraft(t.Context(), s.ID)
		if err != nil {
			return err
		}
		if d, err = d.Submit("an"); err != nil {
			return err
		}
		return tx.PutSlideDraft(t.Context(), "submit", d)
	})
	if _, err := r.completeOne(t.Context(), s.ID); err == nil {
		t.Fatal("a picture without bytes was made")
	}
	d := must(r.Store.SlideDraft(t.Context(), s.ID))(t)
	if d.Doc.State != content.Draft || !strings.Contains(d.Doc.Returned, "a.jpg") && !strings.Contains(d.Doc.Returned, "tệp") {
		t.Errorf("it is %s, returned because %q", d.Doc.State, d.Doc.Returned)
	}
	if all := must(r.Store.Submissions(t.Context()))(t); len(all) != 0 {
		t.Errorf("it still waits: %+v", all)
	}
}
