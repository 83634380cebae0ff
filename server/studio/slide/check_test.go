package slide_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/media"
	"ngatu/internal/paint"
	"ngatu/internal/qr"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// A foreign link is an error: the slide is neither sent for approval nor, once the list has
// changed, approved.
func TestErrorsBlock(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	r.Set(content.SettingDomains, "hanoi.gov.vn")
	editor.Post("/studio/notice", "campaign", "main", "title", "Tải", "head", "Tải tại bit.ly/abc").Says(t, 200)
	at := shell.SlidePath(r.Slides()[0].ID)
	editor.Get(at).Says(t, 200, "Kiểm tra trước khi chiếu", "Lỗi", "bit.ly", "Danh sách tên miền được phép")
	editor.Post(at+"/submit", "despite", "Tôi muốn thế").Says(t, 422, "bit.ly", "nhờ quản trị thêm tên miền")
	if s := r.Slides()[0]; s.State != content.Draft {
		t.Fatalf("it is %s", s.State)
	}
	editor.Post(at, "title", "Tải", "head", "Tải tại hanoi.gov.vn").Says(t, 200, "Không thấy lỗi nào")
	editor.Post(at+"/submit").Says(t, 200, "Đã gửi duyệt")
	r.Set(content.SettingDomains, "vneid.gov.vn")
	approver.Approve(at).Says(t, 422, "hanoi.gov.vn", "không nằm trong danh sách")
	if s := r.Slides()[0]; s.State != content.Submitted {
		t.Fatalf("it is %s", s.State)
	}
	r.Set(content.SettingDomains, "hanoi.gov.vn")
	approver.Approve(at).Says(t, 200, "Đã duyệt")
}

// The checks look at a slide as it would be shown if its campaign were for other screens, of which
// nobody has asked for any yet.
func TestChecksLookAtScreensToCome(t *testing.T) {
	r := studiotest.New(t)
	ctx := context.Background()
	there := []content.Target{{Area: "2024-11/001"}}
	slide := content.Slide{
		ID: "long", Campaign: "local", Kind: content.Notice, Style: content.Statement, State: content.Approved, Title: "Dài",
		Words: content.Words{Head: "Bộ phận một cửa tiếp nhận hồ sơ cả ngày thứ bảy cho người dân chưa kịp đến trong tuần"},
	}
	local := content.Campaign{ID: "local", Name: "Ba Đình", Pool: "city", Weight: 1, Targets: there}
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		for code, c := range map[string]content.Canvas{"2024-11/001": {Width: 1920, Height: 1080, PitchMM: 0.6, DistanceM: 3}, "2024-11/006": {Width: 96, Height: 48, PitchMM: 10, DistanceM: 20}} {
			s := content.Screen{Code: "N-" + code[8:], Name: "LED", Places: []content.Place{{
				Area: code, Areas: []string{code, "2024-11/01"}, Venue: content.Mall, Kind: content.LED, Zone: content.DefaultZone, Canvas: c,
			}}}
			if err := tx.PutScreen(ctx, s); err != nil {
				return err
			}
		}
		if err := tx.PutCampaign(ctx, local); err != nil {
			return err
		}
		return tx.PutSlide(ctx, slide)
	})
	if err != nil {
		t.Fatal(err)
	}
	found := func(targets ...content.Target) string {
		t.Helper()
		in := local
		in.Targets = targets
		nothing := slide // two at once, each by itself
		nothing.ID, nothing.Title, nothing.Words = "nothing", "Trống", content.Words{}
		all, err := r.Looks.FindingsIn(ctx, []content.Slide{nothing, slide}, in)
		if err != nil || len(all) != 2 {
			t.Fatal(len(all), err)
		}
		var said []string
		for _, f := range all[1] {
			said = append(said, f.Vi)
		}
		return strings.Join(said, "; ")
	}
	if got := found(there...); strings.Contains(got, "96×48") {
		t.Errorf("as it is, the checks find %s", got)
	}
	for _, targets := range [][]content.Target{nil, {{Area: "2024-11/006"}}} {
		if got := found(targets...); !strings.Contains(got, "96×48") {
			t.Errorf("for %v the checks find %q", targets, got)
		}
	}
}

