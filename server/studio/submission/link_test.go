package submission_test

import (
	"context"
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

// leader makes an account that nobody signs in to, with a mandate to approve.
func leader(r *studiotest.Rig, login, email string, all ...mandate.Mandate) string {
	r.Helper()
	ctx := context.Background()
	if _, err := r.SignIn.Invite(ctx, "test", "Lãnh đạo "+login, login, nil); err != nil {
		r.Fatal(err)
	}
	if len(all) == 0 {
		all = []mandate.Mandate{{Role: signin.Approver}}
	}
	r.Bound(login, all...)
	p, err := r.Store.StaffByLogin(ctx, login)
	if err == nil {
		_, err = r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.SetEmail(ctx, p.ID, email) })
	}
	if err != nil {
		r.Fatal(err)
	}
	return p.ID
}

var (
	addressShown = regexp.MustCompile(`value="http[^"]*/studio/bylink#([^"]+)"`)
	codeShown    = regexp.MustCompile(`class="digits">([0-9 ]+)<`)
	seenFields   = regexp.MustCompile(`name="([^"]+\.seen)" value="([^"]+)"`)
)

// opened is a browser in which a link was opened, and the page that it got.
func opened(r *studiotest.Rig, token string) (*studiotest.User, studiotest.Page) {
	r.Helper()
	u := r.Browser()
	u.Get("/studio/bylink").Says(r.T, 200, "Đang mở liên kết")
	return u, u.Post("/studio/bylink/look", "token", token)
}

// made is the token of a link that somebody has made.
func made(u *studiotest.User, at, to, way string) string {
	u.Helper()
	p := u.Post(at+"/links", "to", to, "way", way).Says(u.T, 200)
	if m := addressShown.FindStringSubmatch(p.HTML); m != nil {
		return m[1]
	}
	return ""
}

// answer is what the form of a link's page sends.
func answer(page studiotest.Page, verdict, digits string, more ...string) []string {
	fields := append([]string{"digits", digits}, more...)
	for _, m := range seenFields.FindAllStringSubmatch(page.HTML, -1) {
		fields = append(fields, m[1], m[2], strings.TrimSuffix(m[1], "seen")+"verdict", verdict)
	}
	return fields
}

func mailed(r *studiotest.Rig) studiotest.Email {
	r.Helper()
	select {
	case m := <-r.Mails:
		return m
	default:
		r.Fatal("no e-mail was sent")
		return studiotest.Email{}
	}
}

func codeIn(m studiotest.Email) string { return regexp.MustCompile(`\d{6}`).FindString(m.Text) }

// sentNotice is a submission of one notice.
func sentNotice(t *testing.T, r *studiotest.Rig, u *studiotest.User, title string) (key, at string) {
	t.Helper()
	key = notice(t, r, u, title)
	r.Made()
	at, _, _ = strings.Cut(send(u, []string{key}).Says(t, 200, "Đã gửi duyệt").Path, "?")
	return key, at
}

