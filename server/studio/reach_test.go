package studio_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// somewhere is where the things of the test are, seen from somebody with a mandate for Quận Ba Đình.
type somewhere struct {
	name, area string // the area that a thing names; "": none
	mine       bool
	pool       string // whose airtime its campaign uses
}

var placesOf = []somewhere{
	{"own", "2024-11/001", true, "city"},
	{"below", "2024-11/00001", true, "city"},
	{"above", "", false, "city"},
	{"foreign", "2024-11/006", false, "city"},
	{"pool", "2024-11/001", true, "owner"},
}

// airtime are the routes of what has a pool: a campaign, or a slide of one.
var airtime = regexp.MustCompile(`^/(slides|forms|campaigns/(:id|c-)|submissions|upload|notice|boards)`)

// lets says whether somebody with the role and a mandate for Quận Ba Đình may do an act there, for
// airtime of an owner where pool names one. To take off, the area is enough; an owner's mandate is
// for what that owner shows and nothing else.
func (p somewhere) lets(act signin.Act, path, pool string) bool {
	of := "city"
	if airtime.MatchString(path) {
		of = p.pool
	}
	return p.mine && (of == pool || pool == "city" && act == signin.TakeOff)
}

// boundRoutes are the routes that change something of an area, with what their forms need. “@” is
// the name of a place; things are called after it.
var boundRoutes = map[string][]string{
	"/slides/:id":         {"title", "Tấm", "campaign", "c-@", "head", "Gọi 1022", "style", "slogan"},
	"/slides/:id/submit":  nil,
	"/slides/:id/approve": nil, "/slides/:id/return": nil, "/slides/:id/withdraw": nil,
	"/slides/:id/delete": nil, "/slides/:id/versions/:number": nil,
	"/slides/:id/conversion/stop": nil, "/slides/:id/conversion/again": nil,
	"/standings/new": {"folder", "@", "editor", "x", "picture", "yes", "share", "1", "reach", "#", "area", "#area"},
	"/forms/new":     {"name", "Tiếp dân", "campaign", "c-@", "style", "slogan", "head", "Phòng {p}", "f0_name", "p", "f0_kind", "choice", "f0_options", "101", "days", "5", "reach", "#", "area", "#area"},
	"/forms/:id":     {"v0", "101", "reach", "#", "area", "#area"},
	"/forms/:id/end": nil, "/forms/:id/withdraw": nil,
	"/standings/:id/end": nil, "/standings/:id/withdraw": nil,
	"/submissions/new":      {"item", "slide:s-@"},
	"/upload/drafts":        {"item", "slide:s-@", "reach", "all"},
	"/notice":               {"campaign", "c-@", "head", "Gọi 1022", "style", "slogan"},
	"/boards/new":           {"campaign", "c-@", "head", "Tiến độ", "measure", "accounts", "area", "2024-11/01", "view", "gauge"},
	"/takeovers/new":        {"head", "Mưa lớn", "gravity", "danger", "reach", "#", "area", "#area"},
	"/takeovers/:id":        {"head", "Mưa lớn", "gravity", "danger", "reach", "#", "area", "#area"},
	"/takeovers/:id/submit": nil, "/takeovers/:id/approve": nil, "/takeovers/:id/off": nil,
	"/takeovers/:id/return": nil, "/takeovers/:id/withdraw": nil,
	"/takeovers/free":       {"head", "Mưa lớn", "gravity", "danger", "reach", "#", "area", "#area", "minutes", "10", "drill", "no"},
	"/takeovers/:id/review": nil,
	"/takeovers/:id/on":     {"reach", "#", "area", "#area", "minutes", "5", "drill", "no"}, "/takeovers/:id/end": nil, "/takeovers/:id/delete": nil,
	"/bulletins/:id/confirm": {"reach", "said", "minutes", "5"}, "/bulletins/:id/dismiss": nil,
	"/campaigns/:id":     {"name", "Tháng cao điểm", "weight", "1", "reach", "#", "area", "#area"},
	"/campaigns/new":     {"name", "Tết", "weight", "1", "reach", "#", "area", "#area"},
	"/campaigns/:id/end": nil, "/campaigns/:id/delete": nil, "/campaigns/:id/once": {"slide", "s-@"},
	"/campaigns/:id/approve": nil, "/campaigns/:id/return": nil, "/campaigns/:id/withdraw": nil,
	"/holds/new":     {"scope", "install", "reach", "#", "area", "#area"},
	"/holds/:id/ask": nil, "/holds/:id/keep": nil, "/holds/:id/lift": nil, "/holds/:id/prolong": nil,
	"/screens/enrol": {"screen", "N-@"},
	"/screens/new":   {"code", "M-@", "name", "LED", "area", "#place", "venue", "mall", "kind", "led", "width", "432", "height", "216", "pitch", "5", "distance", "15"},
	"/screens/:code": {"name", "LED", "area", "#place", "venue", "mall", "kind", "led", "width", "432", "height", "216", "pitch", "5", "distance", "15"},

	"/screens/:code/fold": {"left", "8"}, "/screens/:code/alike": {"in", "#place"}, "/screens/:code/revoke": nil, "/screens/:code/commands": {"kind", "identify"},
}