// A warning needs a reason. The approver sees it, it stays with the slide, and the next change
// needs one of its own.
func TestWarningsNeedAReason(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	editor.Post("/studio/notice", "campaign", "main", "title", "Họp", "head", "Họp ngày 5/12/2099").Says(t, 200)
	at := shell.SlidePath(r.Slides()[0].ID)
	editor.Get(at).Says(t, 200, "Cảnh báo", "chưa có ngày thôi chiếu", "Vì sao vẫn nên chiếu")
	editor.Post(at+"/submit").Says(t, 422, "ghi vì sao vẫn nên chiếu")
	editor.Post(at+"/submit", "despite", strings.Repeat("a", 301)).Says(t, 422, "dài quá 300")
	editor.Post(at+"/submit", "despite", "Lịch cố định hằng năm").Says(t, 200, "Đã gửi duyệt")
	approver.Get(at).Says(t, 200, "chưa có ngày thôi chiếu", "Lịch cố định hằng năm")
	approver.Approve(at).Says(t, 200, "Đã duyệt", "Chiếu dù có cảnh báo, vì: Lịch cố định hằng năm")
	if s := r.Slides()[0]; s.Despite != "Lịch cố định hằng năm" || s.State != content.Approved {
		t.Errorf("%+v", s)
	}
	editor.Post(at, "title", "Họp", "head", "Họp ngày 6/12/2099").Says(t, 200)
	editor.Post(at+"/submit").Says(t, 422, "ghi vì sao vẫn nên chiếu")
}

// A picture with a code is read back at the pixels of every screen that it is meant for, and what
// is wrong is marked there.
func TestCodesOfAPicture(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	r.Set(content.SettingDomains, "hanoi.gov.vn")
	r.Stand("NGATU-01", true)
	upload := func(name, link string, module int) string {
		t.Helper()
		p := editor.Upload("/studio/upload", name, poster(t, link, module), "application/json")
		var got struct{ At string }
		if err := json.Unmarshal([]byte(p.HTML), &got); err != nil || got.At == "" {
			t.Fatalf("%d %s", p.Status, p.HTML)
		}
		return got.At
	}
	at := upload("mã giả.png", "https://ihanoi.evil.com/a", 16)
	editor.Get(at).Says(t, 200, "evil.com", "không nằm trong danh sách")
	editor.Post(at+"/submit", "despite", "x").Says(t, 422, "evil.com")

	at = upload("mã tốt.png", "https://hanoi.gov.vn/a", 16)
	editor.Get(at).Says(t, 200, "432×216 · P5 · 15 m · 1 màn hình · mã quét được từ 4", "người xem đứng cách 15 m")
	at = upload("mã nhỏ.png", "https://ihanoi.hanoi.gov.vn/a-long-path-that-makes-more-modules/and-more", 6)
	page := editor.Get(at)
	page.Says(t, 200, "Mã trong ảnh không đọc được trên màn hình 432×216")
	if !strings.Contains(page.HTML, `<rect`) || !strings.Contains(page.HTML, `class="error"`) {
		t.Error("it is not marked on the preview")
	}
}

// A picture whose bytes are gone leaves its page as it is: it says so, and is not sent on.
func TestThePageOfALostPicture(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	editor.Upload("/studio/upload", "Lễ hội.jpg", studiotest.Photo(3), "text/html").Says(t, 200)
	s := r.Slides()[0]
	path, err := r.Media.Path(t.Context(), s.Medium)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	editor.Get(shell.SlidePath(s.ID)).Says(t, 200, "Kiểm tra trước khi chiếu", "Lỗi")
	if p := editor.Post(shell.SlidePath(s.ID)+"/submit", "despite", "x"); p.Status < 400 || r.Slides()[0].State != content.Draft {
		t.Errorf("%d, and it is %s", p.Status, r.Slides()[0].State)
	}
}