// Somebody who never opens the studio approves by a link and a code that came to their own address.
// The link alone shows what waits and does nothing.
func TestALeaderApprovesByLink(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor := r.Other("soan", signin.Editor)
	id := leader(r, "chu-tich", "chutich@hanoi.gov.vn")
	r.Stand("NGATU-01", true)
	key, at := sentNotice(t, r, editor, "Tấm một")
	slide := strings.TrimPrefix(key, "slide:")
	editor.Get(at).Says(t, 200, "Lãnh đạo duyệt qua liên kết", "Lãnh đạo chu-tich")
	if p := editor.Post(at+"/links", "to", "p-nobody"); p.Status != 422 {
		t.Errorf("a link for nobody: %d", p.Status)
	}
	token := made(editor, at, id, "copy")
	if strings.Contains(editor.Get(at).HTML, token) {
		t.Error("the link is shown twice")
	}
	editor.Get(at).Says(t, 200, "Lãnh đạo chu-tich").Lacks(t, "Lấy mã để đọc")

	// The link shows what waits, with its pictures, and is no session.
	phone, page := opened(r, token)
	page.Says(t, 200, "Tấm một", "432×216", "Quyết định", "c•••@hanoi.gov.vn", "Gửi mã cho tôi")
	if strings.Index(page.HTML, "<img") > strings.Index(page.HTML, "Kiểm tra trước khi chiếu") {
		t.Error("the pictures do not come first")
	}
	lower(t, page.HTML, `name="`+key+`.verdict"`, `name="digits"`)
	pictures := "/studio/bylink/slides/" + slide + "/preview/432x216.png"
	if !strings.Contains(page.HTML, pictures) {
		t.Error("its pictures are elsewhere")
	}
	if p := phone.Get(pictures + "?of=draft"); p.Status != 200 || p.Head.Get("Content-Type") != "image/png" {
		t.Errorf("the picture: %d %s", p.Status, p.Head.Get("Content-Type"))
	}
	other := notice(t, r, editor, "Tấm khác")
	phone.Get("/studio/bylink/slides/"+strings.TrimPrefix(other, "slide:")+"/preview/432x216.png").Says(t, 404)
	r.Browser().Get(pictures).Says(t, 403)
	if p := phone.Get(at); !strings.HasPrefix(p.Path, shell.PathSignin) {
		t.Errorf("the link opens %s", p.Path)
	}
	phone.Post("/studio/bylink", answer(page, "approve", "123456")...).Says(t, 403, "Hãy lấy mã mới")

	// A code for what was seen goes to the leader alone. Five wrong ones end it.
	phone.Post("/studio/bylink/code", answer(page, "", "")...).Says(t, 200, "Đã gửi mã đến")
	code := codeIn(mailed(r))
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for range store.MaxCodeTries {
		phone.Post("/studio/bylink", answer(page, "approve", wrong)...).Says(t, 403, "Mã không đúng")
	}
	phone.Post("/studio/bylink", answer(page, "approve", code)...).Says(t, 403, "Hãy lấy mã mới")
	if state(r, key) != content.Submitted {
		t.Fatalf("it is %s", state(r, key))
	}
	phone.Post("/studio/bylink/code", answer(page, "", "")...).Says(t, 200)
	m := mailed(r)
	if m.To != "chutich@hanoi.gov.vn" || !strings.Contains(m.Text, "Tấm một") || strings.Contains(m.Text, "bylink") {
		t.Errorf("the e-mail is %+v", m)
	}
	code = codeIn(m)
	phone.Post("/studio/bylink", answer(page, "", code)...).Says(t, 422, "Hãy chọn duyệt hay trả lại")
	phone.Post("/studio/bylink", answer(page, "return", code)...).Says(t, 422, "Hãy ghi lý do")
	phone.Post("/studio/bylink", append(answer(page, "approve", code), key+".seen", "what was not seen")...).Says(t, 409, "Nội dung đã đổi")
	phone.Post("/studio/bylink", answer(page, "approve", code[:3]+" "+code[3:])...).Says(t, 200, "Đã ghi quyết định", "Đã duyệt")
	if state(r, key) != content.Approved {
		t.Fatalf("it is %s", state(r, key))
	}
	phone.Post("/studio/bylink", answer(page, "approve", code)...).Says(t, 403)

	// The record says by which way, who made the link, and that somebody else may approve by now.
	editor.Get(at).Says(t, 200, "Lãnh đạo chu-tich · ", "qua liên kết")
	editor.Get(shell.SlidePath(slide)).Says(t, 200, "duyệt qua liên kết")
	ctx := context.Background()
	lines, err := r.Store.ChangesOf(ctx, store.NounSlide, slide, 0, 1)
	if err != nil || lines[0].Who != id || lines[0].Via != store.ViaLink {
		t.Errorf("the log says %+v, %v", lines, err)
	}
	if p, err := r.Store.Staff(ctx, id); err != nil || p.Entered.IsZero() {
		t.Errorf("the leader counts as nobody: %v", err)
	}
}

