package figure_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/studio/studiotest"
)

func TestFigures(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	released := func() int {
		all, err := r.Store.Releases(context.Background(), "", 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	u.Post("/studio/figures/look", "pasted", studiotest.SheetText).Says(t, 200, "2 đơn vị", "Quận Ba Đình", "1.200", "2.100", "Công an thành phố")
	u.Upload("/studio/figures/look", "so-lieu.csv", []byte(studiotest.SheetText), "text/html").Says(t, 200, "so-lieu.csv", "Quận Đống Đa")
	u.Post("/studio/figures/look", "pasted", strings.Replace(studiotest.SheetText, "Ba Đình", "Ba Đìn", 1)).Says(t, 200, "Dòng 4", "Chưa lấy số liệu nào")
	u.Post("/studio/figures/look").Says(t, 422, "Hãy chọn tệp")
	whole := strings.NewReplacer("Chỉ tiêu", "Chỉ tiêu;Dân số từ 15 tuổi trở lên", "5000", "1600;4800", "4000", "1000;9000").Replace(studiotest.SheetText)
	u.Post("/studio/figures/look", "pasted", whole).Says(t, 200, "75,0 %", "25,0 %", "90,0 %", "10,0 %", "Dân số từ 15 tuổi trở lên")
	if n := released(); n != 0 {
		t.Errorf("looking released %d", n)
	}
	u.Post("/studio/figures", "pasted", strings.Replace(studiotest.SheetText, "900", "900,5", 1)).Says(t, 422, "không số liệu nào được lấy")
	if n := released(); n != 0 {
		t.Errorf("a bad sheet released %d", n)
	}
	u.Post("/studio/figures", "pasted", studiotest.SheetText).Says(t, 200, "Đã công bố số liệu", "Nguyễn Thị Ước")
	if n := released(); n != 1 {
		t.Errorf("%d released", n)
	}
	u.Post("/studio/figures", "pasted", studiotest.SheetText).Says(t, 200, "không có gì thay đổi")
	if n := released(); n != 1 {
		t.Errorf("the same sheet again: %d released", n)
	}
	later := strings.NewReplacer("17:00", "18:00", "1200", "1300", "900", "800").Replace(studiotest.SheetText)
	u.Post("/studio/figures/look", "pasted", later).Says(t, 200, "Cột được lấy làm số liệu", "&#43;100", "-100", "giảm ở 1 đơn vị: Quận Đống Đa", "2.100")
	u.Post("/studio/figures/look", "pasted", strings.Replace(studiotest.SheetText, "17:00", "16:00", 1)).Says(t, 200, "màn hình vẫn hiện số liệu mới hơn")
	latest, err := r.Store.LatestRelease(context.Background(), "accounts", "2024-11")
	if err != nil {
		t.Fatal(err)
	}
	u.Post("/studio/figures/"+latest.ID+"/withdraw").Says(t, 200, "Đã thu hồi đợt số liệu")
	if _, err := r.Store.LatestRelease(context.Background(), "accounts", "2024-11"); content.CodeOf(err) != content.NotFound {
		t.Errorf("what was withdrawn is still shown: %v", err)
	}
}

// What the checks object to waits for a tick and a reason; a layout that is not known waits for an
// explanation, and the next sheet of it asks nothing.
func TestHeldAndAsked(t *testing.T) {
	r := studiotest.New(t)
	ctx := context.Background()
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.PutMeasure(ctx, figure.Accounts) }); err != nil {
		t.Fatal(err)
	}
	u := r.First()
	u.Post("/studio/figures", "pasted", studiotest.SheetText).Says(t, 200, "chờ kiểm tra", "Thiếu 28 trong 30 đơn vị", "đợt số liệu đầu tiên", "2/30")
	drafts, err := r.Store.Drafts(ctx)
	if err != nil || len(drafts) != 1 {
		t.Fatalf("%d drafts, %v", len(drafts), err)
	}
	u.Get("/studio/figures").Says(t, 200, "Đang chờ", "Kiểm tra và công bố")
	path := "/studio/figures/drafts/" + drafts[0].ID
	u.Post(path, "reason", "x").Says(t, 422, "đánh dấu đã kiểm tra")
	u.Post(path, "base", "r-other", "checked", "1", "reason", "x").Says(t, 409, "đã thay đổi")
	u.Post(path, "checked", "1", "reason", "Đã so với báo cáo ký").Says(t, 200, "Đã công bố số liệu")

	odd := strings.NewReplacer("Số tài khoản", "Đã kích hoạt", "17:00", "18:00").Replace(studiotest.SheetText)
	u.Post("/studio/figures", "pasted", odd).Says(t, 200, "Xác nhận cách đọc bảng", "Đã kích hoạt", "2.100", "Quận Ba Đình")
	waits, err := r.Store.WaitingSheets(ctx)
	if err != nil || len(waits) != 1 {
		t.Fatalf("%d sheets wait, %v", len(waits), err)
	}
	path = "/studio/figures/sheets/" + waits[0].ID
	page := u.Get(path).Says(t, 200, "– chọn –", "Tổng ghi trên báo cáo", "Không rõ cột “Đã kích hoạt” là gì.")
	page.Lacks(t, "hãy đổi tên", "hãy đặt tên") // the page offers the choice itself
	u.Post(path, "total", "2.100").Says(t, 422, "Còn điều chưa chắc chắn").Lacks(t, "hãy đổi tên", "hãy đặt tên")
	u.Post(path, "role.1", "value", "total", "2.000").Says(t, 422, "khác tổng của cột")
	u.Post(path, "role.1", "value", "total", "2.100").Says(t, 200, "Kiểm tra và công bố số liệu")
	u.Post("/studio/figures", "pasted", strings.Replace(odd, "1200", "1201", 1)).Says(t, 200, "Kiểm tra và công bố số liệu")
	if waits, err = r.Store.WaitingSheets(ctx); err != nil || len(waits) != 0 {
		t.Errorf("the second sheet of the layout was asked about: %d, %v", len(waits), err)
	}
}