// poster is a picture of Full HD with a code of so many pixels a module in it.
func poster(t *testing.T, link string, module int) []byte {
	t.Helper()
	c, err := qr.Encode(link)
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{0x04, 0x21, 0x4a, 255}), image.Point{}, draw.Src)
	code := qr.Image(c, module)
	draw.Draw(m, code.Rect.Add(image.Pt(1200, 300)), code, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What stands in a picture is read when it is sent for approval: a number that is nobody's is refused,
// and the page says so from then on.
func TestWordsInAPicture(t *testing.T) {
	if !media.CanRead() {
		t.Fatal("tesseract with Vietnamese is missing: run internal/testkit/setup.sh")
	}
	r := studiotest.New(t)
	editor := r.First()
	r.Set(content.SettingHotline, "1022 nhánh 8")
	upload := func(name string, lines ...string) string {
		t.Helper()
		l := layout.Layout{Width: 1280, Height: 720, Ground: "#04214a"}
		for i, words := range lines {
			l.Elements = append(l.Elements, layout.Element{Op: layout.Text, X: 80, Y: 160 + 130*i, Size: 64, Weight: 600, C: "#ffffff", T: words})
		}
		var b bytes.Buffer
		if err := png.Encode(&b, paint.Paint(l, paint.Values{})); err != nil {
			t.Fatal(err)
		}
		var got struct{ At string }
		if p := editor.Upload("/studio/upload", name, b.Bytes(), "application/json"); json.Unmarshal([]byte(p.HTML), &got) != nil || got.At == "" {
			t.Fatalf("%d %s", p.Status, p.HTML)
		}
		return got.At
	}
	at := upload("loa.png", "Phường mời tiếp công dân", "Liên hệ 0912 345 678")
	editor.Post(at+"/submit", "despite", "x").Says(t, 422, "0912 345 678", "không phải đường dây nóng")
	if p := editor.Get(at).Says(t, 200, "0912 345 678", "đường dây nóng"); !strings.Contains(p.HTML, `class="error" x="`) {
		t.Error("no mark shows where the number stands")
	}
	at = upload("sạch.png", "Phường mời tiếp công dân", "Gọi 1022 nhánh 8")
	editor.Post(at+"/submit", "despite", "Khác hình dạng một màn hình").Says(t, 200, "Đã gửi duyệt")
	editor.Get(at).Lacks(t, "Trong ảnh có vẻ", "không phải đường dây nóng")

	broken, path := t.TempDir(), os.Getenv("PATH")
	if err := os.Symlink("/bin/false", filepath.Join(broken, "tesseract")); err != nil { // it ends at once
		t.Fatal(err)
	}
	at = upload("khó đọc.png", "Phường tiếp công dân", "Gọi 1022 nhánh 8")
	t.Setenv("PATH", broken+":"+path)
	editor.Post(at+"/submit").Says(t, 422, "không đọc được chữ trong ảnh")
	editor.Get(at).Says(t, 200, "không đọc được chữ trong ảnh")
	t.Setenv("PATH", path) // it is tried again
	editor.Post(at+"/submit", "despite", "Khác hình dạng một màn hình").Says(t, 200, "Đã gửi duyệt")
	editor.Get(at).Lacks(t, "không đọc được chữ trong ảnh")
}

// A clip that flashes is found out when it is sent for approval; from then on its page says so. One that
// is heavier than the budget of the settings is a warning.
func TestAClipThatFlashes(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	clip := filepath.Join(t.TempDir(), "flash.mp4")
	args := `-v error -f lavfi -i color=c=black:s=640x360:r=30,geq=lum='if(lt(mod(N\,6)\,3)\,235\,16)':cb=128:cr=128 -t 2 -pix_fmt yuv420p -c:v libx264`
	if out, err := exec.Command("ffmpeg", append(strings.Fields(args), clip)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(clip)
	if err != nil {
		t.Fatal(err)
	}
	p := editor.Upload("/studio/upload", "chớp.mp4", b, "application/json")
	var got struct{ At string }
	if err := json.Unmarshal([]byte(p.HTML), &got); err != nil || got.At == "" {
		t.Fatalf("%d %s", p.Status, p.HTML)
	}
	editor.Get(got.At).Says(t, 200, "Kiểm tra trước khi chiếu")
	editor.Post(got.At+"/submit", "despite", "x").Says(t, 422, "chớp sáng quá ba lần")
	editor.Get(got.At).Says(t, 200, "chớp sáng quá ba lần", "WCAG 2.2")

	id := strings.TrimPrefix(got.At, "/studio/slides/")
	s, err := r.Store.Slide(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	large := func(name string, notices ...store.Notice) { // as a clip of minutes
		t.Helper()
		if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			s.Medium = content.DigestOf([]byte(name))
			m := store.Medium{Digest: s.Medium, Kind: content.Video, Type: "video/mp4", Width: 640, Height: 360, Duration: time.Minute, Bytes: 60 << 20, Codec: "avc1.64001f", Notices: notices}
			if err := tx.PutMedium(t.Context(), m); err != nil {
				return err
			}
			return tx.PutSlide(t.Context(), s)
		}); err != nil {
			t.Fatal(err)
		}
	}
	if media.CanPoster() { // what will be fetched is being converted: how much that is can only be estimated
		large("phone", store.Notice{Vi: "Video dùng HEVC.", En: "The clip is HEVC."})
		editor.Get(got.At).Says(t, 200, "Video dùng HEVC", "Ước tính khi chuyển mã xong nặng khoảng 60 MB").Lacks(t, "Nặng 60 MB")
	}
	large("long")
	editor.Get(got.At).Says(t, 200, "Nặng 60 MB", "Hạn mức là 30 MB một màn hình", "Hạn mức dữ liệu trong cài đặt")
	r.Set(content.SettingScreenMB, "80")
	editor.Get(got.At).Lacks(t, "Nặng 60 MB")
}
