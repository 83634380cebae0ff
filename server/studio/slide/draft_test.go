package slide_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// onAir makes a notice that is live, and gives its page.
func onAir(t *testing.T, r *studiotest.Rig, editor, approver *studiotest.User) (at string) {
	t.Helper()
	studiotest.NewScreen(t, editor, "NGATU-01").Says(t, 200)
	r.Set(content.SettingHotline, "1022")
	editor.Post("/studio/notice", "campaign", "main", "head", "Gọi 1022", "title", "Đường dây nóng").Says(t, 200)
	at = shell.SlidePath(r.Slides()[0].ID)
	editor.Post(at+"/submit").Says(t, 200)
	approver.Approve(at, "document", "1/GP").Says(t, 200, "trên 1 màn hình")
	return at
}

// stored is the slide there is, as its bytes.
func stored(r *studiotest.Rig) string {
	r.Helper()
	b, err := json.Marshal(r.Slides()[0])
	if err != nil {
		r.Fatal(err)
	}
	return string(b)
}

func TestALiveSlideIsChangedBesideIt(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	both := r.Other("ca-hai", signin.Editor, signin.Approver)
	at := onAir(t, r, editor, approver)
	live := stored(r)

	editor.Post(at, "title", "Đường dây nóng", "head", "Gọi 1022").Says(t, 422, "Chưa có gì khác")
	editor.Post(at, "title", "Đường dây nóng", "head", "Gọi 1022 nhánh 8", "until", "2099-01-01T00:00").
		Says(t, 200, "Đã lưu", "có bản sửa", "trên 1 màn hình", "Gọi 1022 nhánh 8", "Gửi duyệt", "Bỏ bản sửa")
	editor.Get("/studio/slides?state=draft").Says(t, 200, "Đường dây nóng", "có bản sửa")
	approver.Get("/studio/slides?state=submitted").Says(t, 200, "Chưa có tấm nào")
	both.Post(at, "title", "Đường dây nóng", "head", "Gọi 1022 nhánh 9", "until", "2099-01-01T00:00").Says(t, 200, "Trần Văn ca-hai, Nguyễn Thị Ước")
	editor.Post(at+"/submit").Says(t, 200, "có bản sửa chờ duyệt", "Rút lại")
	page := approver.Get(at)
	page.Says(t, 200, "đến khi gỡ, vì bắt đầu theo lúc duyệt, chưa đặt ngày kết thúc.",
		"Nếu được duyệt: Chiếu từ lúc duyệt đến 00:00 01/01/2099, vì bắt đầu theo lúc duyệt, kết thúc theo ngày của tấm.")
	page.Says(t, 200, "Bản sửa", "Nội dung chính Gọi 1022 Gọi 1022 nhánh 9", "Chiếu đến — 00:00 01/01/2099", "Duyệt để thay bản đang chiếu")
	if !strings.Contains(page.HTML, "432x216.png?of=draft") || page.Value("document") != "1/GP" {
		t.Error("the approver does not see the change beside what is live")
	}
	approver.Get("/studio/slides?state=submitted").Says(t, 200, "Đường dây nóng", "có bản sửa chờ duyệt", "trên 1 màn hình")
	if p := approver.Get(at + "/preview/432x216.png?of=draft"); p.Status != 200 || p.HTML == approver.Get(at+"/preview/432x216.png").HTML {
		t.Errorf("the change is drawn as what is live: %d", p.Status)
	}
	if now := stored(r); now != live {
		t.Errorf("what is live became %s", now)
	}
	both.Approve(at).Says(t, 403, "không được tự duyệt")
	editor.Approve(at).Says(t, 403, "không được tự duyệt")

	// Returned, with the reason; what is live does not notice.
	approver.Post(at+"/return", "why", "Thiếu giờ trực").Says(t, 200, "Đã trả lại")
	editor.Get(at).Says(t, 200, "Người duyệt trả lại: Thiếu giờ trực")
	editor.Post(at, "title", "Đường dây nóng", "head", "Gọi 1022, 24/7").Says(t, 200)
	editor.Post(at+"/submit").Says(t, 200).Lacks(t, "Thiếu giờ trực")
	if now := stored(r); now != live {
		t.Errorf("what is live became %s", now)
	}
	lines := changes(r, r.Slides()[0].ID)
	approver.Approve(at, "document", "2/GP").Says(t, 200, "Đã duyệt", "2/GP", "trên 1 màn hình").Lacks(t, "Bản sửa")
	s := r.Slides()[0]
	if s.Words.Head != "Gọi 1022, 24/7" || s.Approval.Document != "2/GP" || len(s.Editors) != 1 || s.State != content.Approved {
		t.Errorf("on air is %+v", s)
	}
	if n := changes(r, s.ID) - lines; n != 1 {
		t.Errorf("the approval left %d lines in the log", n)
	}

	// Thrown away.
	editor.Post(at, "title", "Đường dây nóng", "head", "Bỏ đi").Says(t, 200, "có bản sửa")
	editor.Post(at+"/delete").Says(t, 200, "Đã xóa bản nháp", "Gọi 1022, 24/7", "bỏ bản sửa").Lacks(t, "có bản sửa")
	editor.Post(at+"/delete").Says(t, 409, "Chỉ xóa được bản nháp")
	editor.Post(at+"/submit").Says(t, 409, "không có bản sửa nào")
}