// Without an address of the leader's own, an admin reads the code over the telephone: not one who
// made the link, sent the drafts or had a part in them.
func TestACodeIsReadOverTheTelephone(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First() // may do everything, and so may send and make links
	admin, editor := r.Other("quan-tri", signin.Admin), r.Other("soan", signin.Editor)
	id := leader(r, "chu-tich", "")
	r.Stand("NGATU-01", true)
	key, at := sentNotice(t, r, editor, "Tấm một")
	editor.Post(at+"/links", "to", id, "way", "mail").Says(t, 422, "chưa có địa chỉ thư")
	token := made(boss, at, id, "copy")
	phone, page := opened(r, token)
	page.Says(t, 200, "đọc qua điện thoại").Lacks(t, "Gửi mã cho tôi")
	phone.Post("/studio/bylink/code", answer(page, "", "")...).Says(t, 422, "do một quản trị đọc")
	line := linkOf(t, r, at)
	boss.Get(at).Lacks(t, "Lấy mã để đọc")
	boss.Post(at+"/links/"+line.ID+"/code").Says(t, 403, "Hãy nhờ một quản trị khác")
	editor.Post(at+"/links/"+line.ID+"/code").Says(t, 403)
	told := admin.Post(at+"/links/"+line.ID+"/code").Says(t, 200, "Mã của Lãnh đạo chu-tich")
	code := codeShown.FindStringSubmatch(told.HTML)[1]
	phone.Post("/studio/bylink", append(answer(page, "return", code), key+".why", "Sai ngày")...).Says(t, 200, "Đã ghi quyết định", "Trả lại", "Sai ngày")
	if s, err := r.Store.Slide(context.Background(), strings.TrimPrefix(key, "slide:")); err != nil || s.State != content.Draft || s.Returned != "Sai ngày" {
		t.Errorf("it is %+v, %v", s, err)
	}
	uses, err := r.Store.ChangesOf(context.Background(), store.NounApprovalLink, line.ID, 0, 10)
	if err != nil || uses[0].Verb != "use" || !strings.Contains(string(uses[0].Detail), `"told_by":"`+staffID(t, r, "quan-tri")+`"`) {
		t.Errorf("the log says %+v, %v", uses, err)
	}

	// A link that went out by e-mail takes a code by telephone, also where there is an address.
	mail := leader(r, "pho-chu-tich", "pho@hanoi.gov.vn")
	_, at = sentNotice(t, r, editor, "Tấm hai")
	if made(editor, at, mail, "mail") != "" {
		t.Error("the link is on the page as well")
	}
	sent := mailed(r)
	_, page = opened(r, regexp.MustCompile(`bylink#(\S+)`).FindStringSubmatch(sent.Text)[1])
	page.Says(t, 200, "Tấm hai", "đọc qua điện thoại").Lacks(t, "Gửi mã cho tôi")
}

// What ends a link's use: an edit, a mandate that ended, a disabled account, a newer link, its time.
// Whoever had a part in a draft gets no link for it, also where they are alone.
func TestWhatALinkDoesNotDo(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor := r.Other("soan", signin.Editor)
	id := leader(r, "chu-tich", "chutich@hanoi.gov.vn")
	r.Stand("NGATU-01", true)
	key, at := sentNotice(t, r, editor, "Tấm một")
	first := made(editor, at, id, "copy")
	token := made(editor, at, id, "copy")
	_, old := opened(r, first)
	old.Says(t, 403, "đã được dùng hoặc đã hết hạn")
	phone, page := opened(r, token)
	phone.Post("/studio/bylink/code", answer(page, "", "")...).Says(t, 200)
	code := codeIn(mailed(r))

	// An edit withdraws what was seen: neither the page nor the code is for what is written now.
	editor.Post(shell.SlidePath(strings.TrimPrefix(key, "slide:")), "title", "Tấm một", "head", "Sửa", "style", "slogan").Says(t, 200)
	phone.Post("/studio/bylink", answer(page, "approve", code)...).Says(t, 409, "Không còn mục nào")
	r.Made()
	at, _, _ = strings.Cut(send(editor, []string{key}).Says(t, 200).Path, "?")
	token = made(editor, at, id, "copy")
	phone, page = opened(r, token)
	phone.Post("/studio/bylink/code", answer(page, "", "")...).Says(t, 200)
	code = codeIn(mailed(r))

	r.Bound("chu-tich", mandate.Mandate{Role: signin.Approver, Until: time.Now().Add(-time.Minute)})
	phone.Post("/studio/bylink", answer(page, "approve", code)...).Says(t, 409, "Không còn mục nào")
	r.Bound("chu-tich", mandate.Mandate{Role: signin.Approver})
	boss.Post("/studio/staff/"+id, "disabled", "yes").Says(t, 200)
	phone.Post("/studio/bylink", answer(page, "approve", code)...).Says(t, 403, "đã hết hạn")
	boss.Post("/studio/staff/"+id).Says(t, 200)
	for range store.MaxCodes - 1 {
		phone.Post("/studio/bylink/code", answer(page, "", "")...).Says(t, 200)
		mailed(r)
	}
	phone.Post("/studio/bylink/code", answer(page, "", "")...).Says(t, 429, "hết số lần lấy mã")
	if state(r, key) != content.Submitted {
		t.Errorf("it is %s", state(r, key))
	}

	// The first account may approve its own work while it is alone, but never by a link.
	_, own := sentNotice(t, r, boss, "Của tôi")
	me := staffID(t, r, "uoc")
	boss.Post(own+"/links", "to", me, "way", "copy").Says(t, 422)
	editor.Post(own+"/links", "to", me, "way", "copy").Says(t, 422)
}

