package upload_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/studio/studiotest"
)

// A file that was sent before is taken, and the slides that show it already are named with where
// they stand: also in another campaign, page by page, and without a script.
func TestAFileThatIsThereAlreadyIsPointedOut(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		return tx.PutCampaign(t.Context(), content.Campaign{ID: "second", Name: "Chiến dịch hai", Pool: "city", Weight: 1})
	}); err != nil {
		t.Fatal(err)
	}
	type answer struct {
		ID    string
		Known []struct{ At, Vi, En string }
	}
	send := func(name string, b []byte, more ...string) (out answer) {
		t.Helper()
		p := u.Upload("/studio/upload", name, b, "application/json", more...)
		lines := strings.Split(strings.TrimSpace(p.HTML), "\n")
		if p.Status != 200 || json.Unmarshal([]byte(lines[len(lines)-1]), &out) != nil {
			t.Fatalf("%s: %d %s", name, p.Status, p.HTML)
		}
		return out
	}
	first := send("lễ hội.jpg", studiotest.Photo(7))
	if len(first.Known) != 0 {
		t.Errorf("a new file is known: %+v", first)
	}
	again := send("tên khác.jpg", studiotest.Photo(7))
	if again.ID != first.ID || len(again.Known) != 1 || again.Known[0].At != "/studio/slides/"+first.ID ||
		again.Known[0].Vi != "Tệp này đã có ở tấm “lễ hội” (bản nháp)" || again.Known[0].En != "This file is already in “lễ hội” (draft)" {
		t.Errorf("the same file: %+v", again)
	}
	before := func(digest string) studiotest.Page { return u.Get("/studio/upload/known?digest=" + digest) }
	before(string(content.DigestOf(studiotest.Photo(7)))).Says(t, 200, "Tệp này đã có ở tấm “lễ hội” (bản nháp)", "/studio/slides/"+first.ID)
	before(string(content.DigestOf(studiotest.Photo(8)))).Says(t, 200, `{"known":[]}`)
	before("../x").Says(t, 422)
	main := u.Campaign
	u.Campaign = "second"
	u.Upload("/studio/upload", "lễ hội.jpg", studiotest.Photo(7), "text/html").Says(t, 200, "Tệp này đã có ở tấm “lễ hội” (bản nháp)")
	if len(r.Slides()) != 2 {
		t.Errorf("%d slides: the other campaign has none of its own", len(r.Slides()))
	}
	u.Campaign = main
	pdf := workertest.PDF(workertest.Pages(2, 1)...)
	if one := send("họp.pdf", pdf); len(one.Known) != 0 {
		t.Errorf("pages of a new file are known: %+v", one)
	}
	if one := send("họp.pdf", pdf); len(one.Known) != 2 {
		t.Errorf("of two pages %+v are known", one.Known)
	}
}
