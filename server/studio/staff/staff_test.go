package staff_test

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

func TestStaffAreChangedAndNeverTheLastAdmin(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	editor := r.Other("bien-tap", signin.Editor)
	id := func(login string) string {
		p, err := r.Store.StaffByLogin(context.Background(), login)
		if err != nil {
			t.Fatal(err)
		}
		return "/studio/staff/" + p.ID
	}
	mine, theirs := id("uoc"), id("bien-tap")
	if p := admin.Get("/studio/staff"); strings.Contains(p.HTML, "argon2") {
		t.Error("the page has a hash of a password")
	}
	admin.Post(mine, "role_editor", "yes").Says(t, 409, "quản trị cuối cùng")
	admin.Post(mine, "role_admin", "yes", "disabled", "yes").Says(t, 409, "không tự khóa")
	admin.Post(theirs).Says(t, 422, "ít nhất một quyền")
	admin.Post("/studio/staff/p-nobody", "role_editor", "yes").Says(t, 404)

	editor.Get("/studio/tokens").Says(t, 403)
	admin.Post(theirs, "role_admin", "yes", "role_approver", "yes").Says(t, 200, "Đã lưu")
	editor.Get("/studio/tokens").Says(t, 200) // at once, without signing in again
	editor.Get("/studio/upload").Says(t, 403)

	admin.Post(theirs+"/signout").Says(t, 200, "Đã đăng xuất người này")
	if p := editor.Get("/studio/slides"); p.Path != "/studio/signin" {
		t.Errorf("still signed in at %s", p.Path)
	}
	editor.Post("/studio/signin", "login", "bien-tap", "password", studiotest.Password).Says(t, 200, "Tấm chiếu")
	admin.Post(theirs, "role_admin", "yes", "disabled", "yes").Says(t, 200, "đã khóa")
	if p := editor.Get("/studio/slides"); p.Path != "/studio/signin" {
		t.Errorf("a disabled account is at %s", p.Path)
	}
	editor.Post("/studio/signin", "login", "bien-tap", "password", studiotest.Password).Says(t, 403, "không đúng")
	admin.Post(mine, "role_editor", "yes").Says(t, 409, "quản trị cuối cùng") // who is disabled is no admin
	invited, err := r.SignIn.Invite(context.Background(), "test", "Chưa Vào", "chua-vao", []signin.Role{signin.Admin})
	if err != nil {
		t.Fatal(err)
	}
	admin.Post(mine, "role_editor", "yes").Says(t, 409, "quản trị cuối cùng") // nor is who never came
	admin.Post(id("chua-vao"), "disabled", "yes").Says(t, 200)
	_, token, _ := strings.Cut(invited, "#")
	r.Browser().Post("/studio/begin", "token", token, "password", studiotest.Password).Says(t, 403, "đã hết hạn")
}

var linkShown = regexp.MustCompile(`value="(http[^"]*/studio/begin#[^"]+)"`)

// An administrator gives somebody who lost their password a link, once, and nobody else can.
func TestAnAdminGivesAResetLink(t *testing.T) {
	r := studiotest.New(t)
	admin, van := r.First(), r.Other("van", signin.Editor)
	p, err := r.Store.StaffByLogin(context.Background(), "van")
	if err != nil {
		t.Fatal(err)
	}
	path := "/studio/staff/" + p.ID + "/reset"
	van.Get("/studio/slides")
	van.Post(path).Says(t, 403, "không có quyền")
	admin.Get("/studio/staff").Says(t, 200, "Đặt lại mật khẩu")
	shown := admin.Post(path).Says(t, 200, "Liên kết đặt mật khẩu của", "Trần Văn van")
	m := linkShown.FindStringSubmatch(shown.HTML)
	if m == nil {
		t.Fatalf("no link on the page:\n%s", shown.HTML)
	}
	if strings.Contains(admin.Get("/studio/staff").HTML, "begin#") {
		t.Error("the link is shown twice")
	}
	_, token, _ := strings.Cut(html.UnescapeString(m[1]), "#")
	again := r.Browser()
	again.Post("/studio/begin", "token", token, "password", "hoa sữa mùa thu").Says(t, 200)
	if here := again.Get("/studio/account"); here.Path != "/studio/account" {
		t.Errorf("the link leads to %s", here.Path)
	}
	if here := van.Get("/studio/account"); !strings.HasPrefix(here.Path, shell.PathSignin) {
		t.Errorf("the old session is still at %s", here.Path)
	}
	admin.Post("/studio/staff/"+p.ID, "disabled", "yes").Says(t, 200)
	admin.Post(path).Says(t, 409, "đang khóa")
}