func changes(r *studiotest.Rig, id string) int {
	r.Helper()
	all, err := r.Store.ChangesOf(context.Background(), store.NounSlide, id, 0, 100)
	if err != nil {
		r.Fatal(err)
	}
	return len(all)
}

// An approval is of what the approver's page had: of words, of what is live, and of the settings
// that are printed.
func TestAnApprovalIsOfWhatWasSeen(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	at := onAir(t, r, editor, approver)
	send := func(head string) (seen string) {
		editor.Post(at, "title", "Đường dây nóng", "head", head).Says(t, 200)
		editor.Post(at+"/submit").Says(t, 200)
		return approver.Get(at).Value("seen")
	}
	live := stored(r)
	seen := send("Gọi 1022 nhánh 8")
	send("Gọi số khác")
	approver.Post(at+"/approve", "seen", seen).Says(t, 409, "vừa được sửa", "Gọi số khác", "Duyệt để thay")
	approver.Post(at+"/approve").Says(t, 409)

	seen = approver.Get(at).Value("seen")
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutSetting(context.Background(), content.SettingHotline, "1900")
	})
	if err != nil {
		t.Fatal(err)
	}
	approver.Post(at+"/approve", "seen", seen).Says(t, 409, "vừa được sửa")
	if now := stored(r); now != live {
		t.Errorf("what is live became %s", now)
	}
	// What is live becomes another one, as a file of the inbox makes it.
	s := r.Slides()[0]
	s.Words.Foot = "Nguồn: Sở"
	r.Put(s)
	approver.Approve(at).Says(t, 409, "Bản đang dùng đã đổi", "Bản đang chiếu đã đổi")
	editor.Post(at+"/withdraw").Says(t, 200, "Đã rút lại")
	editor.Post(at+"/submit").Says(t, 409, "lưu bản sửa lần nữa")
	form := editor.Get(at).Says(t, 200, "Ô dưới giữ các chỗ bạn sửa")
	form.Lacks(t, "Nguồn: Sở —")
	if head, foot := form.Value("head"), form.Value("foot"); head != "Gọi số khác" || foot != "Nguồn: Sở" {
		t.Errorf("offered are %q and %q", head, foot)
	}
	send("Gọi số khác")
	approver.Approve(at).Says(t, 200, "Đã duyệt")

	// A slide that was never live: the same.
	editor.Post("/studio/notice", "campaign", "main", "head", "Mới", "title", "Mới").Says(t, 200)
	at = shell.SlidePath(r.Slides()[1].ID)
	seen = send("Mới một")
	send("Mới hai")
	approver.Post(at+"/approve", "seen", seen).Says(t, 409, "vừa được sửa", "Duyệt cho lên màn hình")
	approver.Post(at+"/return", "why", "Sai tên").Says(t, 200, "Đã trả lại", "Sai tên")
	send("Mới ba")
	approver.Approve(at).Says(t, 200, "Đã duyệt")
	if s := r.Slides()[1]; s.Words.Head != "Mới ba" || s.Returned != "" {
		t.Errorf("on air is %+v", s)
	}
}

// Two who write at once: the second one sees what the first has written, and loses nothing.
func TestTwoWhoWriteAtOnce(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	other := r.Other("soan", signin.Editor)
	at := onAir(t, r, editor, r.Other("duyet", signin.Approver))
	revision := other.Get(at).Value("revision")
	editor.Post(at, "title", "Đường dây nóng", "head", "Của Ước", "revision", revision).Says(t, 200)
	p := other.Post(at, "title", "Đường dây nóng", "head", "Của Soạn", "revision", revision)
	p.Says(t, 409, "Có người vừa sửa", "Của Ước")
	if p.Value("head") != "Của Soạn" || p.Value("revision") == revision {
		t.Errorf("what was typed came back as %q", p.Value("head"))
	}
	other.Post(at, "title", "Đường dây nóng", "head", "Của Soạn", "revision", p.Value("revision")).Says(t, 200)
}

