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
	for page, place := range map[string]string{
		"/studio/notice": "/studio/notice", "/studio/boards/new": "/studio/boards/new", "/studio/forms/new": "/studio/forms/new",
		"/studio/guides/new": "/studio/guides/new", "/studio/takeovers/new": "/studio/takeovers/new", "/studio/takeovers/free": "/studio/takeovers/free",
		"/studio/campaigns/new": "/studio/campaigns/new", "/studio/campaigns/main": "/studio/campaigns/main", "/studio/settings": "/studio/settings",
		"/studio/notice?kind=install": "/studio/notice?kind=install",
	} {
		if p := u.Get(page); !strings.Contains(p.HTML, `data-keep="`+place+`"`) || !strings.Contains(p.HTML, "/keep.") {
			t.Errorf("%s does not keep what is typed", page)
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
