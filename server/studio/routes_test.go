package studio_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// concrete is a path of the table that somebody can ask for. What it names does not exist.
func concrete(path string) string {
	return strings.NewReplacer(
		":id", "x", ":code", "X-1", ":size.png", "480x270.png", ":template.png", "steps.png", ":release", "x", ":name", "x", ":link", "x",
	).Replace("/studio" + strings.TrimSuffix(path, "/"))
}

// Each route lets in exactly the roles that the table gives its act, and nobody who is not signed
// in.
func TestEachRouteLetsInWhoMay(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	people := map[signin.Role]*studiotest.User{}
	for _, role := range mandate.Roles() {
		people[role] = r.Other("van."+string(role), role)
	}
	table := r.Studio.Table()
	if len(table) < 60 {
		t.Fatalf("only %d routes", len(table))
	}
	for _, route := range table {
		path := concrete(route.Path)
		if path == "/studio/signout" {
			continue // it would end the test's own sessions
		}
		ask := func(u *studiotest.User) studiotest.Page {
			if route.Method == http.MethodPost {
				return u.Post(path)
			}
			if route.Method == http.MethodGet {
				return u.Get(path)
			}
			q := u.Request(route.Method, path, http.NoBody)
			q.Header.Set(signin.HeaderCSRF, u.CSRF)
			client := *u.Client // a program's request is not sent on to a page
			client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			p := (&studiotest.User{Rig: u.Rig, Client: &client}).Send(q)
			if to := p.Head.Get("Location"); to != "" {
				p.Path = to
			}
			return p
		}
		if p := ask(r.Browser()); route.Act != signin.Enter && p.Status != http.StatusUnauthorized && !strings.HasPrefix(p.Path, "/studio/signin") {
			t.Errorf("%s %s lets in somebody who is not signed in: %d at %s", route.Method, route.Path, p.Status, p.Path)
		}
		for _, role := range mandate.Roles() {
			may := route.Act == signin.Enter || slices.Contains(route.Act.Roles(), role)
			p := ask(people[role])
			if refused := p.Status == http.StatusForbidden && (route.Method == http.MethodHead || strings.Contains(p.HTML, "không có quyền")); refused == may {
				t.Errorf("%s %s as %s: refused %t, the table says %t (%d)", route.Method, route.Path, role, refused, !may, p.Status)
			}
		}
	}
}

// What a role may do is written down twice, here and in signin, so that nobody widens it by a slip.
func TestWhatEachRoleMayDo(t *testing.T) {
	for role, want := range map[signin.Role]string{
		signin.Editor:   "edit look take off",
		signin.Approver: "approve continue look put on settings take off",
		signin.Reporter: "aim look release",
		signin.Operator: "command look put on screens take off",
		signin.Auditor:  "look",
		signin.Admin:    "accounts command continue domains look profile put on settings tokens",
	} {
		var may []string
		for _, act := range mandate.Acts() {
			if slices.Contains(act.Roles(), role) {
				may = append(may, string(act))
			}
		}
		slices.Sort(may)
		if got := strings.Join(may, " "); got != want {
			t.Errorf("%s may %s, want %s", role, got, want)
		}
	}
}