// Of two approvers who press at once, one approves.
func TestTwoApproversAtOnce(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approvers := []*studiotest.User{r.Other("mot", signin.Approver), r.Other("hai", signin.Approver)}
	at := onAir(t, r, editor, approvers[0])
	for round, head := range []string{"Một", "Hai", "Ba"} {
		editor.Post(at, "title", "Đường dây nóng", "head", head).Says(t, 200)
		editor.Post(at+"/submit").Says(t, 200)
		seen := []string{approvers[0].Get(at).Value("seen"), approvers[1].Get(at).Value("seen")}
		var status [2]int
		var both sync.WaitGroup
		for i, one := range approvers {
			both.Go(func() { status[i] = one.Post(at+"/approve", "seen", seen[i]).Status })
		}
		both.Wait()
		if status != [2]int{200, 409} && status != [2]int{409, 200} {
			t.Errorf("round %d: %v", round, status)
		}
		if s := r.Slides()[0]; s.Words.Head != head || s.Approval.By == "" {
			t.Errorf("on air is %+v", s)
		}
	}
}

// What is taken off while a change waits stays off, whatever is approved meanwhile: to have it back
// one person asks and another confirms.
func TestTakenOffWhileAChangeWaits(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	at := onAir(t, r, editor, approver)
	editor.Post(at, "title", "Đường dây nóng", "head", "Mới").Says(t, 200)
	editor.Post(at+"/submit").Says(t, 200)
	hold := editor.Post("/studio/holds/new", "scope", "slide", "slide", r.Slides()[0].ID, "reach", "all").Says(t, 200, "Đã gỡ khỏi màn hình")
	approver.Get(at).Says(t, 200, "Đã gỡ khỏi màn hình · từ", "có bản sửa chờ duyệt")
	approver.Approve(at).Says(t, 200, "đang bị gỡ khỏi màn hình, nên chưa được chiếu", "đang tạm ngừng chiếu").Lacks(t, "trên 1 màn hình")
	to, _, _ := strings.Cut(hold.Path, "?")
	editor.Post(to+"/ask").Says(t, 200)
	editor.Post(to+"/lift").Says(t, 403)
	approver.Post(to+"/lift").Says(t, 200, "Đã bỏ tạm ngừng")
	approver.Get(at).Says(t, 200, "trên 1 màn hình").Lacks(t, "Đã gỡ khỏi màn hình · từ")
}

// A picture on air gets another file: beside it, until that is approved.
func TestALivePictureGetsAnotherFile(t *testing.T) {
	r := studiotest.New(t)
	editor := r.First()
	approver := r.Other("duyet", signin.Approver)
	studiotest.NewScreen(t, editor, "NGATU-01").Says(t, 200)
	editor.Upload("/studio/upload", "Lễ hội.jpg", studiotest.Photo(3), "text/html").Says(t, 200)
	at := shell.SlidePath(r.Slides()[0].ID)
	editor.Post(at+"/submit").Says(t, 200)
	approver.Approve(at).Says(t, 200, "trên 1 màn hình")
	live := stored(r)
	id := r.Slides()[0].ID
	if !strings.Contains(editor.Get(at).HTML, "/studio/upload?slide="+id) {
		t.Error("the page leads nowhere to replace the file")
	}
	editor.Get("/studio/upload?slide="+id).Says(t, 200, "Tệp mới thay cho tệp của tấm Lễ hội")
	editor.Upload("/studio/upload", "Mới.jpg", studiotest.Photo(200), "text/html", "slide", id).Says(t, 200, "Mở bản nháp: Lễ hội")
	editor.Get(at).Says(t, 200, "có bản sửa", "Ảnh hoặc video Lễ hội.jpg", "Mới.jpg", "trên 1 màn hình")
	if now := stored(r); now != live {
		t.Errorf("what is live became %s", now)
	}
	editor.Post(at+"/submit").Says(t, 200)
	approver.Approve(at).Says(t, 200, "trên 1 màn hình")
	if s := r.Slides()[0]; s.Medium != content.DigestOf(studiotest.Photo(200)) || s.Title != "Lễ hội" {
		t.Errorf("on air is %+v", s)
	}
	editor.Post("/studio/notice", "campaign", "main", "head", "Chữ", "title", "Chữ").Says(t, 200)
	editor.Upload("/studio/upload", "Mới.jpg", studiotest.Photo(20), "text/html", "slide", r.Slides()[1].ID).Says(t, 200, "không phải ảnh hay video")
}