// Strangers who guess do not keep out a browser in which somebody has signed in before; without
// that mark it has to wait.
func TestABrowserThatSignedInBeforeGetsIn(t *testing.T) {
	r := studiotest.New(t)
	known := r.First()
	known.Post("/studio/signout").Says(t, 200)
	stranger := r.Browser()
	for range 8 {
		stranger.Post("/studio/signin", "login", "ｕoc", "password", "không phải mật khẩu")
	}
	stranger.Post("/studio/signin", "login", "uoc", "password", studiotest.Password).Says(t, 429, "Trình duyệt đã từng đăng nhập")
	if p := known.Post("/studio/signin", "login", "uoc", "password", studiotest.Password); p.Path != "/studio/slides" {
		t.Errorf("the browser that signed in before is at %s: %s", p.Path, studiotest.TextOf(p.HTML))
	}
}

// Alone is who never had a colleague that could approve. Disabling that colleague, or taking the
// role away, makes nobody alone; the operator does, on the server, and the record says so.
func TestDisablingOthersMakesNobodyAlone(t *testing.T) {
	r := studiotest.New(t)
	ctx := context.Background()
	boss := r.First()
	approves := func(want int, says string) {
		t.Helper()
		p := boss.Post("/studio/notice", "campaign", "main", "head", "Gọi 1022", "style", "slogan").Says(t, 200, "Đã tạo bản nháp")
		at, _, _ := strings.Cut(p.Path, "?")
		boss.Post(at+"/submit").Says(t, 200)
		boss.Post(at+"/approve", "seen", seenOn(boss.Get(at))).Says(t, want, says)
	}
	r.Other("soan", signin.Editor)
	approves(200, "người soạn tự duyệt")
	colleague := r.Other("duyet", signin.Approver)
	approves(403, "không được tự duyệt")
	p, err := r.Store.StaffByLogin(ctx, "duyet")
	if err != nil {
		t.Fatal(err)
	}
	boss.Post("/studio/staff/"+p.ID, "role_auditor", "yes").Says(t, 200)
	colleague.Get("/studio/settings").Lacks(t, "/approve")
	approves(403, "không được tự duyệt")
	boss.Post("/studio/staff/"+p.ID, "role_auditor", "yes", "disabled", "yes").Says(t, 200)
	approves(403, "không được tự duyệt")
	for _, until := range []time.Time{time.Now().Add(time.Hour), time.Now().Add(-time.Hour)} {
		if _, err := r.Store.Change(ctx, "operator", func(tx *store.Tx) error { return tx.LetAlone(ctx, until) }); err != nil {
			t.Fatal(err)
		}
		if until.After(time.Now()) {
			approves(200, "người soạn tự duyệt")
		} else {
			approves(403, "không được tự duyệt")
		}
	}
}

// seenOn is what a page says was seen, where it says so.
func seenOn(p studiotest.Page) string {
	if m := seenField.FindStringSubmatch(p.HTML); m != nil {
		return m[1]
	}
	return ""
}

var seenField = regexp.MustCompile(`name="seen" value="([^"]*)"`)

// Nobody grants themselves a role.
func TestNobodyGrantsThemselvesARole(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	admin := r.Other("quan-tri", signin.Admin)
	p, err := r.Store.StaffByLogin(context.Background(), "quan-tri")
	if err != nil {
		t.Fatal(err)
	}
	admin.Get("/studio/staff")
	admin.Post("/studio/staff/"+p.ID, "role_admin", "yes", "role_approver", "yes").Says(t, 403, "Không ai tự trao quyền cho mình")
	admin.Post("/studio/staff/"+p.ID, "role_admin", "yes").Says(t, 200)
}
