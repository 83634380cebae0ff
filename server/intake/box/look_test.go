package box

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/content/preflight"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// objecting finds something wrong with what is not photographed so wide, and warns of clips.
func objecting(_ context.Context, s content.Slide, m store.Medium, _ *media.Opened) (found []preflight.Finding, err error) {
	switch {
	case m.Width == 160:
		found = []preflight.Finding{{Rule: preflight.CodeLink, Level: preflight.Error, Vi: "Mã dẫn đến nơi lạ.", En: "The code leads elsewhere."}}
	case s.Kind == content.Video:
		found = []preflight.Finding{{Rule: preflight.Shape, Level: preflight.Warning, Vi: "Hẹp.", En: "Narrow."}}
	}
	return found, nil
}

// What the checks object to is not on air: a new file waits on the desk and counts as theirs who
// answer for the folder, the file of a slide that is on waits beside it. The row says why.
func TestWhatTheChecksObjectToWaits(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Check = objecting })
	_, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
		for _, id := range []string{"an", "lan"} {
			role := map[string]mandate.Role{"an": mandate.Approver, "lan": mandate.Editor}[id]
			if err := tx.PutStaff(t.Context(), store.Staff{ID: id, Name: id, Login: id, Mandates: []mandate.Mandate{{Role: role}}}); err != nil {
				return err
			}
		}
		return tx.PutStanding(t.Context(), content.Standing{ID: "st", By: "an", Editor: "lan", At: tx.Time()})
	})
	r.no(err)
	r.watch()
	r.run()
	r.drop("sai.jpg", renditiontest.Photograph(160, 90))
	r.drop("đúng.jpg", renditiontest.Photograph(320, 180))
	if s, row := r.slide("sai.jpg"), r.file("sai.jpg"); s.State != content.Submitted || s.Author != "lan" || !strings.Contains(row.Sentence.Vi, "Mã dẫn đến nơi lạ.") {
		t.Errorf("what is wrong: %s by %q, %q", s.State, s.Author, row.Sentence.Vi)
	}
	good := r.slide("đúng.jpg")
	if good.State != content.Approved || good.Approval.Standing != "st" {
		t.Fatalf("what is right: %+v", good)
	}

	r.drop("đúng.jpg", renditiontest.Photograph(160, 90))
	r.until("the file is taken", func() bool { return r.file("đúng.jpg").Sentence.En != "" })
	if now := r.slide("đúng.jpg"); now.State != content.Approved || now.Medium != good.Medium {
		t.Errorf("the old picture is gone: %+v", now)
	}
	d := must(r.Store.SlideDraft(t.Context(), good.ID))(t)
	if d.Doc.State != content.Submitted || !slices.Contains(d.By, "lan") || !strings.Contains(r.file("đúng.jpg").Sentence.En, "The code leads elsewhere.") {
		t.Errorf("beside it: %s by %q, %q", d.Doc.State, d.By, r.file("đúng.jpg").Sentence.En)
	}
	r.drop("đúng.jpg", renditiontest.Photograph(321, 180))
	r.until("the next file is on", func() bool { return r.slide("đúng.jpg").Medium != good.Medium })
	if d := must(r.Store.SlideDraft(t.Context(), good.ID))(t); d.Begun() {
		t.Errorf("the one that waited is still there: %+v", d.Doc)
	}

	r.drop("phim.mp4", must(os.ReadFile("../../../internal/media/testdata/plain.mp4"))(t))
	if s := r.slide("phim.mp4"); s.State != content.Submitted {
		t.Errorf("a clip that is warned of is %s", s.State)
	}
	r.standingDespite("phim của phường")
	r.no(os.Remove(r.Root + "/phim.mp4"))
	r.until("it is off", func() bool { return r.file("phim.mp4").State == store.Vanished })
	r.drop("phim.mp4", must(os.ReadFile("../../../internal/media/testdata/plain.mp4"))(t))
	if s := r.slide("phim.mp4"); s.State != content.Approved || s.Despite != "phim của phường" {
		t.Errorf("a clip with a reason is %s, %q", s.State, s.Despite)
	}
}

func (r *rig) standingDespite(why string) {
	r.Helper()
	_, err := r.Store.Change(r.Context(), "an", func(tx *store.Tx) error {
		st, err := tx.Standing(r.Context(), "st")
		st.Despite = why
		if err != nil {
			return err
		}
		return tx.PutStanding(r.Context(), st)
	})
	r.no(err)
}
