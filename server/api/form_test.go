package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/grounds"
	"ngatu/internal/store"
)

// A program fills a form in by its maker's mandate: within the bounds the copy is on air, with a
// ground that holds; beyond them, elsewhere, or where the form is over, it is a draft. Nothing is
// made of a value that is none.
func TestAProgramFillsAFormIn(t *testing.T) {
	base, st := serve(t)
	ctx := t.Context()
	const own, foreign = "2024-11/006", "2024-11/001"
	_, err := st.Change(ctx, "test", func(tx *store.Tx) error {
		if err := tx.PutStaff(ctx, store.Staff{ID: "binh", Login: "binh", Name: "Trần Bình", Mandates: citywide(mandate.Approver)}); err != nil {
			return err
		}
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "Tiếp dân", Pool: "city", Weight: 1}); err != nil {
			return err
		}
		if err := tx.PutToken(ctx, store.Token{ID: "t-own", Hash: content.DigestOf([]byte("ngatu_own")), Name: "Quận", Scope: store.ScopeForms, Area: own, By: maker}); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	put := func(id string, until time.Time) {
		t.Helper()
		doc := content.Form{
			ID: id, Name: "Tiếp dân", Days: 7, Until: until, Targets: []content.Target{{Area: own}},
			Slide:  content.Slide{Kind: content.Notice, Style: content.Statement, Campaign: "c", Words: content.Words{Head: "Tiếp dân ngày {ngày}, {phòng}"}},
			Fields: []content.FormField{{Name: "ngày", Kind: content.FieldDay, Ahead: 3}, {Name: "phòng", Kind: content.FieldChoice, Options: []string{"phòng 1", "phòng 2"}}},
		}
		if _, err := st.Change(ctx, maker, func(tx *store.Tx) error {
			return tx.PutFormDraft(ctx, content.DraftOf[content.Form]{ID: id}.Saved(doc, content.Form{}, maker, tx.Time()))
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := st.Change(ctx, "binh", func(tx *store.Tx) error {
			doc.By, doc.At = "binh", tx.Time()
			if err := tx.EndDraft(ctx, "approve", store.NounForm, id, ""); err != nil {
				return err
			}
			return tx.PutForm(ctx, doc)
		}); err != nil {
			t.Fatal(err)
		}
	}
	put("f-a", time.Now().Add(time.Hour))
	put("f-over", time.Now())
	day := func(ahead int) string { return time.Now().In(area.Local).AddDate(0, 0, ahead).Format(time.DateOnly) }
	fill := func(token, form, day, room string, in ...string) reply {
		t.Helper()
		body, err := json.Marshal(filling{Form: form, Values: map[string]string{"ngày": day, "phòng": room}, Areas: in})
		if err != nil {
			t.Fatal(err)
		}
		return post(t, base+"/api/forms", token, "application/json", strings.NewReader(string(body)))
	}
	for name, c := range map[string]struct {
		token, form, day, room string
		in                     []string
		want                   string
	}{
		"within":            {formsToken, "f-a", day(1), "phòng 1", nil, "live"},
		"in a part":         {"ngatu_own", "f-a", day(1), "phòng 2", []string{own}, "live"},
		"too far ahead":     {formsToken, "f-a", day(9), "phòng 1", nil, "beyond"},
		"another room":      {formsToken, "f-a", day(1), "phòng 9", nil, "beyond"},
		"another area":      {formsToken, "f-a", day(1), "phòng 1", []string{foreign}, "beyond"},
		"a form that ended": {formsToken, "f-over", day(1), "phòng 1", nil, "lapsed"},
	} {
		got := fill(c.token, c.form, c.day, c.room, c.in...)
		if got.status != http.StatusCreated || string(got.Outcome) != c.want {
			t.Errorf("%s: %d %q, want %s: %+v", name, got.status, got.Outcome, c.want, got.Error)
			continue
		}
		s, err := st.Slide(ctx, got.ID)
		if err != nil || (s.State == content.Approved) != (c.want == "live") || s.Author != maker || !strings.HasPrefix(s.Words.Head, "Tiếp dân ngày ") {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	before, err := st.CountSlides(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		got  reply
		want int
	}{
		"no day":           {fill(formsToken, "f-a", "mai", "phòng 1"), 422},
		"no such form":     {fill(formsToken, "f-b", day(1), "phòng 1"), 404},
		"no such area":     {fill(formsToken, "f-a", day(1), "phòng 1", "2024-11/zz"), 422},
		"out of its area":  {fill("ngatu_own", "f-a", day(1), "phòng 1", foreign), 403},
		"another scope":    {fill(slidesToken, "f-a", day(1), "phòng 1"), 403},
		"an unknown field": {post(t, base+"/api/forms", formsToken, "application/json", strings.NewReader(`{"form":"f-a","values":{"x":"y"}}`)), 422},
		"no JSON":          {post(t, base+"/api/forms", formsToken, "application/json", strings.NewReader(`{"forms":1}`)), 422},
	} {
		if c.got.status != c.want {
			t.Errorf("%s: %d, want %d: %+v", name, c.got.status, c.want, c.got.Error)
		}
	}
	if after, err := st.CountSlides(ctx); err != nil || after[content.Approved] != before[content.Approved] || after[content.Draft] != before[content.Draft] {
		t.Errorf("%v, then %v, %v", before, after, err)
	}
	req, err := http.NewRequest("GET", base+"/api/forms", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer ngatu_own")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var list formsAnswer
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil || len(list.Forms) != 2 || len(list.Forms[0].Fields) != 2 || !list.Forms[0].Holds || list.Forms[1].Holds {
		t.Errorf("%d %+v, %v", resp.StatusCode, list, err)
	}
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	report, err := grounds.Check(ctx, st, set)
	if err != nil || report.Live[content.ByForm] != 3 { // with the campaign
		t.Errorf("the audit counts %v, %v", report.Live, err)
	}
	for _, f := range report.Faults {
		t.Errorf("the audit finds %+v", f)
	}
}