// A layout that was explained is listed with what it reads; once it is ended, the next sheet is
// asked about again.
func TestRecipeIsListedAndEnded(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio/figures/recipes").Says(t, 200, "Chưa có cách đọc nào")
	odd := strings.Replace(studiotest.SheetText, "Số tài khoản", "Đã kích hoạt", 1)
	u.Post("/studio/figures", "pasted", odd).Says(t, 200, "Xác nhận cách đọc bảng")
	waits, err := r.Store.WaitingSheets(context.Background())
	if err != nil || len(waits) != 1 {
		t.Fatalf("%d sheets wait, %v", len(waits), err)
	}
	u.Post("/studio/figures/sheets/"+waits[0].ID, "role.1", "value", "total", "2.100").Says(t, 200, "Kiểm tra và công bố")
	u.Get("/studio/figures/recipes").Says(t, 200, "đã kích hoạt", "Số cần lấy", "Nguyễn Thị Ước", "1 đợt")
	all, err := r.Store.Recipes(context.Background())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d recipes, %v", len(all), err)
	}
	u.Post("/studio/figures/recipes/"+all[0].ID+"/end").Says(t, 200, "Đã kết thúc cách đọc", "Đã kết thúc")
	u.Post("/studio/figures", "pasted", strings.Replace(odd, "17:00", "18:00", 1)).Says(t, 200, "Xác nhận cách đọc bảng")
	u.Post("/studio/figures/recipes/none/end").Says(t, 404)
}

// Before a release its page shows the boards that will change on the canvases that stand somewhere,
// exactly as screens have them afterwards.
func TestADraftShowsItsBoards(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01")
	r.Put(content.Slide{
		ID: "s-board", Campaign: "main", Kind: content.Board, View: content.Gauge, Title: "Tiến độ quận", State: content.Approved,
		Measure: figure.Accounts.ID, Area: "2024-11/01", Words: content.Words{Head: "Tiến độ iHanoi"},
	})
	let := func(id string, state store.ReleaseState, value int64, asOf time.Time) {
		t.Helper()
		_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			return tx.PutRelease(t.Context(), store.Release{
				ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: asOf, Source: "Công an thành phố", By: "test", State: state,
			}, []figure.Figure{{Area: area.City(area.Nov2024), Measure: figure.Accounts.ID, Value: value, Target: 6_100_957}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	day := time.Date(2024, 11, 26, 17, 0, 0, 0, area.Local)
	let("r-1", "", 1_446_705, day)
	let("r-draft", store.Draft, 1_633_840, day.AddDate(0, 0, 1))
	let("r-old", store.Draft, 1_043_724, day.AddDate(0, 0, -1))
	u.Get("/studio/figures/drafts/r-old").Says(t, 200, "Không bảng nào đang duyệt sẽ đổi")
	u.Get("/studio/figures/drafts/r-draft").Says(t, 200, "Các bảng sẽ đổi", "Tiến độ quận", "Sau khi công bố", "432×216").Lacks(t, "1080×1920")
	const now, then = "/studio/slides/s-board/preview/432x216.png", "/studio/figures/drafts/r-draft/boards/s-board/432x216.png"
	before, promised := u.Get(now), u.Get(then)
	if promised.Status != 200 || promised.HTML == before.HTML || promised.Head.Get("Content-Type") != "image/png" {
		t.Fatalf("the board after the release: %d, %d bytes", promised.Status, len(promised.HTML))
	}
	for _, bad := range []string{"r-draft/boards/s-board/99x99.png", "r-draft/boards/other/432x216.png", "r-old/boards/s-board/432x216.png"} {
		if p := u.Get("/studio/figures/drafts/" + bad); p.Status != 404 {
			t.Errorf("%s: %d", bad, p.Status)
		}
	}
	u.Get("/studio/figures/drafts/r-draft")
	u.Post("/studio/figures/drafts/r-draft", "base", "r-1", "checked", "1", "reason", "Đã đối chiếu").Says(t, 200, "Đã công bố")
	if after := u.Get(now); after.HTML != promised.HTML {
		t.Error("the board is not what its preview promised")
	}
}
