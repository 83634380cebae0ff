package campaign_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A campaign is made in the studio: it shows nothing until another person has approved it, with the
// slides that were put into it; somebody ends it, and it runs again by approval.
func TestACampaignIsMadeAndEnded(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	r.Stand("NGATU-01", true)
	const list, start = "/studio/campaigns", "/studio/campaigns/new"
	editor.Get(list).Says(t, 200, "Chiến dịch mới")
	approver.Get(start).Says(t, 403)
	editor.Get(start).Says(t, 200, "Phần trăm")
	editor.Post(start, "name", "", "percent", "120", "reach", "area").Says(t, 422, "Tên chiến dịch", "Phần thời lượng", "Hãy tìm và chọn phường")
	typed := url.Values{"name": {"Tết 2039"}, "percent": {"40"}, "weight": {"1"}, "until": {"2039-02-01T00:00"}, "reach": {"all"}}
	editor.PostForm(start+"/look", typed).Says(t, 200, "chưa có tấm đã duyệt nào")
	made := editor.PostForm(start, typed).Says(t, 200, "Chưa chiếu gì", "Chưa duyệt", "Phần trăm thời lượng của thành phố", "40 % thời lượng của thành phố")
	page, _, _ := strings.Cut(made.Path, "?")
	id := strings.TrimPrefix(page, list+"/")
	editor.Get(list).Says(t, 200, "Tết 2039", "chưa duyệt")
	r.Put(notice("a", "main", 0))
	r.Put(notice("b", id, 0))
	if got := editor.Get("/studio/notice?campaign=" + id).Value("campaign"); got != id {
		t.Errorf("a new notice begins in %q", got)
	}
	editor.Get(page).Says(t, 200, "Nếu duyệt bây giờ: lần đầu", "24 phút mỗi giờ", "Gửi duyệt cùng nhau")
	editor.Get("/studio/slides/b").Says(t, 200, "chiến dịch chưa được duyệt hoặc đã khép lại")
	editor.Get("/studio/campaigns/main").Says(t, 200, "100 %")
	editor.Post(page+"/delete").Says(t, 409, "Chiến dịch còn tấm chiếu")
	editor.Post(page+"/end").Says(t, 409, "không đang chạy")
	approver.Post(page+"/once", "slide", "b").Says(t, 409, "không chạy vào lúc này")

	approver.Approve(page).Says(t, 200, "Đã duyệt").Lacks(t, "Chưa duyệt")
	editor.Get(page).Says(t, 200, "Lần kế tiếp", "24 phút mỗi giờ")
	editor.Get("/studio/campaigns/main").Says(t, 200, "60 %")
	editor.Post(page+"/once", "slide", "b").Says(t, 403)
	approver.Post(page+"/once", "slide", "a").Says(t, 409, "không còn trong chiến dịch này")
	approver.Post(page+"/once", "slide", "b").Says(t, 200, "Đang chiếu ngay một lần")
	if s, err := r.Store.Slide(context.Background(), "b"); err != nil || s.AtOnce.IsZero() || s.State != content.Approved {
		t.Errorf("shown at once: %+v, %v", s, err)
	}
	editor.Post(page+"/delete").Says(t, 409, "đã được duyệt, không xóa được")

	editor.Post(page+"/end").Says(t, 200, "Đã khép lại")
	editor.Get("/studio/campaigns/main").Says(t, 200, "100 %")
	editor.Get(list).Says(t, 200, "1 chiến dịch đã khép lại")
	editor.Get("/studio/notice").Lacks(t, "Tết 2039")
	typed.Set("percent", "")
	editor.PostForm(page, typed).Says(t, 200, "Đã gửi duyệt", "Trạng thái Đã khép lại Chạy theo ngày và giờ")
	approver.Post(page+"/approve", "seen", approver.Get(page).Value("seen"), "at_once", "b").Says(t, 200, "Đã duyệt")
	editor.Get("/studio/campaigns/main").Says(t, 200, "50 %")

	other, _, _ := strings.Cut(editor.Post(start, "name", "Nhầm", "weight", "1", "reach", "all").Says(t, 200, "Chưa duyệt").Path, "?")
	approver.Post(other+"/return", "why", "Sai tên").Says(t, 200, "Đã trả lại")
	editor.Get(other).Says(t, 200, "Người duyệt trả lại: Sai tên").Lacks(t, "Bỏ bản sửa") // it says who wrote it
	editor.Post(other+"/withdraw", "discard", "yes").Says(t, 409, "chưa được duyệt lần nào")
	if d, err := r.Store.CampaignDraft(context.Background(), strings.TrimPrefix(other, list+"/")); err != nil || len(d.By) != 1 {
		t.Errorf("who wrote it: %+v, %v", d.By, err)
	}
	editor.Post(other+"/delete").Says(t, 200, "Đã xóa")
	editor.Get(list).Lacks(t, "Nhầm")
}
