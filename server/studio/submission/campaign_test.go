package submission_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	forecast "ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// hall stands a kiosk in a reception hall.
func hall(r *studiotest.Rig, code string) {
	r.Helper()
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutScreen(context.Background(), content.Screen{Code: code, Name: "Bộ phận một cửa", Places: []content.Place{{
			From: time.Now().Add(-time.Hour), Canvas: content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.4, DistanceM: 1}, Kind: content.Kiosk, Venue: content.Reception,
		}}})
	})
	if err != nil {
		r.Fatal(err)
	}
}

// live puts a notice on air.
func live(r *studiotest.Rig, id, campaign string, order int) {
	r.Helper()
	r.Put(content.Slide{
		ID: id, Campaign: campaign, Kind: content.Notice, Style: content.Slogan, Title: "Tấm " + strings.ToUpper(id), State: content.Approved,
		Order: order, Words: content.Words{Head: "Gọi 1022 " + id}, Dwell: 20 * time.Second,
	})
}

// lower fails where one of the marks is missing, or does not stand below the pictures.
func lower(t *testing.T, html string, marks ...string) {
	t.Helper()
	last := strings.LastIndex(html, "<img")
	for _, mark := range marks {
		if at := strings.Index(html, mark); last < 0 || at < last {
			t.Errorf("%s stands at %d, the last picture at %d", mark, at, last)
		}
	}
}

