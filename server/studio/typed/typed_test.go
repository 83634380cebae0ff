package typed_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"ngatu/content/area"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// What somebody types is kept for them alone, without secrets, and is no draft and no change.
func TestWhatIsTypedIsKeptForOnePerson(t *testing.T) {
	r := studiotest.New(t)
	u, other := r.First(), r.Other("khac", signin.Editor)
	before, err := r.Store.LastChange(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	at := "/studio/typed?place=" + url.QueryEscape("/studio/notice")
	if p := u.Get(at); p.Status != 204 {
		t.Errorf("nothing is kept, and the answer is %d", p.Status)
	}
	p := u.Post("/studio/typed", "place", "/studio/notice", "fields", "head=Ti%E1%BA%BFp+d%C3%A2n&password=bi-mat&_csrf=x")
	if p.Status != 200 || !strings.Contains(p.HTML, `"at":"`) {
		t.Fatalf("%d %s", p.Status, p.HTML)
	}
	p = u.Get(at)
	if p.Status != 200 || !strings.Contains(p.HTML, "head=Ti%E1%BA%BFp+d%C3%A2n") || strings.Contains(p.HTML, "bi-mat") || strings.Contains(p.HTML, "_csrf") || p.Head.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %s", p.Status, p.HTML)
	}
	if kept, err := r.Store.TypedAt(context.Background(), whoIs(t, r), "/studio/notice"); err != nil || !strings.Contains(p.HTML, kept.At.In(area.Local).Format("15:04")) {
		t.Errorf("%+v %v", kept, err)
	}
	if p := other.Get(at); p.Status != 204 {
		t.Errorf("somebody else reads it: %d %s", p.Status, p.HTML)
	}
	other.Post("/studio/typed", "place", "/studio/notice", "drop", "yes")
	if p := u.Get(at); p.Status != 200 {
		t.Error("somebody else threw it away")
	}
	for _, bad := range [][]string{{"place", "/elsewhere"}, {"place", "/studio/" + strings.Repeat("x", 300)}, {"place", "/studio/notice", "fields", "a=%zz"}} {
		if p := u.Post("/studio/typed", bad...); p.Status != 422 {
			t.Errorf("%v: %d", bad, p.Status)
		}
	}
	if p := u.Post("/studio/typed", "place", "/studio/notice", "fields", "head="+strings.Repeat("x", 130<<10)); p.Status != 413 {
		t.Errorf("too much: %d", p.Status)
	}
	if p := u.Post("/studio/typed", "place", "/studio/notice", "drop", "yes"); p.Status != 204 {
		t.Errorf("dropped: %d", p.Status)
	}
	if p := u.Get(at); p.Status != 204 {
		t.Errorf("it is still there: %d", p.Status)
	}
	if after, err := r.Store.LastChange(context.Background()); err != nil || after != before || len(r.Slides()) != 0 {
		t.Errorf("typing was a change: %d, %d, %v", before, after, err)
	}
	u.Post("/studio/screens/new", "code", "NGATU-05", "name", "LED", "area", "2024-11/001", "venue", "intersection", "kind", "led", "width", "432", "height", "216", "pitch", "5", "distance", "15").Says(t, 200, "NGATU-05")
	id, err := r.Store.StaffByLogin(context.Background(), "khac")
	if err != nil {
		t.Fatal(err)
	}
	for page, place := range map[string]string{
		"/studio/screens/new": "/studio/screens/new", "/studio/screens/NGATU-05": "/studio/screens/NGATU-05", "/studio/screens/NGATU-05/fold": "/studio/screens/NGATU-05/fold",
		"/studio/holds/new": "/studio/holds/new", "/studio/feeds/new": "/studio/feeds/new", "/studio/measures/new": "/studio/measures/new", "/studio/measures/accounts": "/studio/measures/accounts/pulls",
		"/studio/staff": "/studio/staff", "/studio/staff/" + id.ID: "/studio/staff/" + id.ID + "/grant", "/studio/account": "/studio/account/email", "/studio/standings/new": "/studio/standings/new",
		"/studio/tokens": "/studio/tokens", "/studio/figures/targets?measure=accounts&in=2024-11/001": "/studio/figures/targets?measure=accounts&amp;in=2024-11/001",
		"/studio/notice": "/studio/notice", "/studio/boards/new": "/studio/boards/new", "/studio/forms/new": "/studio/forms/new",
		"/studio/guides/new": "/studio/guides/new", "/studio/takeovers/new": "/studio/takeovers/new", "/studio/takeovers/free": "/studio/takeovers/free",
		"/studio/campaigns/new": "/studio/campaigns/new", "/studio/campaigns/main": "/studio/campaigns/main", "/studio/settings": "/studio/settings",
		"/studio/notice?kind=install": "/studio/notice?kind=install",
	} {
		p := u.Get(page)
		if !strings.Contains(p.HTML, `data-keep="`+place+`"`) || !strings.Contains(p.HTML, "/keep.") {
			t.Errorf("%s does not keep what is typed", page)
		}
		for _, form := range strings.Split(p.HTML, "<form ")[1:] {
			head, _, _ := strings.Cut(form, ">")
			if body, _, _ := strings.Cut(form, "</form>"); strings.Contains(head, "data-keep") && strings.Contains(body, `type="password"`) {
				t.Errorf("%s keeps a form that asks for a password", page)
			}
		}
	}
}

func whoIs(t *testing.T, r *studiotest.Rig) string {
	t.Helper()
	p, err := r.Store.StaffByLogin(context.Background(), "uoc")
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// A page that says what its button made, in place of going on to another, throws away what was typed for it.
func TestWhatWasMadeIsOver(t *testing.T) {
	u := studiotest.New(t).First()
	over := func(p studiotest.Page) bool { return strings.Contains(p.HTML, "data-keep-over") }
	for page, made := range map[string][]string{
		"/studio/staff":  {"name", "Trần Văn Bình", "login", "binh.tran"},
		"/studio/tokens": {"name", "Hệ thống quận", "scope", "figures"},
	} {
		if over(u.Get(page)) {
			t.Errorf("%s forgets what was typed", page)
		}
		if over(u.Post(page, "name", "")) {
			t.Errorf("%s forgets what it refused", page)
		}
		if !over(u.Post(page, made...)) {
			t.Errorf("%s offers again what it has made", page)
		}
	}
}