// unbound are the other routes of acts that an area bounds: they store nothing, have a test of
// their own, or are about the whole city.
var unbound = []string{"/figures/targets", "/notice/preview", "/slides/:id/readable", "/slides/:id/pair", "/slides/:id/pair/look", "/boards/preview", "/forms/preview", "/forms/:id/look", "/screens/:code/fold/drawing", "/guides/new", "/upload", "/upload/parts", "/inbox/forget", "/takeovers/preview", "/takeovers/free/preview", "/holds/look", "/campaigns/:id/look", "/campaigns/:id/count", "/settings/:key/approve", "/submissions/:id"}

// standEverywhere puts a thing of each kind into each place, as new.
func standEverywhere(r *studiotest.Rig) {
	r.Helper()
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		for _, p := range placesOf {
			var targets []content.Target
			if p.area != "" {
				targets = []content.Target{{Area: p.area}}
			}
			for _, err := range []error{
				tx.PutCampaign(ctx, content.Campaign{ID: "c-" + p.name, Name: "Chiến dịch", Pool: p.pool, Weight: 1, Targets: targets}),
				tx.PutSlide(ctx, content.Slide{ID: "s-" + p.name, Campaign: "c-" + p.name, Title: "Tấm", Kind: content.Notice, Style: content.Slogan, State: content.Draft}),
				tx.PutTakeover(ctx, content.Takeover{ID: "t-" + p.name, Title: "Mưa lớn", Gravity: content.Danger, Targets: targets, State: content.Draft}),
				tx.PutStanding(ctx, content.Standing{ID: "st-" + p.name, Folder: p.name, Targets: targets, By: "test", At: tx.Time()}),
				tx.PutStandingDraft(ctx, content.DraftOf[content.Standing]{ID: "st-" + p.name}.Saved(content.Standing{ID: "st-" + p.name, Folder: p.name, Targets: targets}, content.Standing{}, "test", tx.Time())),
				tx.PutForm(ctx, formIn(p.name, targets, tx.Time())),
				tx.PutFormDraft(ctx, content.DraftOf[content.Form]{ID: "f-" + p.name}.Saved(formIn(p.name, targets, tx.Time()), content.Form{}, "test", tx.Time())),
				tx.PutBulletin(ctx, "propose", bulletin.Bulletin{
					ID: "b-" + p.name, Feed: "f", Came: tx.Time(), Expires: tx.Time().Add(time.Hour), Event: "Mưa lớn", Gravity: content.Danger,
					Words: content.Words{Head: "Mưa lớn"}, Sure: true, Areas: areasOf(targets), State: bulletin.Proposed,
				}),
				tx.PutHold(ctx, content.Hold{ID: "h-" + p.name, Scope: content.HoldInstalls, Area: p.area, By: "test", At: tx.Time()}),
				tx.PutScreen(ctx, content.Screen{Code: "N-" + strings.ToUpper(p.name), Name: "LED", Places: []content.Place{{
					Area: placeOf(p.area), Areas: []string{placeOf(p.area)}, Venue: content.Mall, Kind: content.LED, Zone: content.DefaultZone,
					Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
				}}}),
			} {
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		r.Fatal(err)
	}
}

// formIn is a form whose copies may be in some areas.
func formIn(place string, targets []content.Target, at time.Time) content.Form {
	return content.Form{
		ID: "f-" + place, Name: "Tiếp dân", Days: 5, Until: at.Add(time.Hour), By: "test", At: at, Targets: targets,
		Slide:  content.Slide{Kind: content.Notice, Style: content.Slogan, Campaign: "c-" + place, Words: content.Words{Head: "Phòng {p}"}},
		Fields: []content.FormField{{Name: "p", Kind: content.FieldChoice, Options: []string{"101"}}},
	}
}

func areasOf(targets []content.Target) (out []string) {
	for _, one := range targets {
		out = append(out, one.Area)
	}
	return out
}

// placeOf is where a screen stands that is of an area.
func placeOf(area string) string {
	if area == "" {
		return "2024-11/01"
	}
	return area
}

// A mandate for an area lets in to what is there and below, and to nothing above or beside, on
// every route and for every role; nor to an owner's airtime, for which another mandate is.
func TestAMandateForAnAreaReachesThereAndBelow(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	people, owners := map[mandate.Role]*studiotest.User{}, map[mandate.Role]*studiotest.User{}
	for _, role := range mandate.Roles() {
		people[role] = r.Other("van."+string(role), role)
		r.Bound("van."+string(role), mandate.Mandate{Role: role, Area: "2024-11/001"})
	}
	for _, role := range []mandate.Role{mandate.Editor, mandate.Approver} {
		owners[role] = r.Other("chu."+string(role), role)
		r.Bound("chu."+string(role), mandate.Mandate{Role: role, Area: "2024-11/001", Pool: "owner"})
	}
	changed := true
	try := func(route shell.Route, fields []string, role mandate.Role, u *studiotest.User, p somewhere, pool string) {
		t.Helper()
		if changed { // what is refused changes nothing
			standEverywhere(r)
		}
		sent := filled(fields, p.name, p.area)
		if route.Path == "/screens/enrol" {
			sent = append(sent, "enrol", enrolling(r))
		}
		got := u.Post(routeAt(route.Path, p.name), sent...)
		want := "in"
		switch {
		case !slices.Contains(route.Act.Roles(), role):
			want = "no role"
		case !p.lets(route.Act, route.Path, pool):
			want = "outside"
		}
		is := answered(got)
		if changed = is == "in"; is != want {
			t.Errorf("%s as %s with airtime of the %s, %s: %s, want %s (%d)", route.Path, role, pool, p.name, is, want, got.Status)
		}
	}
	for _, route := range r.Studio.Table() {
		if route.Method != http.MethodPost || route.Act.OfTheCity() || route.Act == signin.Enter || route.Act == signin.Look || slices.Contains(unbound, route.Path) {
			continue
		}
		fields, known := boundRoutes[route.Path]
		if !known {
			t.Errorf("%s is of an area, and nobody tries it", route.Path)
			continue
		}
		for _, role := range mandate.Roles() {
			for _, p := range placesOf {
				try(route, fields, role, people[role], p, "city")
			}
		}
		for role, u := range owners {
			for _, p := range placesOf {
				if p.name == "own" || p.name == "pool" || p.name == "foreign" {
					try(route, fields, role, u, p, "owner")
				}
			}
		}
	}
}

// enrolling is the code that a new screen shows.
func enrolling(r *studiotest.Rig) (code string) {
	r.Helper()
	text := rand.Text()
	code = text[:4] + "-" + text[4:8]
	err := r.Store.PutEnrolment(context.Background(), store.Enrolment{
		Secret: content.DigestOf([]byte(text)), Code: code, Kind: "page", Expires: time.Now().Add(time.Hour),
	})
	if err != nil {
		r.Fatal(err)
	}
	return code
}

// answered says how far a request came: refused at the door, refused by the operation, or heard.
func answered(p studiotest.Page) string {
	switch {
	case p.Status != http.StatusForbidden:
		return "in"
	case strings.Contains(p.HTML, "không có quyền làm việc này"):
		return "no role"
	case strings.Contains(p.HTML, "ngoài phạm vi bạn được giao"):
		return "outside"
	}
	return "refused otherwise"
}

func routeAt(path, place string) string {
	of := map[string]string{"slides": "s-", "takeovers": "t-", "bulletins": "b-", "campaigns": "c-", "holds": "h-", "standings": "st-", "forms": "f-"}
	noun, _, _ := strings.Cut(path[1:], "/")
	return "/studio" + strings.NewReplacer(":id", of[noun]+place, ":code", "N-"+strings.ToUpper(place)).Replace(path)
}

func filled(fields []string, place, area string) []string {
	reach := "all"
	if area != "" {
		reach = "area"
	}
	out := []string{"until", time.Now().Add(48 * time.Hour).Format("2006-01-02T15:04")}
	for i, f := range fields {
		f = strings.NewReplacer("#area", area, "#place", placeOf(area), "#", reach).Replace(f)
		if strings.HasSuffix(f, "-@") && i%2 == 1 && (fields[i-1] == "screen" || fields[i-1] == "code") {
			f = strings.ToUpper(strings.Replace(f, "@", place, 1))
			if fields[i-1] == "code" {
				f += fmt.Sprint("-", time.Now().UnixNano()%1e6)
			}
		}
		out = append(out, strings.Replace(f, "@", place, 1))
	}
	return out
}
