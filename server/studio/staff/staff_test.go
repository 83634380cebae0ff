package staff_test

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// at is the page of an account.
func at(r *studiotest.Rig, login string) string {
	r.Helper()
	p, err := r.Store.StaffByLogin(context.Background(), login)
	if err != nil {
		r.Fatal(err)
	}
	return "/studio/staff/" + p.ID
}

// marks are those of the mandates that a page offers to end, in order.
func marks(p studiotest.Page) (all []string) {
	for _, m := range markField.FindAllStringSubmatch(p.HTML, -1) {
		all = append(all, m[1])
	}
	return all
}

var markField = regexp.MustCompile(`name="mark" value="([^"]*)"`)

func TestStaffAreChangedAndNeverTheLastAdmin(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	editor := r.Other("bien-tap", signin.Editor)
	mine, theirs := at(r, "uoc"), at(r, "bien-tap")
	if p := admin.Get("/studio/staff"); strings.Contains(p.HTML, "argon2") {
		t.Error("the page has a hash of a password")
	}
	own := marks(admin.Get(mine)) // in the order of the roles
	admin.Post(mine+"/end", "mark", own[len(own)-1]).Says(t, 409, "quản trị cuối cùng")
	admin.Post(mine, "disabled", "yes").Says(t, 409, "không tự khóa")
	admin.Post("/studio/staff/p-nobody", "disabled", "yes").Says(t, 404)

	editor.Get("/studio/tokens").Says(t, 403)
	admin.Post(theirs+"/end", "mark", marks(admin.Get(theirs))[0]).Says(t, 200, "Đã kết thúc quyền này", "chỉ xem được")
	admin.Post(theirs+"/grant", "role", "admin", "reach", "all").Says(t, 200, "Đã giao", "Quản lý tài khoản toàn thành phố")
	editor.Get("/studio/tokens").Says(t, 200) // at once, without signing in again
	editor.Get("/studio/upload").Says(t, 403)

	admin.Post(theirs+"/signout").Says(t, 200, "Đã đăng xuất người này")
	if p := editor.Get("/studio"); p.Path != "/studio/signin" {
		t.Errorf("still signed in at %s", p.Path)
	}
	editor.Post("/studio/signin", "login", "bien-tap", "password", studiotest.Password).Says(t, 200, "Tấm chiếu")
	admin.Post(theirs, "disabled", "yes").Says(t, 200, "đã khóa")
	if p := editor.Get("/studio"); p.Path != "/studio/signin" {
		t.Errorf("a disabled account is at %s", p.Path)
	}
	editor.Post("/studio/signin", "login", "bien-tap", "password", studiotest.Password).Says(t, 403, "không đúng")
	admin.Post(mine+"/end", "mark", own[len(own)-1]).Says(t, 409, "quản trị cuối cùng") // who is disabled is no admin
	invited, err := r.SignIn.Invite(context.Background(), "test", "Chưa Vào", "chua-vao", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Bound("chua-vao", mandate.Mandate{Role: signin.Admin})
	admin.Post(mine+"/end", "mark", own[len(own)-1]).Says(t, 409, "quản trị cuối cùng") // nor is who never came
	admin.Post(at(r, "chua-vao"), "disabled", "yes").Says(t, 200)
	_, token, _ := strings.Cut(invited, "#")
	r.Browser().Post("/studio/begin", "token", token, "password", studiotest.Password).Says(t, 403, "đã hết hạn")
}

// Two admins, one colleague and an area: what lets things on air takes both admins, nobody grants
// to themselves, and every mandate is a sentence.
func TestMandatesAreGranted(t *testing.T) {
	r := studiotest.New(t)
	first := r.First()
	first.Post("/studio/staff", "name", "Lê Thị Lan", "login", "lan", "role_approver", "yes").Says(t, 200, "Duyệt nội dung toàn thành phố")
	second, lan := r.Other("hai", signin.Admin), at(r, "lan")
	r.Bound("lan")
	area := []string{"role", "editor", "reach", "area", "area", "2024-11/006"}
	first.Post(lan+"/grant", "role", "editor").Says(t, 422, "Hãy chọn toàn thành phố hay một khu vực") // nobody gets the whole city by leaving something out
	first.Post(lan+"/grant", append(area, "until", "2020-01-01T00:00")...).Says(t, 422, "chưa qua")
	first.Post(lan+"/grant", area...).Says(t, 200, "Đã giao", "Soạn, sửa và gỡ nội dung trong Quận Đống Đa")
	first.Get("/studio/staff").Says(t, 200, "trong Quận Đống Đa")

	wish := []string{"role", "approver", "reach", "area", "area", "2024-11/006"}
	p := first.Post(lan+"/grant", wish...).Says(t, 200, "cần một quản trị khác xác nhận", "Duyệt nội dung trong Quận Đống Đa")
	first.Post(lan+"/confirm", "seen", seenOn(second.Get(lan))).Says(t, 403, "không tự duyệt")
	if strings.Contains(p.HTML, "/confirm") {
		t.Error("who proposed it is asked to confirm it")
	}
	second.Post(lan+"/confirm", "seen", "an older page").Says(t, 409, "vừa được sửa")
	first.Get("/studio/staff").Says(t, 200, "chờ một quản trị khác xác nhận")
	second.Post(lan+"/confirm", "seen", seenOn(second.Get(lan))).Says(t, 200, "Đã xác nhận")
	first.Get("/studio/staff").Says(t, 200, "Duyệt nội dung trong Quận Đống Đa").Lacks(t, "chờ một quản trị khác xác nhận")

	second.Post(at(r, "hai")+"/grant", wish...).Says(t, 403, "Không ai tự trao quyền cho mình")
	first.Post(at(r, "hai")+"/grant", wish...).Says(t, 200, "cần một quản trị khác")
	second.Post(at(r, "hai")+"/confirm", "seen", "x").Says(t, 403, "Không ai tự trao quyền cho mình")
	second.Post(at(r, "hai")+"/return").Says(t, 200, "Đã bỏ đề nghị")
	first.Post("/studio/staff", "name", "Vũ Văn Minh", "login", "minh", "role_admin", "yes", "role_auditor", "yes").Says(t, 200, "chờ một quản trị khác xác nhận")
}

// A deputy approves what the principal could, for a time, but for the principal's own work.
func TestADeputyStandsIn(t *testing.T) {
	r := studiotest.New(t)
	first := r.First()
	principal, deputy, author := r.Other("truong", signin.Approver, signin.Editor), r.Other("pho"), r.Other("soan", signin.Editor)
	until := time.Now().Add(48 * time.Hour).Format("2006-01-02T15:04")
	id := strings.TrimPrefix(at(r, "truong"), "/studio/staff/")
	first.Post(at(r, "pho")+"/grant", "role", "approver", "reach", "all", "for", id).Says(t, 422, "phải có ngày kết thúc")
	first.Post(at(r, "pho")+"/grant", "role", "operator", "reach", "all", "for", id, "until", until).Says(t, 409, "không tự giữ quyền này")
	first.Post(at(r, "pho")+"/grant", "role", "approver", "reach", "all", "for", id, "until", until).Says(t, 200, "Đã giao", "thay Trần Văn truong")
	first.Post(at(r, "soan")+"/grant", "role", "approver", "reach", "all", "for", strings.TrimPrefix(at(r, "pho"), "/studio/staff/"), "until", until).
		Says(t, 409, "không tự giữ quyền này")
	submits := func(u *studiotest.User) string {
		t.Helper()
		p := u.Post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi", "style", "slogan").Says(t, 200, "Đã tạo bản nháp")
		slide, _, _ := strings.Cut(p.Path, "?")
		u.Post(slide+"/submit").Says(t, 200)
		return slide
	}
	theirs, others := submits(principal), submits(author)
	deputy.Post(theirs+"/approve", "seen", seenOn(deputy.Get(theirs))).Says(t, 403, "Bạn đang thay người đã soạn")
	deputy.Post(others+"/approve", "seen", seenOn(deputy.Get(others))).Says(t, 200)
	deputy.Get("/studio/account").Says(t, 200, "thay Trần Văn truong")
	first.Post(at(r, "truong")+"/end", "mark", markOf(first.Get(at(r, "truong")), "Duyệt nội dung")).Says(t, 200, "Đã kết thúc")
	again := submits(author)
	deputy.Post(again+"/approve").Says(t, 403, "không có quyền") // the principal has it no more
}

// markOf is the mark of the mandate whose sentence begins so.
func markOf(p studiotest.Page, sentence string) string {
	_, after, _ := strings.Cut(p.HTML, "<td>"+sentence)
	if m := markField.FindStringSubmatch(after); m != nil {
		return m[1]
	}
	return ""
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
	admin.Get("/studio/staff/"+p.ID).Says(t, 200, "Đặt lại mật khẩu")
	shown := admin.Post(path).Says(t, 200, "Liên kết đặt mật khẩu của", "Trần Văn van")
	m := linkShown.FindStringSubmatch(shown.HTML)
	if m == nil {
		t.Fatalf("no link on the page:\n%s", shown.HTML)
	}
	if strings.Contains(admin.Get("/studio/staff/"+p.ID).HTML, "begin#") {
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
	if p := known.Post("/studio/signin", "login", "uoc", "password", studiotest.Password); p.Path != "/studio" {
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
		p := boss.Post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi", "style", "slogan").Says(t, 200, "Đã tạo bản nháp")
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
	boss.Post("/studio/staff/"+p.ID+"/end", "mark", marks(boss.Get("/studio/staff/" + p.ID))[0]).Says(t, 200)
	colleague.Get("/studio/settings").Lacks(t, "/approve")
	approves(403, "không được tự duyệt")
	boss.Post("/studio/staff/"+p.ID, "disabled", "yes").Says(t, 200)
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

// An admin who resets an approver's password and uses the link themselves approves nothing by it:
// what lets things on air rests until another admin has confirmed it.
func TestAResetLinkTakesNobodysApprovals(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	evil, editor := r.Other("quan-tri", signin.Admin), r.Other("soan", signin.Editor)
	r.Other("duyet", signin.Approver, signin.Reporter)
	p := editor.Post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi", "style", "slogan").Says(t, 200)
	slide, _, _ := strings.Cut(p.Path, "?")
	editor.Post(slide+"/submit").Says(t, 200)
	person := at(r, "duyet")
	resets := func(admin *studiotest.User) (*studiotest.User, studiotest.Page) {
		t.Helper()
		m := linkShown.FindStringSubmatch(admin.Post(person+"/reset").Says(t, 200).HTML)
		_, token, _ := strings.Cut(html.UnescapeString(m[1]), "#")
		u := r.Browser()
		return u, u.Post("/studio/begin", "token", token, "password", "hoa sữa mùa thu")
	}
	u, page := resets(evil)
	page.Says(t, 200, "tạm nghỉ đến khi một quản trị khác")
	u.Post(slide+"/approve", "seen", seenOn(u.Get(slide))).Says(t, 403, "không có quyền")
	u.Get("/studio/figures").Says(t, 200)
	shown := evil.Get(person).Says(t, 200, "Đang chờ một quản trị khác xác nhận", "hãy gọi hỏi chính người này")
	evil.Post(person+"/confirm", "seen", seenOn(boss.Get(person))).Says(t, 403)
	if seenOn(shown) != "" {
		t.Error("whoever made the link is offered to confirm it")
	}
	// A second link before that adds nothing and loses nothing.
	u, _ = resets(evil)
	boss.Post(person+"/confirm", "seen", seenOn(boss.Get(person).Says(t, 200, "Duyệt nội dung", "Quản trị"))).Says(t, 200, "Đã xác nhận")
	r.Made()
	u.Post(slide+"/approve", "seen", seenOn(u.Get(slide))).Says(t, 200)
	if n := strings.Count(boss.Get(person).HTML, "Duyệt nội dung"); n != 1 {
		t.Errorf("the mandate is listed %d times", n)
	}

	// The owner's own link, and the operator's, leave everything as it is.
	first := at(r, "uoc")
	if m := linkShown.FindStringSubmatch(boss.Post(first+"/reset").Says(t, 200).HTML); m == nil {
		t.Error("no link for oneself")
	} else {
		_, token, _ := strings.Cut(html.UnescapeString(m[1]), "#")
		r.Browser().Post("/studio/begin", "token", token, "password", "hoa sữa mùa thu").Says(t, 200).Lacks(t, "tạm nghỉ")
	}
	link, err := r.SignIn.ResetLink(context.Background(), "operator", "duyet")
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	r.Browser().Post("/studio/begin", "token", token, "password", "hoa sữa mùa đông").Says(t, 200).Lacks(t, "tạm nghỉ")
}

// A mandate for an owner's airtime is granted from the shares that screens have: its holder changes
// what uses that airtime, and nothing of the city's.
func TestAnOwnersAirtimeIsGranted(t *testing.T) {
	r := studiotest.New(t)
	admin, owner := r.First(), r.Other("chu-so-huu")
	person := at(r, "chu-so-huu")
	admin.Get(person).Lacks(t, "riêng của")
	r.Stand("NGATU-01", true)
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		screen, err := tx.Screen(ctx, "NGATU-01")
		if err != nil {
			return err
		}
		screen.Places[0].Pools = []content.Pool{{ID: "city", Percent: 70}, {ID: "mall", Percent: 30}}
		if err := tx.PutScreen(ctx, screen); err != nil {
			return err
		}
		return tx.PutCampaign(ctx, content.Campaign{ID: "sale", Name: "Khuyến mãi", Pool: "mall", Weight: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	admin.Get(person).Says(t, 200, "riêng của mall")
	admin.Post(person+"/grant", "role", "editor", "reach", "all", "pool", "hotel").Says(t, 422, "Không màn hình nào có thời lượng riêng này")
	admin.Post(person+"/grant", "role", "admin", "reach", "all", "pool", "mall").Says(t, 422, "không chia theo thời lượng riêng")
	owner.Post("/studio/notice", "campaign", "sale", "head", "Giảm giá", "style", "slogan").Says(t, 403)
	admin.Post(person+"/grant", "role", "editor", "reach", "all", "pool", "mall").Says(t, 200, "Đã giao", "trong thời lượng riêng “mall”")
	owner.Post("/studio/notice", "campaign", "sale", "head", "Giảm giá", "style", "slogan").Says(t, 200, "Đã tạo bản nháp")
	owner.Post("/studio/notice", "campaign", "main", "head", "Giảm giá", "style", "slogan").Says(t, 403, "ngoài phạm vi bạn được giao")
}
