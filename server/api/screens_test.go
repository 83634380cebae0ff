package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/fleet"
	"ngatu/server/hub"
)

const hoanKiem, baDinh, phucXa = "2024-11/002", "2024-11/001", "2024-11/00001" // the last lies in the second

// stand puts a screen of each state up (F-STORED stands nowhere), with a storm over one district.
func stand(t *testing.T, st *store.Store) {
	t.Helper()
	today := time.Now()
	dark := hours.Set{Except: []hours.Exception{{Date: hours.DateOf(today, area.Local)}, {Date: hours.DateOf(today.AddDate(0, 0, 1), area.Local)}}}
	_, err := st.Change(t.Context(), maker, func(tx *store.Tx) error {
		ctx := context.Background()
		for code, in := range map[string]string{"A-ON": phucXa, "B-DARK": baDinh, "C-STORM": hoanKiem, "D-SILENT": phucXa, "E-NEW": baDinh, "F-STORED": ""} {
			one := content.Screen{Code: code, Name: "Chùa Bộc"}
			if in != "" {
				one.Places = []content.Place{{
					Canvas: content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}, Zone: content.DefaultZone, Area: in, Areas: []string{in},
				}}
			}
			if code == "B-DARK" {
				one.Places[0].Open = dark
			}
			if err := tx.PutScreen(ctx, one); err != nil {
				return err
			}
			if code == "E-NEW" || code == "F-STORED" {
				continue
			}
			value := make([]byte, 32)
			copy(value, code)
			if err := tx.PutCredential(ctx, store.Credential{ID: code, Screen: code, Kind: store.ByToken, Value: value}); err != nil {
				return err
			}
		}
		storm, err := content.PutOn(content.Takeover{
			ID: "t-storm", Title: "Bão", Words: content.Words{Head: "Bão"}, Targets: []content.Target{{Area: hoanKiem}}, State: content.Approved,
		}, maker, tx.Time(), time.Hour, false)
		if err != nil {
			return err
		}
		return tx.PutTakeover(ctx, storm)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A program asks how screens are: each in one state, all states counted apart, page by page, by
// state and by area, and no further than the mandates of whoever made its token.
func TestHowScreensAre(t *testing.T) {
	connected := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	var here []hub.Presence
	for _, code := range []string{"A-ON", "B-DARK", "C-STORM"} {
		here = append(here, hub.Presence{Screen: code, Since: connected, Heard: connected})
	}
	base, st := serveFleet(t, 10*time.Minute, here...)
	stand(t, st)
	ask := func(token, query string) (int, screenStates) {
		t.Helper()
		req, err := http.NewRequest("GET", base+"/api/screens"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var got screenStates
		if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, got
	}
	codes := func(s screenStates) string {
		var out []string
		for _, one := range s.Screens {
			out = append(out, one.Screen)
		}
		return strings.Join(out, " ")
	}

	status, all := ask(screensToken, "")
	want := []fleet.State{fleet.On, fleet.Closed, fleet.Overridden, fleet.Silent, fleet.NeverEnrolled, fleet.NeverEnrolled}
	if status != 200 || len(all.Screens) != len(want) || all.Next != "" {
		t.Fatalf("%d %+v", status, all)
	}
	for i, one := range all.Screens {
		if one.State != want[i] {
			t.Errorf("%s is %s, want %s", one.Screen, one.State, want[i])
		}
	}
	if on, silent := all.Screens[0], all.Screens[3]; !on.Since.Equal(connected) || on.Area != phucXa || silent.Since.IsZero() || silent.Enrolled.IsZero() {
		t.Errorf("%+v, %+v", on, silent)
	}
	if storm := all.Screens[2]; storm.Takeover != "t-storm" {
		t.Errorf("%+v", storm)
	}
	for _, state := range fleet.States {
		want := 1 // the one that stands nowhere counts in none
		if state == fleet.Joining {
			want = 0
		}
		if n, named := all.Counts[state]; n != want || !named {
			t.Errorf("%d screens count as %s, not %d: %v", n, state, want, all.Counts)
		}
	}

	_, first := ask(screensToken, "?limit=2")
	_, second := ask(screensToken, "?limit=2&after="+first.Next)
	_, last := ask(screensToken, "?limit=2&after="+second.Next)
	if got := codes(first) + "|" + codes(second) + "|" + codes(last); got != "A-ON B-DARK|C-STORM D-SILENT|E-NEW F-STORED" || last.Next != "" {
		t.Errorf("page by page: %s, then %q", got, last.Next)
	}
	for query, want := range map[string]string{
		"?state=silent": "D-SILENT", "?state=joining": "", "?area=" + baDinh: "A-ON B-DARK D-SILENT E-NEW", "?area=" + phucXa + "&state=on": "A-ON",
	} {
		if _, got := ask(screensToken, query); codes(got) != want {
			t.Errorf("%s: %s, not %s", query, codes(got), want)
		}
	}
	if _, got := ask(screensToken, "?area="+baDinh+"&state=on"); got.Counts[fleet.Silent] != 1 || got.Counts[fleet.Overridden] != 0 {
		t.Errorf("what is counted is not of the area: %v", got.Counts)
	}
	for query, want := range map[string]int{"?state=offline": 422, "?area=Ba+Dinh": 422, "?limit=0": 422, "?limit=many": 422, "?limit=1001": 422} {
		if status, _ := ask(screensToken, query); status != want {
			t.Errorf("%s: %d, not %d", query, status, want)
		}
	}
	if status, _ := ask(onToken, ""); status != 403 {
		t.Errorf("a token for what is on: %d", status)
	}

	if _, err := st.Change(t.Context(), maker, func(tx *store.Tx) error {
		return tx.PutStaff(context.Background(), store.Staff{ID: maker, Login: maker, Name: "An", Mandates: []mandate.Mandate{{Role: mandate.Operator, Area: baDinh}}})
	}); err != nil {
		t.Fatal(err)
	}
	if _, got := ask(screensToken, ""); codes(got) != "A-ON B-DARK D-SILENT E-NEW" || got.Counts[fleet.Overridden] != 0 {
		t.Errorf("a maker with a mandate for one district sees %s: %v", codes(got), got.Counts)
	}
	if _, got := ask(screensToken, "?area="+hoanKiem); len(got.Screens) != 0 {
		t.Errorf("and of another district: %s", codes(got))
	}
}
