package slide_test

import (
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

func TestFromFileToAirAndOff(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	studiotest.NewScreen(t, editor, "NGATU-01").Says(t, 200)

	p := editor.Upload("/studio/upload", "Lễ hội.jpg", studiotest.Photo(3), "application/json")
	var got struct{ ID, Title, At string }
	if err := json.Unmarshal([]byte(p.HTML), &got); err != nil || got.Title != "Lễ hội" {
		t.Fatalf("upload answered %d %s", p.Status, p.HTML)
	}
	editor.Get(got.At).Says(t, 200, "Bản nháp", "Gửi duyệt", "432×216", "1920×1080", "tạo")
	editor.Post(got.At, "title", "Lễ hội mùa thu", "fit", "cover", "focus_x", "0,25", "focus_y", "0.5", "dwell", "12", "from", "2026-01-02T08:00").
		Says(t, 200, "Đã lưu", "Lễ hội mùa thu")
	if s := r.Slides()[0]; s.Fit != content.Cover || s.FocusX != 0.25 || s.Dwell != 12*time.Second ||
		!s.Valid.From.Equal(time.Date(2026, 1, 2, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("the slide was kept as %+v", s)
	}
	approver.Get("/studio/slides?state=submitted").Says(t, 200, "Chưa có tấm nào")
	editor.Post(got.At+"/submit", "despite", "Ảnh duy nhất có được").Says(t, 200, "Đã gửi duyệt", "Chờ duyệt")
	editor.Post(got.At+"/approve", "document", "1").Says(t, 403, "Người soạn không được tự duyệt")
	approver.Get("/studio/slides?state=submitted").Says(t, 200, "Lễ hội mùa thu")
	approver.Approve(got.At, "document", "123/SVHTT", "valid_until", "2099-12-31T00:00", "at_once", "yes").
		Says(t, 200, "Đã duyệt", "123/SVHTT", "Trần Văn duyet")
	s := r.Slides()[0]
	if s.State != content.Approved || s.AtOnce.IsZero() || s.Approval.Alone || s.Approval.Valid.Until.IsZero() {
		t.Errorf("approved as %+v", s)
	}
	editor.Post(got.At+"/delete").Says(t, 409, "Chỉ xóa được bản nháp")
	editor.Get(got.At).Says(t, 200, "Gỡ khỏi màn hình…")
	approver.Post("/studio/holds/new", "scope", "slide", "slide", s.ID, "reach", "all", "why", "Sai ngày").Says(t, 200, "Đã gỡ khỏi màn hình")
	editor.Get(got.At).Says(t, 200, "Đã gỡ khỏi màn hình · từ", "Trần Văn duyet", "Sai ngày", "Xem, hoặc đề nghị chiếu lại").Lacks(t, "Gỡ khỏi màn hình…")
	editor.Get("/studio/slides?state=taken_off").Says(t, 200, "Lễ hội mùa thu")
	if now := r.Slides()[0]; content.SightOf(now) != content.SightOf(s) {
		t.Errorf("taken off, its live version became %+v", now)
	}
}

func TestOnAirIsToldByTheRulesOfProgrammes(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01")
	studiotest.NewScreen(t, u, "NGATU-02")
	u.Post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi", "title", "Lời mời")
	at := shell.SlidePath(r.Slides()[0].ID)
	u.Post(at + "/submit")
	u.Approve(at).Says(t, 200, "trên 2 màn hình", "người soạn tự duyệt")
	u.Get("/studio/slides").Says(t, 200, "trên 2 màn hình")
	u.Post(at, "title", "Lời mời", "head", "Cài đặt iHanoi", "from", "2090-01-01T00:00")
	u.Post(at + "/submit")
	u.Approve(at).Says(t, 200, "chưa lên màn hình nào", "Vì sao chưa lên: chưa đến ngày")
	u.Get("/studio/slides").Says(t, 200, "chưa đến ngày")
}

func TestACountdownWaitsForItsDeadline(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	_, err := r.Store.Change(context.Background(), "starter", func(tx *store.Tx) error {
		return tx.PutSlide(context.Background(), content.Slide{
			ID: "s-count", Campaign: "main", Kind: content.Countdown, Title: "Đếm ngược", State: content.Draft, Author: "starter",
			Words: content.Words{Head: "Hạn cài đặt"}, Needs: []string{"deadline", content.SettingPublic},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	u.Get("/studio/slides/s-count").Says(t, 200, "Ngày giờ đếm ngược đến", "Địa chỉ công khai", "Bộ mẫu")
	u.Post("/studio/slides/s-count", "title", "Đếm ngược", "head", "Hạn cài đặt", "from", "2099-01-01T00:00", "deadline", "2098-01-01T00:00").
		Says(t, 422, "Hạn phải sau ngày bắt đầu")
	p := u.Post("/studio/slides/s-count", "title", "Đếm ngược", "head", "Hạn cài đặt", "deadline", "2099-01-01T00:00")
	p.Says(t, 200, "Đã lưu")
	if strings.Contains(p.HTML, "Ngày giờ đếm ngược đến") {
		t.Error("it still waits for the deadline")
	}
	want := time.Date(2098, 12, 31, 17, 0, 0, 0, time.UTC)
	if s := r.Slides()[0]; !s.Deadline.Equal(want) || !s.Valid.Until.Equal(want) || len(s.Needs) != 1 {
		t.Errorf("kept as %+v", s)
	}
	u.Post("/studio/slides/s-count", "title", "Đếm ngược", "head", "Hạn cài đặt", "until", "2099-01-01T00:00", "deadline", "2099-02-01T00:00").Says(t, 200, "Đã lưu")
	if s := r.Slides()[0]; !s.Valid.Until.Equal(want.AddDate(0, 1, 0)) || !s.Deadline.Equal(s.Valid.Until) {
		t.Errorf("a deadline that is put off goes off at %v", s.Valid.Until)
	}
	u.Post("/studio/slides/s-count", "title", "Đếm ngược", "head", "Hạn cài đặt", "until", "2099-01-01T00:00", "deadline", "2099-01-01T00:00")
	u.Post("/studio/slides/s-count", "title", "Đếm ngược", "head", "Hạn cài đặt", "until", "2099-01-01T00:00", "deadline", "2099-01-01T00:00", "to_end", "yes").Says(t, 200, "Đã lưu")
	if s := r.Slides()[0]; !s.ToEnd || !s.Deadline.IsZero() || !s.Valid.Until.IsZero() {
		t.Errorf("to the end of its campaign, kept as %+v", s)
	}
	u.Get("/studio/slides/s-count").Says(t, 200, "Ngày giờ đếm ngược đến") // the campaign has no end
}

func TestABoardWaitsForFigures(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01")
	ctx := context.Background()
	change := func(do func(tx *store.Tx) error) {
		t.Helper()
		if _, err := r.Store.Change(ctx, "starter", do); err != nil {
			t.Fatal(err)
		}
	}
	change(func(tx *store.Tx) error {
		return tx.PutSlide(ctx, content.Slide{
			ID: "s-board", Campaign: "main", Kind: content.Board, View: content.Gauge, Title: "Tiến độ", State: content.Approved,
			Measure: figure.Accounts.ID, Area: "2024-11/01", Words: content.Words{Head: "Tiến độ iHanoi"},
		})
	})
	const waits = "Số liệu có chỉ tiêu hoặc mẫu số"
	u.Get("/studio/slides/s-board").Says(t, 200, "chưa lên màn hình nào", "còn thiếu", waits, "Đến chỗ đặt")
	change(func(tx *store.Tx) error {
		f := figure.Figure{Area: area.Key{Period: area.Nov2024, Code: "01"}, Measure: figure.Accounts.ID, Value: 7, Target: 10}
		return tx.PutRelease(ctx, store.Release{
			ID: "one", Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "Công an thành phố", By: "test",
		}, []figure.Figure{f})
	})
	p := u.Get("/studio/slides/s-board")
	p.Says(t, 200, "trên 1 màn hình")
	if strings.Contains(p.HTML, waits) {
		t.Error("it still waits for figures")
	}
}

func TestEditingAnothersSlideMakesItOnesOwn(t *testing.T) {
	r := studiotest.New(t)
	author := r.First()
	both := r.Other("ca-hai", signin.Editor, signin.Approver)
	author.Post("/studio/notice", "campaign", "main", "head", "Một")
	at := shell.SlidePath(r.Slides()[0].ID)
	both.Post(at, "title", "Một", "head", "Lời của tôi").Says(t, 200)
	both.Post(at+"/submit").Says(t, 200, "Đang chờ người khác duyệt")
	both.Post(at+"/approve").Says(t, 403, "không được tự duyệt")
	author.Approve(at).Says(t, 403, "không được tự duyệt") // some of the words may be theirs
	r.Other("duyet", signin.Approver).Approve(at).Says(t, 200, "Đã duyệt")
}

func TestPreviewsHaveTheCanvasesOwnPixels(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.Fill(t, r, u)
	for _, s := range r.Slides() {
		for _, c := range append([]content.Canvas{picture.Thumb}, picture.Standard...) {
			p := u.Get(fmt.Sprintf("/studio/slides/%s/preview/%dx%d.png", s.ID, c.Width, c.Height))
			kind := p.Head.Get("Content-Type")
			if p.Status != 200 || !strings.HasPrefix(kind, "image/") {
				t.Errorf("%s at %s: %d %s", s.Title, c, p.Status, kind)
				continue
			}
			if kind != "image/png" {
				continue
			}
			if img, err := png.DecodeConfig(strings.NewReader(p.HTML)); err != nil || img.Width != c.Width || img.Height != c.Height {
				t.Errorf("%s at %s came as %d×%d (%v)", s.Title, c, img.Width, img.Height, err)
			}
		}
		if p := u.Get("/studio/slides/" + s.ID + "/preview/8000x8000.png"); p.Status != 404 {
			t.Errorf("a canvas that nobody has was painted: %d", p.Status)
		}
	}
	p := u.Post("/studio/notice/preview", "head", "Xin chào Hà Nội", "brief", "Xin chào", "campaign", "main")
	if n := strings.Count(p.HTML, "data:image/png;base64,"); n != 1 { // one screen stands in their care
		t.Errorf("the live preview has %d pictures", n)
	}
	u.Post("/studio/notice/preview", "head", "").Says(t, 200, "Gõ nội dung")
	u.Post("/studio/notice", "head", "", "campaign", "main").Says(t, 422, "Hãy ghi nội dung chính")
}

func TestASlideMovesWithinAndBetweenCampaigns(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		return tx.PutCampaign(ctx, content.Campaign{ID: "ward", Name: "Phường Ba Đình", Weight: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	u.Post("/studio/notice", "campaign", "main", "head", "Một")
	u.Post("/studio/notice", "campaign", "main", "head", "Hai")
	at := shell.SlidePath(r.Slides()[0].ID)
	u.Get(at).Says(t, 200, "Các tấm cùng chiến dịch", "Hai")
	u.Post(at, "title", "Một", "head", "Một", "campaign", "ward", "order", "7").Says(t, 200, "Đã lưu", "Phường Ba Đình")
	s, err := r.Store.Slide(ctx, strings.TrimPrefix(at, shell.PathSlides+"/"))
	if err != nil || s.Campaign != "ward" || s.Order != 7 {
		t.Errorf("kept as %+v, %v", s, err)
	}
	u.Post(at, "title", "Một", "head", "Một", "campaign", "nowhere").Says(t, 422, "Hãy chọn chiến dịch")
	u.Post(at, "title", "Một", "head", "Một", "order", "-1").Says(t, 422, "Thứ tự")
	u.Post(at, "title", "Một", "head", "Một").Says(t, 200)
	if s, _ = r.Store.Slide(ctx, s.ID); s.Campaign != "ward" || s.Order != 7 {
		t.Errorf("a form without the fields moved it: %+v", s)
	}
}
