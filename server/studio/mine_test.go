package studio_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// inBaDinh are people of every role, each with a mandate for Quận Ba Đình alone.
func inBaDinh(r *studiotest.Rig) map[mandate.Role]*studiotest.User {
	r.Helper()
	people := map[mandate.Role]*studiotest.User{}
	for _, role := range mandate.Roles() {
		people[role] = r.Other("van."+string(role), role)
		r.Bound("van."+string(role), mandate.Mandate{Role: role, Area: "2024-11/001"})
	}
	return people
}

// Lists begin with what is in somebody's care, there and below. One switch shows the rest, and who
// has the whole city needs none.
func TestListsBeginWithWhatIsTheirs(t *testing.T) {
	r := studiotest.New(t)
	city, people := r.First(), inBaDinh(r)
	standEverywhere(r)
	for list, link := range map[string]string{
		"/studio/slides": "/studio/slides/s-@", "/studio/slides?state=draft": "/studio/slides/s-@", "/studio/campaigns": "/studio/campaigns/c-@",
		"/studio/takeovers": "/studio/takeovers/t-@", "/studio/holds": "/studio/holds/h-@", "/studio/screens": "/studio/screens/N-@", "/studio/onair": "screen=N-@",
		"/studio/standings": "/studio/standings/st-@/end",
	} {
		all := list + "?whose=all"
		if strings.Contains(list, "?") {
			all = list + "&whose=all"
		}
		for _, role := range []mandate.Role{mandate.Editor, mandate.Approver, mandate.Operator} {
			own, rest := people[role].Get(list), people[role].Get(all)
			for _, p := range placesOf {
				at := strings.ReplaceAll(link, "@", p.name)
				if strings.Contains(link, "N-@") {
					at = strings.ReplaceAll(link, "@", strings.ToUpper(p.name))
				}
				everywhere := list == "/studio/holds" && p.area == "" // it is held in Ba Đình too
				if has := strings.Contains(own.HTML, at); has != (p.lets(signin.Edit, strings.TrimPrefix(link, "/studio"), "city") || everywhere) {
					t.Errorf("%s as %s: %s is there: %t", list, role, p.name, has)
				}
				if list != "/studio/standings" && !strings.Contains(rest.HTML, at) { // what cannot be ended there has no button
					t.Errorf("%s as %s: %s is not there", all, role, p.name)
				}
				if !strings.Contains(city.Get(list).HTML, at) {
					t.Errorf("%s for the whole city: %s is not there", list, p.name)
				}
			}
			own.Says(t, 200, "Trong phạm vi của bạn")
		}
		city.Get(list).Lacks(t, "Trong phạm vi của bạn")
	}
	people[mandate.Editor].Get("/studio/slides").Says(t, 200, "Tất cả 2", "Bản nháp 2")
	people[mandate.Editor].Get("/studio/slides?whose=all").Says(t, 200, "Tất cả 5", "Bản nháp 5")
	people[mandate.Operator].Get("/studio/screens").Says(t, 200, "Chưa ghép: 3")
	people[mandate.Operator].Get("/studio/screens?whose=all").Says(t, 200, "Chưa ghép: 5")
	people[mandate.Reporter].Get("/studio/figures/targets").Says(t, 200, "Quận Ba Đình · tổng")
}

var actions = regexp.MustCompile(`action="/studio(/(?:slides|takeovers|campaigns|holds|screens|standings)/[^"]+)"`)

// A page of a thing offers what the person may do to it, and nothing else.
func TestPagesOfferWhatMayBeDone(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	people := inBaDinh(r)
	acts := map[string]signin.Act{}
	for _, route := range r.Studio.Table() {
		if route.Method == http.MethodPost {
			acts[route.Path] = route.Act
		}
	}
	offered := map[string]bool{}
	for _, state := range []content.State{content.Draft, content.Submitted, content.Approved} {
		standEverywhere(r)
		for _, p := range placesOf {
			r.Put(content.Slide{
				ID: "s-" + p.name, Campaign: "c-" + p.name, Title: "Tấm", Kind: content.Notice, Style: content.Slogan, Author: "soan", State: state,
				Words: content.Words{Head: "Gọi 1022"},
			})
		}
		for _, role := range mandate.Roles() {
			for _, p := range placesOf {
				for _, page := range []string{"/slides/:id", "/takeovers/:id", "/campaigns/:id", "/holds/:id", "/screens/:code"} {
					html := people[role].Get(routeAt(page, p.name)).HTML
					for _, m := range actions.FindAllStringSubmatch(html, -1) {
						path := strings.NewReplacer("/s-"+p.name, "/:id", "/t-"+p.name, "/:id", "/c-"+p.name, "/:id", "/h-"+p.name, "/:id", "/N-"+strings.ToUpper(p.name), "/:code").Replace(m[1])
						act, known := acts[path]
						if !known {
							t.Fatalf("%s leads to %s", page, path)
						}
						offered[path] = true
						if !p.lets(act, path, "city") || !slices.Contains(act.Roles(), role) {
							t.Errorf("%s %s offers %s to %s", state, p.name, path, role)
						}
					}
				}
			}
		}
	}
	for _, path := range []string{
		"/slides/:id", "/slides/:id/submit", "/slides/:id/approve", "/takeovers/:id", "/campaigns/:id", "/holds/:id/ask", "/screens/:code", "/screens/:code/commands",
	} {
		if !offered[path] {
			t.Errorf("nobody is offered %s", path)
		}
	}
}

