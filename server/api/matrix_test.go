package api

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// matrixPlace is where something is, seen from a mandate for Quận Ba Đình.
type matrixPlace struct {
	name, area, pool string
	mine             bool
}

var matrixPlaces = []matrixPlace{
	{"own", "2024-11/001", "city", true},
	{"below", "2024-11/00001", "city", true},
	{"above", "", "city", false},
	{"foreign", "2024-11/006", "city", false},
	{"pool", "2024-11/001", "owner", true},
}

// lets says whether a mandate for Ba Đình, in an owner's airtime where pool says so, reaches a slide
// there: to take off, the area is enough.
func (p matrixPlace) lets(act mandate.Act, pool string) bool {
	return p.mine && (p.pool == pool || pool == "city" && act == mandate.TakeOff)
}

// Every call as every role, to what is theirs, below, above, foreign and an owner's: a token does
// what its maker may do there, and says which of the two is missing, the role or the place.
func TestEveryCallAsEveryRole(t *testing.T) {
	base, st := serve(t)
	ctx := t.Context()
	bearers := map[string]mandate.Mandate{}
	for _, role := range mandate.Roles() {
		bearers["city "+string(role)] = mandate.Mandate{Role: role, Area: "2024-11/001"}
	}
	bearers["owner editor"] = mandate.Mandate{Role: mandate.Editor, Area: "2024-11/001", Pool: "owner"}
	scopes := map[string]mandate.Act{
		store.ScopeFigures: mandate.Release, store.ScopeSlides: mandate.Edit, store.ScopeHolds: mandate.TakeOff, store.ScopeForms: mandate.Edit, store.ScopeOn: mandate.Look, store.ScopeScreens: mandate.Look,
	}
	for _, p := range matrixPlaces {
		var targets []content.Target
		if p.area != "" {
			targets = []content.Target{{Area: p.area}}
		}
		at := p.area
		if at == "" {
			at = "2024-11/01"
		}
		_, err := st.Change(ctx, "test", func(tx *store.Tx) error {
			if err := tx.PutCampaign(ctx, content.Campaign{ID: "c-" + p.name, Name: p.name, Pool: p.pool, Weight: 1, Targets: targets}); err != nil {
				return err
			}
			if err := tx.PutSlide(ctx, content.Slide{ID: "s-" + p.name, Campaign: "c-" + p.name, Kind: content.Notice, Title: p.name, State: content.Approved}); err != nil {
				return err
			}
			if err := tx.PutForm(ctx, content.Form{
				ID: "f-" + p.name, Name: p.name, Days: 7, Until: tx.Time().Add(time.Hour), Targets: targets,
				Slide: content.Slide{Kind: content.Notice, Campaign: "c-" + p.name, Words: content.Words{Head: "{phòng}"}}, Fields: []content.FormField{{Name: "phòng", Kind: content.FieldChoice, Options: []string{"1"}}},
			}); err != nil {
				return err
			}
			return tx.PutScreen(ctx, content.Screen{Code: "N-" + strings.ToUpper(p.name), Name: "LED", Places: []content.Place{{
				Area: at, Areas: []string{at, "2024-11/01"}, Venue: content.Mall, Kind: content.LED, Zone: content.DefaultZone,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for who, m := range bearers {
		id := strings.ReplaceAll(who, " ", "-")
		_, err := st.Change(ctx, id, func(tx *store.Tx) error {
			if err := tx.PutStaff(ctx, store.Staff{ID: id, Login: id, Name: who, Mandates: []mandate.Mandate{m}}); err != nil {
				return err
			}
			for scope := range scopes {
				if err := tx.PutToken(ctx, store.Token{ID: id + scope, Hash: content.DigestOf([]byte(id + scope)), Name: who, Scope: scope}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	picture := image.NewGray(image.Rect(0, 0, 320, 200))
	upload := func(token, campaign string) reply {
		var form bytes.Buffer
		picture.Pix[0]++ // other bytes: those of before would be the slide that is there
		w := multipart.NewWriter(&form)
		w.WriteField("campaign", campaign)
		f, err := w.CreateFormFile("file", campaign+".png")
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, picture); err != nil {
			t.Fatal(err)
		}
		w.Close()
		return post(t, base+"/api/slides", token, w.FormDataContentType(), &form)
	}
	is := func(a reply) string {
		switch {
		case a.status != http.StatusForbidden:
			return "in"
		case strings.Contains(a.Error.Vi, "không còn quyền này"):
			return "no role"
		case strings.Contains(a.Error.Vi, "ngoài phạm vi"):
			return "outside"
		}
		return a.Error.Vi
	}
	for who, m := range bearers {
		pool, _, _ := strings.Cut(who, " ")
		id := strings.ReplaceAll(who, " ", "-")
		expect := func(call string, act mandate.Act, got reply, inside bool) {
			t.Helper()
			want := "in"
			switch {
			case !slices.Contains(act.Roles(), m.Role):
				want = "no role"
			case !inside:
				want = "outside"
			}
			if is := is(got); is != want {
				t.Errorf("%s as %s: %s, want %s (%d)", call, who, is, want, got.status)
			}
		}
		for _, p := range matrixPlaces {
			expect("POST /api/slides "+p.name, mandate.Edit, upload(id+store.ScopeSlides, "c-"+p.name), p.lets(mandate.Edit, pool))
			body, err := json.Marshal(map[string]string{"scope": "slide", "slide": "s-" + p.name})
			if err != nil {
				t.Fatal(err)
			}
			got := post(t, base+"/api/holds", id+store.ScopeHolds, "application/json", bytes.NewReader(body))
			expect("POST /api/holds of a slide "+p.name, mandate.TakeOff, got, p.lets(mandate.TakeOff, pool))
			got = post(t, base+"/api/forms", id+store.ScopeForms, "application/json", strings.NewReader(`{"form":"f-`+p.name+`","values":{"phòng":"1"}}`))
			expect("POST /api/forms "+p.name, mandate.Edit, got, p.lets(mandate.Edit, pool))
			if p.pool == "city" {
				got = post(t, base+"/api/holds", id+store.ScopeHolds, "application/json", strings.NewReader(`{"scope":"install","area":"`+p.area+`"}`))
				expect("POST /api/holds "+p.name, mandate.TakeOff, got, p.lets(mandate.TakeOff, pool))
			}
		}
		if is := is(post(t, base+"/api/figures", id+store.ScopeFigures, "text/csv", strings.NewReader("x"))); is != "no role" { // figures are the city's
			t.Errorf("POST /api/figures as %s: %s", who, is)
		}
		for path, scope := range map[string]string{"/api/holds": store.ScopeHolds, "/api/forms": store.ScopeForms, "/api/on?screen=N-FOREIGN": store.ScopeOn} {
			got, _ := asked(t, base+path, id+scope)
			expect("GET "+path, scopes[scope], got, true)
		}
		_, forms := asked(t, base+"/api/forms", id+store.ScopeForms)
		got, screens := asked(t, base+"/api/screens", id+store.ScopeScreens)
		expect("GET /api/screens", mandate.Look, got, true)
		for _, p := range matrixPlaces {
			if has := strings.Contains(screens, "N-"+strings.ToUpper(p.name)); has != p.mine {
				t.Errorf("%s sees the screen %s: %t", who, p.name, has)
			}
			fills := slices.Contains(mandate.Edit.Roles(), m.Role) && (p.lets(mandate.Edit, pool) || p.name == "above" && pool == "city") // there for a part of it
			if has := strings.Contains(forms, `"f-`+p.name+`"`); has != fills {
				t.Errorf("%s is offered the form %s: %t", who, p.name, has)
			}
		}
	}
}

// asked is the answer to a GET, and its text.
func asked(t *testing.T, url, token string) (a reply, text string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &a); err != nil {
		t.Fatalf("%d, no JSON: %s", resp.StatusCode, b)
	}
	a.status = resp.StatusCode
	return a, string(b)
}