func linkOf(t *testing.T, r *studiotest.Rig, at string) store.ApprovalLink {
	t.Helper()
	all, err := r.Store.ApprovalLinks(context.Background(), strings.TrimPrefix(at, "/studio/submissions/"))
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

func staffID(t *testing.T, r *studiotest.Rig, login string) string {
	t.Helper()
	p, err := r.Store.StaffByLogin(context.Background(), login)
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// An admin who could sign in as an author or as the maker of a link gets no code for it: alone they
// would write, send and decide.
func TestAnAdminGetsNoCodeForWhatTheyCouldHaveSent(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	evil := r.Other("quan-tri", signin.Admin)
	r.Other("soan", signin.Editor)
	id := leader(r, "chu-tich", "")
	r.Stand("NGATU-01", true)
	taken := func(by string) *studiotest.User {
		t.Helper()
		link, err := r.SignIn.ResetLink(context.Background(), by, "soan")
		if err != nil {
			t.Fatal(err)
		}
		_, token, _ := strings.Cut(link, "#")
		u := r.Browser()
		u.Post("/studio/begin", "token", token, "password", "hoa sữa mùa thu").Says(t, 200)
		return u
	}
	puppet := taken(staffID(t, r, "quan-tri"))
	key, at := sentNotice(t, r, puppet, "Tấm một")
	token := made(puppet, at, id, "copy")
	code := at + "/links/" + linkOf(t, r, at).ID + "/code"
	evil.Get(at).Lacks(t, "Lấy mã để đọc")
	evil.Post(code).Says(t, 403, "đặt lại mật khẩu", "Hãy nhờ một quản trị khác")
	boss.Get(at).Says(t, 200, "Lấy mã để đọc")
	boss.Post(code).Says(t, 200, "Mã của Lãnh đạo chu-tich")

	// A link of the operator's gives the account back to its owner.
	editor := taken("operator")
	told := evil.Post(code).Says(t, 200, "Mã của Lãnh đạo chu-tich")

	// Without a mandate of the leader's there is no code, and a page from before the decision makes
	// no link and no code.
	r.Bound("chu-tich", mandate.Mandate{Role: signin.Approver, Until: time.Now().Add(-time.Minute)})
	boss.Post(code).Says(t, 409, "Không còn mục nào")
	if l := linkOf(t, r, at); l.Codes != 2 {
		t.Errorf("the link had %d codes", l.Codes)
	}
	r.Bound("chu-tich", mandate.Mandate{Role: signin.Approver})
	phone, page := opened(r, token)
	phone.Post("/studio/bylink", answer(page, "approve", codeShown.FindStringSubmatch(told.HTML)[1])...).Says(t, 200, "Đã ghi quyết định")
	if state(r, key) != content.Approved {
		t.Errorf("it is %s", state(r, key))
	}
	editor.Post(at+"/links", "to", id, "way", "copy").Says(t, 409, "Không còn mục nào")
	boss.Post(code).Says(t, 409, "Không còn mục nào")
}
