package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// A program sets holds and reads what is held; it cannot lift one, and what it cannot mean is
// refused.
func TestHolds(t *testing.T) {
	base, st := serve(t)
	_, err := st.Change(t.Context(), "test", func(tx *store.Tx) error {
		return tx.PutSlide(context.Background(), content.Slide{ID: "s-a", Campaign: "c", State: content.Approved})
	})
	if err != nil {
		t.Fatal(err)
	}
	until := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	for body, want := range map[string]int{
		`{"scope":"install","until":"` + until + `","why":"iHanoi bảo trì"}`: 201,
		`{"scope":"slide","slide":"s-a","area":"2024-11/006"}`:               201,
		`{"scope":"slide","slide":"none"}`:                                   404,
		`{"scope":"slide"}`:                                                  404,
		`{"scope":"not_sober"}`:                                              422,
		`{"scope":"everything"}`:                                             422,
		`{"scope":"install","area":"Đống Đa"}`:                               422,
		`{"scope":"install","until":"2020-01-01T00:00:00Z"}`:                 422,
		`{"scope":"install","until":"hôm nay"}`:                              422,
		`{"scope":"install","id":"mine"}`:                                    422,
		`{"scope":"install","forever":true}`:                                 422,
		`[]`:                                                                 422,
		`{"scope":"install","why":"` + strings.Repeat("x", maxHold) + `"}`:   413,
	} {
		if a := post(t, base+"/api/holds", holdsToken, "application/json", strings.NewReader(body)); a.status != want {
			t.Errorf("%.80s: %d, not %d: %+v", body, a.status, want, a.Error)
		}
	}
	if a := post(t, base+"/api/holds", slidesToken, "application/json", strings.NewReader(`{"scope":"install"}`)); a.status != 403 {
		t.Errorf("a token for slides: %d", a.status)
	}
	req, err := http.NewRequest("GET", base+"/api/holds", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+holdsToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct{ Holds []hold }
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || len(got.Holds) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, h := range got.Holds {
		kept, err := st.HoldByID(t.Context(), h.ID)
		if err != nil || kept.By != "token:t-holds" || kept.Scope != h.Scope || !kept.Begins().Equal(h.From) {
			t.Errorf("%+v is kept as %+v, %v", h, kept, err)
		}
	}
}

// A token for an area is told of all that keeps something off there: what was set for it, for a
// part of it, for more than it, and of a slide that is shown there.
func TestHoldsOfAnArea(t *testing.T) {
	base, st := serve(t)
	const secret, mine, part = "ngatu_area", "2024-11/006", "2024-11/00178"
	_, err := st.Change(t.Context(), maker, func(tx *store.Tx) error {
		for id, area := range map[string]string{"s-here": part, "s-away": "2024-11/001"} {
			if err := tx.PutSlide(t.Context(), content.Slide{ID: id, Campaign: "c", State: content.Approved, Targets: []content.Target{{Area: area}}}); err != nil {
				return err
			}
		}
		for id, h := range map[string]content.Hold{
			"city": {}, "mine": {Area: mine}, "part": {Area: part}, "away": {Area: "2024-11/001"},
			"here": {Scope: content.HoldSlide, Slide: "s-here"}, "gone": {Scope: content.HoldSlide, Slide: "s-away"},
		} {
			h.ID, h.By, h.At = id, maker, tx.Time()
			if h.Scope == "" {
				h.Scope = content.HoldInstalls
			}
			if err := tx.PutHold(t.Context(), h); err != nil {
				return err
			}
		}
		return tx.PutToken(t.Context(), store.Token{ID: "t-area", Hash: content.DigestOf([]byte(secret)), Name: "Quận", Scope: store.ScopeHolds, Area: mine})
	})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest("GET", base+"/api/holds", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+secret)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct{ Holds []hold }
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range got.Holds {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	if strings.Join(ids, " ") != "city here mine part" {
		t.Errorf("it is told of %v", ids)
	}
}
