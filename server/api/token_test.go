package api

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// A token acts as its maker: it does what they may do when it is used, where they may do it.
func TestATokenActsAsItsMaker(t *testing.T) {
	base, st := serve(t)
	const own, foreign = "2024-11/006", "2024-11/001"
	_, err := st.Change(t.Context(), "test", func(tx *store.Tx) error {
		for id, targets := range map[string][]content.Target{"own": {{Area: own}}, "foreign": {{Area: foreign}}} {
			if err := tx.PutCampaign(t.Context(), content.Campaign{ID: id, Name: id, Pool: "city", Weight: 1, Targets: targets}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	give := func(all ...mandate.Mandate) {
		t.Helper()
		p, err := st.Staff(t.Context(), maker)
		if err != nil {
			t.Fatal(err)
		}
		p.Mandates = all
		if _, err := st.Change(t.Context(), "test", func(tx *store.Tx) error { return tx.PutStaff(t.Context(), p) }); err != nil {
			t.Fatal(err)
		}
	}
	hold := func(area string) reply {
		return post(t, base+"/api/holds", holdsToken, "application/json", strings.NewReader(`{"scope":"install","area":"`+area+`"}`))
	}
	file := func(campaign string) reply {
		var form, picture bytes.Buffer
		if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 320, 200))); err != nil {
			t.Fatal(err)
		}
		w := multipart.NewWriter(&form)
		w.WriteField("campaign", campaign)
		f, err := w.CreateFormFile("file", campaign+".png")
		if err != nil {
			t.Fatal(err)
		}
		f.Write(picture.Bytes())
		w.Close()
		return post(t, base+"/api/slides", slidesToken, w.FormDataContentType(), &form)
	}
	give(mandate.Mandate{Role: mandate.Editor, Area: own})
	for what, got := range map[string][2]int{
		"a hold in the own area":     {hold(own).status, http.StatusCreated},
		"a hold in another area":     {hold(foreign).status, http.StatusForbidden},
		"a hold in the whole city":   {hold("").status, http.StatusForbidden},
		"a slide for the own area":   {file("own").status, http.StatusCreated},
		"a slide for another area":   {file("foreign").status, http.StatusForbidden},
		"figures, which are no area": {post(t, base+"/api/figures", figuresToken, "text/csv", strings.NewReader("x")).status, http.StatusForbidden},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %d, not %d", what, got[0], got[1])
		}
	}
	give()
	if a := hold(own); a.status != http.StatusForbidden || !strings.Contains(a.Error.Vi, "không còn quyền") {
		t.Errorf("the token of somebody without a mandate: %d %+v", a.status, a.Error)
	}
}