// Forms begin with somebody's own area and offer no more than they may choose. Who has the whole
// city chooses it: nothing fills it by default.
func TestFormsBeginWithTheirOwnArea(t *testing.T) {
	r := studiotest.New(t)
	city, people := r.First(), inBaDinh(r)
	standEverywhere(r)
	for path, role := range map[string]mandate.Role{
		"/studio/holds/new?scope=install": mandate.Editor, "/studio/holds/new?scope=not_sober": mandate.Operator, "/studio/standings/new": mandate.Editor,
		"/studio/takeovers/new": mandate.Editor,
	} {
		own, wide := people[role].Get(path), city.Get(path)
		if own.Value("reach") != "area" || own.Value("area") != "2024-11/001" || strings.Contains(own.HTML, `name="reach" value="all"`) {
			t.Errorf("%s begins for Ba Đình with %q %q", path, own.Value("reach"), own.Value("area"))
		}
		if wide.Value("reach") != "" || !strings.Contains(wide.HTML, `name="reach" value="all"`) {
			t.Errorf("%s begins for the whole city with %q", path, wide.Value("reach"))
		}
		to, _, _ := strings.Cut(path, "?")
		city.Post(to, "scope", "install", "head", "Mưa lớn", "gravity", "danger").Says(t, 422, "Hãy chọn trên những màn hình nào")
	}
	for _, path := range []string{"/studio/upload", "/studio/notice", "/studio/boards/new", "/studio/guides/new"} {
		own, wide := people[mandate.Editor].Get(path), city.Get(path)
		if got := own.Value("campaign"); got != "c-own" && got != "c-below" {
			t.Errorf("%s begins for Ba Đình with the campaign %q", path, got)
		}
		if strings.Contains(own.HTML, `value="c-foreign"`) || strings.Contains(own.HTML, `value="c-above"`) {
			t.Errorf("%s offers Ba Đình other areas' campaigns", path)
		}
		if got := wide.Value("campaign"); got != "" || !strings.Contains(wide.HTML, "toàn thành phố") {
			t.Errorf("%s begins for the whole city with the campaign %q", path, got)
		}
	}
	city.Campaign = ""
	city.Upload("/studio/upload", "a.jpg", studiotest.Photo(1), "application/json").Says(t, 422, "Hãy chọn chiến dịch")
	city.Upload("/studio/upload", "a.jpg", studiotest.Photo(1), "text/html").Says(t, 422, "Hãy chọn chiến dịch")

	slide := content.Slide{ID: "wide", Campaign: "main", Title: "Cả thành phố", Kind: content.Notice, Style: content.Slogan, State: content.Approved}
	r.Put(slide)
	hold := "/studio/holds/new?scope=slide&slide=wide"
	if p := people[mandate.Editor].Get(hold); p.Value("reach") != "area" || p.Value("area") != "2024-11/001" {
		t.Errorf("a slide of the whole city is held for Ba Đình in %q %q", p.Value("reach"), p.Value("area"))
	}
	if p := city.Get(hold); p.Value("reach") != "all" {
		t.Errorf("who may take a slide off begins with %q", p.Value("reach"))
	}
	if html := people[mandate.Editor].Get("/studio/slides/wide").HTML; !strings.Contains(html, "/studio/holds/new?scope=slide&slide=wide") {
		t.Error("a slide of the whole city cannot be taken off in Ba Đình")
	}
	people[mandate.Editor].Post("/studio/holds/new", "scope", "slide", "slide", "wide", "reach", "all").Says(t, 403, "ngoài phạm vi")
}
