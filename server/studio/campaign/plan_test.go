package campaign_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

func notice(id, campaign string, order int) content.Slide {
	return content.Slide{
		ID: id, Campaign: campaign, Kind: content.Notice, Style: content.Slogan, Title: "Tấm " + strings.ToUpper(id), State: content.Approved,
		Order: order, Words: content.Words{Head: "Gọi 1022"}, Dwell: 20 * time.Second,
	}
}

// A campaign is planned on its page: when, where, how much and in which order; what that means is
// said beside the form, is what an approver sees, and becomes live as it was seen.
func TestACampaignIsPlanned(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	const page = "/studio/campaigns/main"
	editor.Get(page).Says(t, 200, "Không có màn hình nào được chọn", "Chưa có tấm nào")
	r.Stand("NGATU-01", true)
	r.Stand("NGATU-02", false)
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now()})
	editor.Get(page).Says(t, 200, "Trong sáu tuần tới không tấm nào lên màn hình", "2 màn hình: 1 đang chiếu, 1 chưa ghép")
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutCampaign(context.Background(), content.Campaign{ID: "other", Name: "Khác", Pool: "city", Weight: 3})
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"a", "b", "c"} {
		r.Put(notice(id, "main", i))
	}
	r.Put(notice("d", "other", 0))
	wide := notice("e", "main", 9)
	wide.Words.Head = strings.Repeat("Nội dung quá dài cho màn hình này ", 12)
	r.Put(wide)
	editor.Get(page).Says(t, 200, "Lần kế tiếp", "trên 2 màn hình", "rồi 15 phút mỗi giờ chiếu đến khi có người đổi", "25 %", "432×216", "Không chiếu ở cỡ này:")
	if _, size, _ := strings.Cut(editor.Get(page).HTML, "<b>432×216</b>"); !strings.Contains(size, `src="/studio/slides/a/preview/432x216.png" width="432" height="216" alt="Tấm A"`) {
		t.Error("the size of screen has no pictures")
	}
	if p := editor.Get("/studio/slides/a/preview/432x216.png"); p.Status != 200 || p.Head.Get("Content-Type") != "image/png" {
		t.Errorf("the picture is %d %s", p.Status, p.Head.Get("Content-Type"))
	}

	typed := url.Values{
		"name": {"Tháng cao điểm"}, "weight": {"9"}, "from": {""}, "until": {"2039-01-01T00:00"},
		"open": {"weekly"}, "on_mon": {"00:00–24:00"}, "on_tue": {"00:00–24:00"}, "on_wed": {"00:00–24:00"}, "on_thu": {"00:00–24:00"},
		"on_fri": {"00:00–24:00"}, "on_sat": {"00:00–24:00"}, "on_sun": {"00:00–24:00"},
		"dates": {"yes"}, "date_1": {"2038-12-31"}, "date_hours_1": {"18:00–24:00"}, "date_2": {""}, "date_hours_2": {""}, "date_3": {"2038-12-25"}, "date_hours_3": {""},
		"reach": {"all"}, "venue": {"intersection"}, "kind": {"led", "kiosk"}, "sequence": {"c", "a", "b", "e"},
	}
	editor.PostForm(page+"/look", typed).Says(t, 200, "Nếu duyệt bây giờ: lần đầu", "trên 2 màn hình", "45 phút mỗi giờ", "đến hết 31/12/2038", "75 %")
	typed.Set("kind", "kiosk")
	editor.PostForm(page+"/look", typed).Says(t, 200, "Không có màn hình nào được chọn")
	typed["kind"] = []string{"led", "kiosk"}
	typed.Set("date_hours_3", "lúc sáu giờ")
	editor.PostForm(page+"/look", typed).Says(t, 200, "Điền xong")
	again := editor.PostForm(page, typed).Says(t, 422, "Ngày riêng, dòng 3")
	if at := []int{strings.Index(again.HTML, `value="c"`), strings.Index(again.HTML, `value="a"`)}; at[0] < 0 || at[0] > at[1] || again.Value("date_hours_3") != "lúc sáu giờ" {
		t.Error("what was typed is lost")
	}
	typed.Set("date_hours_3", "")
	approver.PostForm(page+"/look", typed).Says(t, 403)
	editor.PostForm(page, typed).Says(t, 200, "Đã gửi duyệt", "Thứ tự các tấm", "1. Tấm C; 2. Tấm A; 3. Tấm B", "riêng ngày 31/12/2038 18:00–24:00", "Ngã tư", "LED; ")
	if now := live(t, r); now.Weight != 1 || now.Sequence != nil || len(now.Targets) > 0 {
		t.Errorf("the live one changed: %+v", now)
	}
	waits := approver.Get(page).Says(t, 200, "Nếu duyệt bây giờ: lần đầu", "45 phút mỗi giờ")
	if _, chart, _ := strings.Cut(waits.HTML, `<svg class="night"`); strings.Count(chart, `class="lit"`) != 1 || !strings.Contains(chart, `<rect class="lit" x="40" y="3" width="360"`) {
		t.Error("the week is not drawn")
	}
	approver.Approve(page).Says(t, 200, "Đã duyệt")
	now := live(t, r)
	if !slices.Equal(now.Sequence, []string{"c", "a", "b", "e"}) || now.Weight != 9 || len(now.Targets) != 2 || len(now.Hours.Except) != 2 ||
		now.Hours.Except[1].Date != hours.Date("2038-12-25") || len(now.Hours.Except[1].Parts) != 0 {
		t.Errorf("approved is %+v", now)
	}
	editor.Get(page).Says(t, 200, "Lần kế tiếp", "45 phút mỗi giờ")

	// In its last days the page says what comes after.
	editor.Get(page).Lacks(t, "Ngày sau khi kết thúc")
	_, err = r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		now.Valid.Until = time.Now().Add(5 * 24 * time.Hour)
		return tx.PutCampaign(context.Background(), now)
	})
	if err != nil {
		t.Fatal(err)
	}
	ending := editor.Get(page).Says(t, 200, "Ngày sau khi kết thúc, màn hình chiếu").HTML
	shown, comes, _ := strings.Cut(ending, "Ngày sau khi kết thúc")
	if !strings.Contains(comes, `alt="Tấm D"`) || strings.Contains(comes, `alt="Tấm A"`) {
		t.Error("the day after is not what comes then")
	}
	// Each picture and each place in the order has the button that takes it off, for who may.
	const off = "/studio/holds/new?scope=slide&amp;slide="
	if strings.Count(comes, off+"d") != 1 || strings.Count(shown, off+"a") != 2 || strings.Contains(r.Other("soi", signin.Auditor).Get(page).HTML, off) {
		t.Error("the buttons that take off are elsewhere")
	}

	// What the form cannot say stays, and the order is no change where nobody moved a slide.
	_, err = r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		now.Targets = []content.Target{{Area: "2024-11/006"}, {Kind: content.Kiosk}}
		return tx.PutCampaign(context.Background(), now)
	})
	if err != nil {
		t.Fatal(err)
	}
	typed.Set("weight", "8")
	editor.Get(page).Says(t, 200, "chúng giữ nguyên")
	editor.PostForm(page, typed).Says(t, 200, "Đã gửi duyệt").Lacks(t, "<th>Thứ tự các tấm</th>")
	approver.Approve(page).Says(t, 200, "Đã duyệt")
	if now := live(t, r); now.Weight != 8 || len(now.Targets) != 2 || now.Targets[1].Kind != content.Kiosk {
		t.Errorf("approved is %+v", now)
	}
}
