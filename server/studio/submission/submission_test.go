package submission_test

import (
	"context"
	"fmt"
	"net/url"
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

// send submits drafts together, by their keys.
func send(u *studiotest.User, keys []string, more ...string) studiotest.Page {
	u.Helper()
	v := url.Values{signin.FieldCSRF: {u.CSRF}, "item": keys}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	req := u.Request("POST", "/studio/submissions/new", strings.NewReader(v.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return u.Send(req)
}

// decide presses a button of a submission's page, with what the page says was seen.
func decide(u *studiotest.User, at, do string, more ...string) studiotest.Page {
	u.Helper()
	page := u.Get(at)
	for _, m := range regexp.MustCompile(`name="([^"]+\.seen)"`).FindAllStringSubmatch(page.HTML, -1) {
		more = append(more, m[1], page.Value(m[1]))
	}
	return u.Post(at, append([]string{"do", do}, more...)...)
}

func notice(t *testing.T, r *studiotest.Rig, u *studiotest.User, title string) (key string) {
	t.Helper()
	u.Post("/studio/notice", "campaign", "main", "head", title, "title", title, "style", "slogan").Says(t, 200)
	for _, s := range r.Slides() {
		if s.Title == title {
			return "slide:" + s.ID
		}
	}
	t.Fatalf("no slide %s", title)
	return ""
}

func state(r *studiotest.Rig, key string) content.State {
	r.Helper()
	s, err := r.Store.Slide(context.Background(), strings.TrimPrefix(key, "slide:"))
	if err != nil {
		r.Fatal(err)
	}
	return s.State
}

// Several drafts go to the approver together, who decides on each; what is returned goes into a new
// submission that names the old one.
func TestSeveralDraftsGoTogether(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	r.Stand("NGATU-01", true)
	r.Set(content.SettingHotline, "1022")
	a, b := notice(t, r, editor, "Tấm một"), notice(t, r, editor, "Tấm hai")
	until := time.Now().Add(90 * 24 * time.Hour).Format("2006-01-02T15:04")
	editor.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", "2", "until", until).Says(t, 200, "Đã gửi duyệt")
	editor.Get("/studio/slides?state=draft").Says(t, 200, "Chọn để gửi duyệt", "Gửi duyệt các tấm đã chọn")
	editor.Get("/studio/submissions/new?campaign=main").Says(t, 200, "Tấm một", "Tấm hai", "Tháng cao điểm")
	approver.Get("/studio").Lacks(t, "Tấm một")

	send(editor, nil).Says(t, 422, "Hãy chọn từ 1 đến 60 mục")
	page := send(editor, []string{a, b, "campaign:main"})
	page.Says(t, 200, "Đã gửi duyệt", "Gửi duyệt 3 mục", "Tấm một", "Tấm hai", "tỷ trọng 1 chia phần còn lại, tỷ trọng 2", "người khác duyệt").Lacks(t, "Duyệt cả")
	at, _, _ := strings.Cut(page.Path, "?")
	approver.Get("/studio").Says(t, 200, "cùng 2 mục khác · Trần Văn soan")
	approver.Get("/studio/submissions").Says(t, 200, "Chờ bạn duyệt", "và 2 mục khác")
	editor.Get("/studio/submissions").Says(t, 200, "Không có gì chờ bạn duyệt", "Bạn đã gửi, đang chờ")
	approver.Get(at).Says(t, 200, "Duyệt cả 3 mục", "432×216", "Trên từng cỡ màn hình", "Kiểm tra trước khi chiếu", "432×216 · P5 · 15 m · 1 màn hình",
		"Nếu được duyệt: Chiếu từ lúc duyệt đến khi gỡ, vì bắt đầu theo lúc duyệt, chưa đặt ngày kết thúc.")
	for _, item := range strings.Split(approver.Get(at).HTML, `<section class="panel item"`)[1:] {
		if !strings.HasPrefix(item, ` id="campaign:main"`) { // nothing of it is live
			lower(t, item, `value="approve `, `value="return `)
		}
	}
	editor.Post(at, "do", "approve all").Says(t, 403)
	boss.Get(at).Says(t, 200, "Duyệt cả 3 mục")

	// One is returned, one is edited, one is approved: outcomes belong to items.
	decide(approver, at, "return "+a, a+".why", "Thiếu ngày").Says(t, 200, "Đã ghi quyết định", "Trả lại", "Thiếu ngày", "Duyệt cả 2 mục")
	editor.Get("/studio").Says(t, 200, "Bị trả lại: Thiếu ngày")
	seen := approver.Get(at).Value(b + ".seen")
	id := strings.TrimPrefix(b, "slide:")
	editor.Post(shell.SlidePath(id), "title", "Tấm hai", "head", "Sửa", "style", "slogan").Says(t, 200, "Đã lưu")
	approver.Post(at, "do", "approve "+b, b+".seen", seen).Says(t, 409, "Không còn mục nào ở đây chờ bạn duyệt", "Đã rút lại")
	decide(approver, at, "approve campaign:main").Says(t, 200, "Không có gì chờ bạn duyệt", "Đã xong", "và 2 mục khác")
	if state(r, a) != content.Draft || state(r, b) != content.Draft {
		t.Errorf("they are %s and %s", state(r, a), state(r, b))
	}
	again := send(editor, []string{a, b})
	again.Says(t, 200, "Gửi duyệt 2 mục", "Gửi lại sau lần bị trả lại")
	if again.Path == page.Path || !strings.Contains(again.HTML, `href="`+at+`"`) {
		t.Error("it does not name the submission before")
	}
	next, _, _ := strings.Cut(again.Path, "?")
	decide(approver, next, "approve all", a+".document", "7/GP").Says(t, 200, "Đã ghi quyết định", "Không có gì chờ bạn duyệt")
	if state(r, a) != content.Approved || state(r, b) != content.Approved {
		t.Errorf("they are %s and %s", state(r, a), state(r, b))
	}
	if s, _ := r.Store.Slide(context.Background(), strings.TrimPrefix(a, "slide:")); s.Approval.Document != "7/GP" {
		t.Errorf("the document is %q", s.Approval.Document)
	}
	editor.Get(at).Says(t, 200, "Đã duyệt", "Trả lại", "Đã rút lại")
}

// All pass or none, in the order in which they need each other: a slide does not pass before its
// campaign runs again, or before the setting that it prints has a value.
func TestWhatNeedsAnotherDraft(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		c, err := tx.Campaign(ctx, "main")
		c.Valid.Until = tx.Time().Add(-time.Hour)
		if err == nil {
			err = tx.PutCampaign(ctx, c)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b := notice(t, r, editor, "Tấm một"), notice(t, r, editor, "Tấm hai")
	slide, err := r.Store.Slide(ctx, strings.TrimPrefix(b, "slide:"))
	if err != nil {
		t.Fatal(err)
	}
	slide.Needs = []string{content.SettingHotline}
	r.Put(slide)
	until := time.Now().Add(90 * 24 * time.Hour).Format("2006-01-02T15:04")
	editor.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", "1", "until", until).Says(t, 200)
	boss.Post("/studio/settings", content.SettingHotline, "1022 nhánh 8").Says(t, 200, "Đã gửi duyệt")
	send(editor, []string{a, "setting:" + content.SettingHotline}).Says(t, 403)
	page := send(boss, []string{a, b, "campaign:main", "setting:" + content.SettingHotline})
	at, _, _ := strings.Cut(page.Path, "?")
	page.Says(t, 200, "Gửi duyệt 4 mục", "Đường dây nóng — 1022 nhánh 8")
	decide(boss, at, "approve all").Says(t, 409, "Không còn mục nào")
	decide(approver, at, "approve "+a).Says(t, 409, "cần bản sửa của chiến dịch “Tháng cao điểm”")
	decide(approver, at, "approve campaign:main").Says(t, 200)
	decide(approver, at, "approve "+a).Says(t, 200, "Đã ghi quyết định")
	decide(approver, at, "approve "+b).Says(t, 409, "cần cài đặt “Đường dây nóng”")
	decide(approver, at, "approve all").Says(t, 409, "Hãy duyệt cài đặt trước, xem lại tấm")
	decide(approver, at, "approve setting:"+content.SettingHotline).Says(t, 200, "Đã ghi quyết định")
	decide(approver, at, "approve "+b).Says(t, 200, "Không có gì chờ bạn duyệt")
	if state(r, a) != content.Approved || state(r, b) != content.Approved {
		t.Errorf("they are %s and %s", state(r, a), state(r, b))
	}
}

// The desk of a person has what is theirs: of their area, and none that they had a part in. One who
// sends what a colleague wrote does not approve it.
func TestADeskHasWhatIsTheirs(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, both := r.Other("soan", signin.Editor), r.Other("ca-hai", signin.Editor, signin.Approver)
	near, far := r.Other("nguoi-gan", signin.Approver), r.Other("nguoi-xa", signin.Approver)
	r.Bound("nguoi-gan", mandate.Mandate{Role: mandate.Approver, Area: "2024-11/006"})
	r.Bound("nguoi-xa", mandate.Mandate{Role: mandate.Approver, Area: "2024-11/001"})
	a := notice(t, r, editor, "Tấm Đống Đa")
	s, err := r.Store.Slide(context.Background(), strings.TrimPrefix(a, "slide:"))
	if err != nil {
		t.Fatal(err)
	}
	s.Targets = []content.Target{{Area: "2024-11/006"}}
	r.Put(s)
	page := send(both, []string{a})
	page.Says(t, 200, "Bạn có phần trong mục này")
	at, _, _ := strings.Cut(page.Path, "?")
	near.Get("/studio").Says(t, 200, "Tấm Đống Đa Chờ bạn duyệt · Trần Văn ca-hai")
	far.Get("/studio").Says(t, 200, "Không có gì chờ bạn")
	far.Get("/studio/submissions").Says(t, 200, "Trong phạm vi của bạn").Lacks(t, "Tấm Đống Đa")
	far.Get("/studio/submissions?whose=all").Says(t, 200, "Chờ người khác duyệt", "Tấm Đống Đa")
	for _, u := range []*studiotest.User{both, far} {
		u.Get(at).Lacks(t, "Lý do")
		u.Post(at, "do", "approve "+a, a+".seen", near.Get(at).Value(a+".seen")).Says(t, 403)
	}
	decide(near, at, "approve "+a).Says(t, 200, "Đã ghi quyết định")
}

// A picture may be sent while the server still makes it for the screens: it reaches the desk after
// that.
func TestItReachesTheDeskWhenItIsMade(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	editor.Upload("/studio/upload", "Lễ hội.jpg", studiotest.Photo(3), "text/html").Says(t, 200)
	key := "slide:" + r.Slides()[0].ID
	r.Stand("NGATU-01", true)
	page := send(editor, []string{key}, key+".despite", "Ảnh duy nhất")
	page.Says(t, 200, "máy chủ đang tạo hình", "tự lên bàn duyệt")
	at, _, _ := strings.Cut(page.Path, "?")
	approver.Get("/studio").Says(t, 200, "Không có gì chờ bạn")
	approver.Get("/studio/submissions").Says(t, 200, "Không có gì chờ bạn duyệt", "Lễ hội", "máy chủ đang tạo hình")
	seen := approver.Get(shell.SlidePath(r.Slides()[0].ID)).Value("seen")
	approver.Post(at, "do", "approve "+key, key+".seen", seen).Says(t, 409, "còn đang tạo hình")
	r.Made()
	approver.Get("/studio").Says(t, 200, "Lễ hội Chờ bạn duyệt")
	decide(approver, at, "approve "+key).Says(t, 200, "Đã ghi quyết định")
}

// A setting and the slides that it changes, sent together, name each other.
func TestASettingAndItsSlidesNameEachOther(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor := r.Other("soan", signin.Editor)
	r.Other("duyet", signin.Approver)
	r.Set(content.SettingHotline, "1022")
	a := notice(t, r, editor, "Gọi đường dây nóng")
	boss.Post(shell.PathSettings, "only", content.SettingHotline, content.SettingHotline, "1023").Says(t, 200, "Đã gửi duyệt")
	page := send(boss, []string{a, "setting:" + content.SettingHotline})
	page.Says(t, 200, "Gửi duyệt 2 mục", "cùng lần gửi này: Gọi đường dây nóng", "cùng lần gửi này: "+shell.SettingNames[content.SettingHotline].Vi)
}

// Three submissions over the same things, of which one changes what the others print: whatever the
// order in which they are approved, nobody approves what they did not see, and all are live at the
// end.
func TestThreeSubmissionsInEveryOrder(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	r.Set(content.SettingHotline, "1000")
	for round, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		hotline := fmt.Sprint(1001 + round)
		boss.Post(shell.PathSettings, "only", content.SettingHotline, content.SettingHotline, hotline).Says(t, 200, "Đã gửi duyệt")
		weight := fmt.Sprint(2 + round)
		editor.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", weight).Says(t, 200, "Đã gửi duyệt")
		var slides []string
		for i := range 3 {
			slides = append(slides, notice(t, r, editor, fmt.Sprint("Tấm ", round, " ", i)))
		}
		var at []string
		for i, keys := range [][]string{{"setting:" + content.SettingHotline, slides[0]}, {"campaign:main", slides[1]}, {slides[2]}} {
			who := editor
			if i == 0 {
				who = boss
			}
			page := send(who, keys)
			page.Says(t, 200, "Đã gửi duyệt")
			path, _, _ := strings.Cut(page.Path, "?")
			at = append(at, path)
		}
		var seen [3]string
		for i, path := range at {
			seen[i] = approver.Get(path).Value(slides[i] + ".seen")
		}
		changed := false
		for _, i := range order {
			if i > 0 {
				page := approver.Post(at[i], "do", "approve "+slides[i], slides[i]+".seen", seen[i])
				if changed {
					page.Says(t, 409)
				} else {
					page.Says(t, 200, "Đã ghi quyết định")
				}
			}
			if i == 0 { // the slide beside it is looked at again, with the new value
				decide(approver, at[i], "approve setting:"+content.SettingHotline).Says(t, 200, "Đã ghi quyết định")
			}
			if i != 2 || changed {
				decide(approver, at[i], "approve all").Says(t, 200, "Đã ghi quyết định")
			}
			changed = changed || i == 0
		}
		for i, key := range slides {
			if state(r, key) != content.Approved {
				t.Errorf("order %v: slide %d is %s", order, i, state(r, key))
			}
		}
		c, err := r.Store.Campaign(t.Context(), "main")
		if set, failed := r.Store.Setting(t.Context(), content.SettingHotline); err != nil || failed != nil || set.Value != hotline || fmt.Sprint(c.Weight) != weight {
			t.Errorf("order %v: %q, weight %d, %v, %v", order, set.Value, c.Weight, err, failed)
		}
	}
	if waits, err := r.Store.Submissions(t.Context()); err != nil || len(waits) != 0 {
		t.Errorf("%d still wait, %v", len(waits), err)
	}
}
