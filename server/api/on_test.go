package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
)

// A program asks what a screen shows at an instant, and why the rest is not on; or of all screens.
func TestWhatIsOn(t *testing.T) {
	base, st := serve(t)
	canvas := content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}
	_, err := st.Change(t.Context(), "test", func(tx *store.Tx) error {
		ctx := context.Background()
		for _, code := range []string{"NGATU-05", "NGATU-06"} {
			place := content.Place{Canvas: canvas, Kind: content.LED, Venue: content.Intersection, Zone: content.DefaultZone}
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Name: "Chùa Bộc", Places: []content.Place{place}}); err != nil {
				return err
			}
		}
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "c", Pool: "city", Weight: 1}); err != nil {
			return err
		}
		on := content.Slide{ID: "s-on", Campaign: "c", Kind: content.Notice, Style: content.Slogan, Title: "Cài đặt", Words: content.Words{Head: "Cài đặt"}, State: content.Approved}
		later := on
		later.ID, later.Valid.From = "s-later", time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC)
		if err := tx.PutSlide(ctx, on); err != nil {
			return err
		}
		return tx.PutSlide(ctx, later)
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(token, query string) (int, answer.Moments) {
		t.Helper()
		req, err := http.NewRequest("GET", base+"/api/on"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var told answer.Moments
		if err := json.NewDecoder(resp.Body).Decode(&told); err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, told
	}
	status, told := ask(onToken, "?screen=NGATU-05&at="+url.QueryEscape("2026-11-20 18:30"))
	if status != 200 || len(told.Screens) != 1 || told.At.UTC().Format(time.RFC3339) != "2026-11-20T11:30:00Z" {
		t.Fatalf("%d %+v", status, told)
	}
	if one := told.Screens[0]; one.Slide != "s-on" || one.Campaign != "c" || one.Medium == "" || len(one.Slides) != 2 || !one.Slides[0].Turns ||
		one.Slides[1].ID != "s-later" || one.Slides[1].Turns || one.Slides[1].Why[0].Why != answer.NotYet {
		t.Errorf("%+v", one)
	}
	if status, told := ask(onToken, ""); status != 200 || len(told.Screens) != 2 || told.Past || told.Screens[1].Slide != "s-on" {
		t.Errorf("of all: %d %+v", status, told)
	}
	for query, want := range map[string]int{"?screen=NGATU-99": 404, "?at=bao+gio": 422, "?at=0001-01-01T00:00:00Z": 422} {
		if status, _ := ask(onToken, query); status != want {
			t.Errorf("%s: %d, not %d", query, status, want)
		}
	}
	if status, _ := ask(holdsToken, ""); status != 403 {
		t.Errorf("a token for holds: %d", status)
	}
}