// Whoever decides on a change of a campaign sees what it means where they decide, at the desk and by
// a link: when, where and how much, and its pictures beside those of what is live.
func TestAChangeOfACampaignIsSeenWhereItIsDecided(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	id := leader(r, "chu-tich", "chutich@hanoi.gov.vn")
	r.Stand("NGATU-01", true)
	hall(r, "KIOSK-01")
	live(r, "a", "main", 0)
	live(r, "b", "main", 1)
	const page, key = "/studio/campaigns/main", "campaign:main"
	editor.PostForm(page, url.Values{
		"name": {"Tháng cao điểm"}, "weight": {"1"}, "until": {"2039-01-01T00:00"}, "reach": {"all"}, "kind": {"led"}, "sequence": {"b", "a"}, "at_once": {"yes"},
	}).Says(t, 200, "Đã gửi duyệt", "Chiếu ngay một lần người soạn đề nghị, khi duyệt")
	all, err := r.Store.Submissions(context.Background())
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	at := "/studio/submissions/" + all[0].ID

	means := []string{
		"Nếu duyệt bây giờ: lần đầu", "trên 1 màn hình", "rồi 60 phút mỗi giờ chiếu đến hết 31/12/2038", "1 màn hình: 1 vừa ghép", "100 %",
		"432×216 · 1 màn hình Đang chạy", "Bản sửa", "1080×1920 · 0 màn hình (đang chạy: 1)", "Thứ tự các tấm 1. Tấm A; 2. Tấm B",
		"Chiếu ngay một lần khi duyệt: Tấm B Người soạn đề nghị",
	}
	desk := approver.Get(at).Says(t, 200, means...)
	lower(t, desk.HTML, `name="campaign:main.at_once"`, `value="approve campaign:main"`, `value="return campaign:main"`)
	_, led, _ := strings.Cut(desk.HTML, "<b>432×216</b>")
	led, _, _ = strings.Cut(led, "<b>1080×1920</b>")
	var order string
	for _, img := range strings.Split(led, "<img")[1:] {
		_, alt, _ := strings.Cut(img, `alt="Tấm `)
		order += alt[:1]
	}
	if order != "ABBA" || !strings.Contains(led, `src="/studio/slides/a/preview/432x216.png"`) {
		t.Errorf("live and changed are %s", order)
	}
	if strings.Count(led, "/studio/holds/new?scope=slide&amp;slide=a") != 2 || strings.Contains(editor.Get(at).HTML, "/studio/holds/new") {
		t.Error("the buttons that take off are elsewhere")
	}
	if !strings.Contains(desk.HTML, `hx-get="/studio/campaigns/main/count?mark=`) {
		t.Error("the count does not follow the screens")
	}

	// By the link all of it can be looked at, and nothing leads elsewhere.
	token := made(editor, at, id, "copy")
	phone, seen := opened(r, token)
	seen.Says(t, 200, means...).Lacks(t, "Gỡ…")
	lower(t, seen.HTML, `name="campaign:main.at_once"`, `name="campaign:main.verdict"`, `name="digits"`)
	for _, bad := range []string{`"/studio/slides/`, "/studio/holds", "hx-get", "hx-post"} {
		if strings.Contains(seen.HTML, bad) {
			t.Errorf("the leader's page leads to %s", bad)
		}
	}
	_, err = r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutCampaign(context.Background(), content.Campaign{ID: "other", Name: "Khác", Pool: "city", Weight: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	live(r, "c", "other", 0)
	r.Put(content.Slide{ID: "d", Campaign: "main", Kind: content.Notice, Title: "Nháp", State: content.Draft, Words: content.Words{Head: "Nháp"}})
	const pictures = "/studio/bylink/slides/"
	for path, want := range map[string]int{
		"a/preview/432x216.png": 200, "b/preview/1080x1920.png": 200, "a/preview/432x216.png?of=draft": 404, "a/original": 404, "c/preview/432x216.png": 404, "d/preview/432x216.png": 404,
	} {
		if p := phone.Get(pictures + path); p.Status != want || want == 200 && (p.Head.Get("Content-Type") != "image/png" || !strings.Contains(seen.HTML, pictures+path)) {
			t.Errorf("%s: %d %s", path, p.Status, p.Head.Get("Content-Type"))
		}
	}
	r.Browser().Get(pictures+"a/preview/432x216.png").Says(t, 403)

	// What the authors ask for is offered, and is the approver's to give.
	if desk.Value(key+".at_once") != "b" || seen.Value(key+".at_once") != "b" {
		t.Error("what the authors ask for is not chosen")
	}
	live(r, "0", "main", -1) // a colleague lets another on, which stands before it
	decide(approver, at, "approve "+key, key+".at_once", "d").Says(t, 409, "không còn chiếu ngay được")
	decide(approver, at, "approve "+key, key+".at_once", "b").Says(t, 200, "Đã ghi quyết định")
	for slide, shown := range map[string]bool{"0": false, "a": false, "b": true} {
		if s, err := r.Store.Slide(context.Background(), slide); err != nil || s.AtOnce.IsZero() == shown {
			t.Errorf("%s was shown at once at %v, %v", slide, s.AtOnce, err)
		}
	}
	approver.Get("/studio/onair?screen=NGATU-01").Says(t, 200, "Trên mặt kính Tấm B", "Chiếu thay mọi tấm khác")
	if c, err := r.Store.Campaign(context.Background(), "main"); err != nil || c.AtOnce {
		t.Errorf("the wish outlives the approval: %+v, %v", c, err)
	}
}

// To show a slide at once is offered only where the approval with it would pass; else the desk says
// why it is not, and the approval passes.
func TestWhatIsShownAtOnceIsOfferedWhereItWouldPass(t *testing.T) {
	r := studiotest.New(t)
	boss, editor, near := r.First(), r.Other("soan", signin.Editor), r.Other("gan", signin.Approver)
	const page, ward, key = "/studio/campaigns/main", "2024-11/006", "campaign:main"
	r.Bound("gan", mandate.Mandate{Role: signin.Approver, Area: ward})
	r.Stand("NGATU-01", true)
	live(r, "a", "main", 0)
	ctx := t.Context()
	change := func(c func(*content.Campaign)) {
		t.Helper()
		_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
			now, err := tx.Campaign(ctx, "main")
			if err == nil {
				c(&now)
				err = tx.PutCampaign(ctx, now)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func() string {
		t.Helper()
		all, err := r.Store.Submissions(ctx)
		if err != nil || len(all) != 1 {
			t.Fatal(len(all), err)
		}
		return "/studio/submissions/" + all[0].ID
	}
	asks := url.Values{"name": {"Tháng cao điểm"}, "weight": {"2"}, "reach": {"all"}, "at_once": {"yes"}, "from": {"2039-01-01T00:00"}}
	if p := editor.PostForm(page, asks).Says(t, 422, "chưa có gì để chiếu ngay"); p.Value("at_once") != "yes" {
		t.Error("what was typed is lost")
	}

	// A beginning that is to come, of what was asked for before.
	change(func(c *content.Campaign) { c.Targets = []content.Target{{Area: ward}} })
	asks.Del("from")
	asks.Set("reach", "area")
	asks.Set("area", ward)
	editor.PostForm(page, asks).Says(t, 200, "Đã gửi duyệt")
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		d, err := tx.CampaignDraft(ctx, "main")
		d.Doc.Valid.From = time.Now().Add(7 * 24 * time.Hour)
		if err != nil {
			return err
		}
		return tx.PutCampaignDraft(ctx, d)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{page, at()} {
		if p := boss.Get(where).Says(t, 200, "Người soạn đề nghị chiếu ngay một lần. Bản này chưa chạy ngay khi duyệt"); strings.Contains(p.HTML, `at_once" value="a"`) {
			t.Errorf("%s offers what would be refused", where)
		}
	}
	decide(boss, at(), "approve "+key).Says(t, 200, "Đã ghi quyết định")

	// An approver of the ward may approve it, and not push others off.
	change(func(c *content.Campaign) { c.Valid.From = time.Time{} })
	asks.Set("weight", "3")
	editor.PostForm(page, asks).Says(t, 200, "Đã gửi duyệt")
	if p := boss.Get(at()); p.Value(key+".at_once") != "a" {
		t.Error("who stands above is not offered it")
	}
	for _, where := range []string{page, at()} {
		if p := near.Get(where).Says(t, 200, "phải do người duyệt của cấp trên"); strings.Contains(p.HTML, `at_once" value="a"`) || strings.Contains(p.HTML, page+"/once") {
			t.Errorf("%s offers what is refused to who approves for a ward", where)
		}
	}
	token := made(editor, at(), leader(r, "phuong", "phuong@hanoi.gov.vn", mandate.Mandate{Role: signin.Approver, Area: ward}), "copy")
	if _, p := opened(r, token); strings.Contains(p.HTML, `name="`+key+`.at_once"`) || !strings.Contains(p.HTML, "cấp trên") {
		t.Error("a leader of the ward is offered what is refused to them")
	}
	decide(near, at(), "approve "+key).Says(t, 200, "Đã ghi quyết định")
}

// What a change means is worked out for pages alone, once for whoever looks.
func TestAnOutlookIsWorkedOutForPagesAlone(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	id := leader(r, "chu-tich", "chutich@hanoi.gov.vn")
	r.Stand("NGATU-01", true)
	live(r, "a", "main", 0)
	editor.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", "2", "reach", "all").Says(t, 200, "Đã gửi duyệt")
	all, err := r.Store.Submissions(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	at := "/studio/submissions/" + all[0].ID
	worked := func(what string, want int64, do func()) {
		t.Helper()
		on, err := r.Air.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		before := forecast.Foreseen(on)
		do()
		if n := forecast.Foreseen(on) - before; n != want {
			t.Errorf("%s worked %d outlooks out, not %d", what, n, want)
		}
	}
	live(r, "b", "main", 1) // whoever looks now finds nothing worked out
	worked("a page, the change beside what is live,", 2, func() { approver.Get(at).Says(t, 200, "Nếu duyệt bây giờ") })
	var seen string
	worked("the same page, a link and its page", 0, func() {
		seen = approver.Get(at).Value("campaign:main.seen")
		_, page := opened(r, made(editor, at, id, "copy"))
		page.Says(t, 200, "Nếu duyệt bây giờ")
	})
	live(r, "c", "main", 2)
	worked("what is pressed", 0, func() {
		approver.Post(at, "do", "approve campaign:main", "campaign:main.seen", seen).Says(t, 200, "Đã ghi quyết định")
	})
}

// Of a campaign that nobody has approved yet, the desk says all that it is; a wish for what has no
// slide says so.
func TestANewCampaignIsSeenWhereItIsDecided(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	r.Stand("NGATU-01", false)
	editor.Post("/studio/campaigns/new", "name", "Tết 2039", "percent", "40", "weight", "1", "until", "2039-02-01T00:00", "reach", "all", "at_once", "yes").Says(t, 200, "Chưa chiếu gì")
	all, err := r.Store.Submissions(context.Background())
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	approver.Get("/studio/submissions/"+all[0].ID).Says(t, 200, "Tên Tết 2039", "Đến 00:00 01/02/2039", "Màn hình Mọi màn hình", "40 % thời lượng của thành phố", "1 màn hình: 1 chưa ghép",
		"Người soạn đề nghị chiếu ngay một lần. Chưa có tấm nào được duyệt: hãy chọn chiếu ngay ở tấm").Lacks(t, "Không khác bản đang chiếu", "đang chạy")

	// Its first slides, sent with it, are what it shows: whoever decides is not told the opposite.
	waits, err := r.Store.CampaignDrafts(t.Context())
	if err != nil || len(waits) != 1 {
		t.Fatal(len(waits), err)
	}
	id := waits[0].ID
	editor.Post("/studio/notice", "campaign", id, "head", "Chúc mừng năm mới", "title", "Thiệp", "style", "slogan").Says(t, 200)
	r.Made()
	desk := send(editor, []string{"campaign:" + id, "slide:" + r.Slides()[0].ID}).Says(t, 200, "Tết 2039 lên màn hình cùng 1 tấm gửi lần này").Path
	at, _, _ := strings.Cut(desk, "?")
	approver.Get(at).Says(t, 200, "khi các tấm ấy được duyệt; ngoài ra chưa có tấm đã duyệt nào vừa 1 màn hình này").Lacks(t, "không tấm nào lên màn hình")
	editor.Get("/studio/campaigns/"+id).Says(t, 200, "cùng 1 tấm gửi lần này").Lacks(t, "không tấm nào lên màn hình")
	live(r, "cu", id, 0)
	approver.Get(at).Says(t, 200, "Nếu duyệt bây giờ: lần đầu", "Chưa tính 1 tấm gửi cùng lần này.")
}
