package readable_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/studio/studiotest"
)

// notice is a page as an office prints it: a heading, and small text below.
func notice() []byte { return titled("THONG BAO") }

func titled(title string) []byte {
	draws := "BT 0 g /F1 26 Tf 60 770 Td (" + title + ") Tj ET "
	for i, line := range []string{
		"Phuong to chuc tiep cong dan tu 8 gio 00 ngay 5/12/2026 den het ngay 20/12/2026",
		"tai bo phan mot cua, so 12 pho Hang Trong.",
		"- Nguoi dan mang theo can cuoc va giay to lien quan.",
		"- Moi thac mac xin goi 1022 nhanh 8.",
	} {
		draws += fmt.Sprintf("BT 0 g /F1 12 Tf 60 %d Td (%s) Tj ET ", 720-24*i, line)
	}
	return workertest.PDF(workertest.Sheet{
		Width: 595, Height: 842, Draws: "1 g 0 0 595 842 re f " + draws, Resources: "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
	})
}

func uploaded(t *testing.T, u *studiotest.User, name string, b []byte) string {
	t.Helper()
	p := u.Upload("/studio/upload", name, b, "application/json")
	var got struct{ ID string }
	if p.Status != 200 || json.Unmarshal([]byte(p.HTML[strings.LastIndex(strings.TrimSpace(p.HTML), "\n")+1:]), &got) != nil || got.ID == "" {
		t.Fatalf("%d %s", p.Status, p.HTML)
	}
	return got.ID
}

// A page that is too small to read stands beside its cards at each size of screen. What the clerk
// chooses becomes drafts: cards behind each other for one size alone, in the page's campaign, that
// say what the page says, and the page no longer there. Chosen again it makes no more.
func TestAPageBecomesCards(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	id := uploaded(t, u, "tiếp dân.pdf", notice())
	at := "/studio/slides/" + id
	u.Get(at).Says(t, 200, "Chia thành thẻ dễ đọc", "quá nhỏ")
	page := u.Get(at+"/readable").Says(t, 200, "432×216", "1920×1080", "1080×1920", "Dùng thẻ", "Giữ trang", "quá nhỏ", "giây mỗi lượt")
	if p := u.Get(at + "/readable/432x216/1.png"); p.Status != 200 || !strings.HasPrefix(p.HTML, "\x89PNG") {
		t.Errorf("the first card: %d", p.Status)
	}
	u.Get(at+"/readable/432x216/99.png").Says(t, 404)
	fields := []string{"revision", page.Value("revision")}
	for _, size := range []string{"432x216", "192x96", "320x160", "1920x1080", "1080x1920"} {
		if strings.Contains(page.HTML, `name="on_`+size) {
			choice := "page"
			switch size {
			case "432x216":
				choice = "cards"
			case "1920x1080":
				choice = "both"
			}
			fields = append(fields, "on_"+size, choice)
		}
	}
	u.Post(at+"/readable", append(fields[:len(fields):len(fields)], "on_432x216", "?")...).Says(t, 422, "Hãy chọn")
	u.Post(at+"/readable", fields...).Says(t, 200, "Gửi duyệt tất cả", "tiếp dân · 432×216 · 1/", "tiếp dân · 1920×1080 · 1/")
	check := func() (said map[string]string) {
		said = map[string]string{}
		for _, s := range r.Slides() {
			if s.ID == id {
				if !slices.Equal(s.Sizes.Not, []content.Size{"432x216"}) {
					t.Errorf("the page is for %+v", s.Sizes)
				}
				continue
			}
			if s.Kind != content.Notice || s.State != content.Draft || s.Campaign != u.Campaign || len(s.Sizes.Only) != 1 {
				t.Fatalf("%+v", s)
			}
			size := string(s.Sizes.Only[0])
			if s.Words.Head != "THONG BAO" {
				said[size] += " " + s.Words.Head
			}
			said[size] += " " + strings.Join(s.Words.Lines, " ")
		}
		return said
	}
	const all = "Phuong to chuc tiep cong dan tu 8 gio 00 ngay 5/12/2026 den het ngay 20/12/2026 tai bo phan mot cua, so 12 pho Hang Trong. " +
		"Nguoi dan mang theo can cuoc va giay to lien quan. Moi thac mac xin goi 1022 nhanh 8."
	got := check()
	for _, size := range []string{"432x216", "1920x1080"} {
		if strings.Join(strings.Fields(got[size]), " ") != all {
			t.Errorf("the cards for %s say %s", size, got[size])
		}
	}
	before := len(r.Slides())
	other := r.Other("binh", mandate.Editor)
	r.Bound("binh", mandate.Mandate{Role: mandate.Editor, Area: "2024-11/009"})
	other.Post(at+"/readable", fields...).Says(t, 403)
	page = u.Get(at+"/readable").Says(t, 200, "Các thẻ đã có", "Có thẻ chưa gửi duyệt")
	u.Post(at+"/readable", append([]string{"revision", page.Value("revision")}, fields[2:]...)...).Says(t, 200, "tiếp dân")
	if check(); len(r.Slides()) != before {
		t.Errorf("%d slides, then %d", before, len(r.Slides()))
	}
	u.Get(at).Says(t, 200, "Không chiếu trên cỡ màn hình")
}

// A page whose letters are large enough, and which stays for long enough, is cut into cards all the
// same where it stands in the street and says more than a passer-by reads; in a hall it stays.
func TestTooManyWordsBecomeCards(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", true)
	m := store.Medium{Digest: content.DigestOf([]byte("words")), Kind: content.Picture, Type: "image/png", Width: 864, Height: 432}
	for i, t := range []string{"Phường tiếp công dân thứ bảy", "tại bộ phận một cửa", "số 12 phố Hàng Trống"} {
		m.Lines = append(m.Lines, content.Line{T: t, X: 40, Y: 40 + 120*i, W: 700, H: 100, Cap: 70})
		m.Text += t + "\n"
	}
	if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		if err := tx.PutMedium(t.Context(), m); err != nil {
			return err
		}
		return tx.PutSlide(t.Context(), content.Slide{ID: "s-words", Campaign: u.Campaign, Kind: content.Picture, Title: "Trang", Medium: m.Digest, Dwell: time.Minute, State: content.Draft})
	}); err != nil {
		t.Fatal(err)
	}
	const at = "/studio/slides/s-words"
	u.Get(at).Says(t, 200, "Chia thành thẻ dễ đọc")
	u.Get(at+"/readable").Says(t, 200, "432×216", "16 chữ trên màn hình 432×216", "Dùng thẻ").Lacks(t, "quá nhỏ", "cần", "1920×1080")
	if p := u.Get(at + "/readable/432x216/2.png"); p.Status != 200 || !strings.HasPrefix(p.HTML, "\x89PNG") {
		t.Errorf("the second card: %d", p.Status)
	}
}

// Of a page on air the change that leaves it out is shown where its cards are sent. Keeping the page
// deletes the drafts of its cards; those that were approved are named, and nothing is done.
func TestAPageIsKeptAgain(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	id := uploaded(t, u, "tiếp dân.pdf", notice())
	at := "/studio/slides/" + id
	live, err := r.Store.Slide(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	live.State = content.Approved
	r.Put(live)
	choose := func(choice string) studiotest.Page {
		t.Helper()
		page := u.Get(at+"/readable").Says(t, 200, "Giữ trang")
		fields := []string{"revision", page.Value("revision")}
		for _, size := range []string{"432x216", "192x96", "320x160", "1920x1080", "1080x1920"} {
			if strings.Contains(page.HTML, `name="on_`+size) {
				fields = append(fields, "on_"+size, "page")
			}
		}
		return u.Post(at+"/readable", append(fields, "on_432x216", choice)...)
	}
	const apart = "Bản sửa của tấm đang chiếu được gửi duyệt riêng"
	sent := choose("cards").Says(t, 200, apart, "tiếp dân · 432×216 · 1/")
	if !strings.Contains(sent.HTML, `href="`+at+`"`) {
		t.Error("no link to the change of the page")
	}
	u.Get(at+"/readable").Says(t, 200, "các thẻ nháp ở trên bị xóa")

	choose("page").Says(t, 200)
	if all := r.Slides(); len(all) != 1 {
		t.Errorf("%d slides are left beside the page", len(all)-1)
	}
	choose("both").Says(t, 200, "tiếp dân · 432×216 · 1/")
	cards := slices.DeleteFunc(r.Slides(), func(s content.Slide) bool { return s.ID == id })
	cards[0].State = content.Approved
	r.Put(cards[0])
	u.Get(at+"/readable").Says(t, 200, "Muốn giữ trang")
	choose("page").Says(t, 409, "432×216 có thẻ đang chờ duyệt hoặc đã duyệt")
	if all := r.Slides(); len(all) != len(cards)+1 {
		t.Errorf("%d slides, of %d", len(all), len(cards)+1)
	}
	if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		return tx.PutHold(t.Context(), content.Hold{ID: "h-1", Scope: content.HoldSlide, Slide: cards[0].ID, Why: "sai", By: "test", At: time.Now()})
	}); err != nil {
		t.Fatal(err)
	}
	choose("page").Says(t, 200)
	if all := r.Slides(); len(all) != 2 {
		t.Errorf("%d slides, and the page and the card that was taken off should be left", len(all))
	}
}

// Cards and their page lead to each other. They go off with a hold of the page and come back with
// it; once another picture of the page is approved they have ended, the page is for every size again,
// and its people are led to lay it out anew. With the picture of before they are there as they were.
func TestCardsGoWithTheirPage(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", true)
	id := uploaded(t, u, "tiếp dân.pdf", notice())
	at := "/studio/slides/" + id
	choose := func() {
		t.Helper()
		page := u.Get(at+"/readable").Says(t, 200)
		fields := []string{"revision", page.Value("revision")}
		for _, size := range []string{"192x96", "320x160", "1920x1080", "1080x1920"} {
			if strings.Contains(page.HTML, `name="on_`+size) {
				fields = append(fields, "on_"+size, "page")
			}
		}
		u.Post(at+"/readable", append(fields, "on_432x216", "cards")...).Says(t, 200)
	}
	cards := func() []content.Slide {
		all, err := r.Store.CardsOf(t.Context(), id)
		if err != nil || len(all) == 0 {
			t.Fatal(len(all), err)
		}
		return all
	}
	choose()
	page, err := r.Store.Slide(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	page.State = content.Approved
	r.Put(page)
	first := cards()
	for i, one := range first {
		if one.Order != page.Order || !strings.HasPrefix(one.ID, id+"-432x216-"+fmt.Sprintf("%02d", i+1)) {
			t.Errorf("card %d is %s at %d, and its page at %d", i+1, one.ID, one.Order, page.Order)
		}
		one.State, one.Words.Foot = content.Approved, "Sửa tay"
		r.Put(one)
	}
	card := "/studio/slides/" + first[0].ID
	leads := func(from, to string, texts ...string) {
		t.Helper()
		if p := u.Get(from).Says(t, 200, texts...); !strings.Contains(p.HTML, `href="`+to+`"`) {
			t.Errorf("%s does not lead to %s", from, to)
		}
	}
	leads(at, card, "thẻ của trang")
	leads(card, at, "Thẻ của trang")
	u.Get("/studio/holds/new?scope=slide&slide="+id).Says(t, 200, "Gồm cả")
	held, _, _ := strings.Cut(u.Post("/studio/holds/new", "scope", "slide", "slide", id).Says(t, 200, "Gồm cả").Path, "?")
	leads(card, held, "Đã gỡ khỏi màn hình")
	u.Get(at+"/readable").Says(t, 200, "Các thẻ đã có")
	u.Post(held + "/ask")
	u.Post(held+"/lift").Says(t, 200, "Đã bỏ tạm ngừng")
	u.Get(card).Says(t, 200).Lacks(t, "Đã gỡ khỏi màn hình")

	other, err := r.Store.Slide(t.Context(), uploaded(t, u, "tiếp dân mới.pdf", titled("THONG BAO MOI")))
	if err != nil {
		t.Fatal(err)
	}
	draft := func(m content.Digest, live bool) {
		t.Helper()
		if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			d, err := tx.SlideDraft(t.Context(), id)
			if err != nil {
				return err
			}
			d = d.Save(d.Offered().Showing(m, content.Picture), "test", tx.Time())
			if !live {
				return tx.PutSlideDraft(t.Context(), "write", d)
			}
			one := d.Slide()
			one.State = content.Approved
			return tx.PutLive(t.Context(), one)
		}); err != nil {
			t.Fatal(err)
		}
	}
	draft(other.Medium, false)
	u.Get(at).Says(t, 200, "Trang có hình mới", "Chia thẻ cho hình mới").Lacks(t, "Không chiếu trên cỡ màn hình")
	if cards()[0].State != content.Approved {
		t.Error("a card ended before the new picture was approved")
	}
	draft(other.Medium, true)
	u.Get(at).Says(t, 200, "đã thôi chiếu", "Chia thẻ lại")
	if one := cards()[0]; one.State != content.TakenOff {
		t.Errorf("the card of the old picture is %s", one.State)
	}
	choose()
	if all := cards(); len(all) <= len(first) {
		t.Errorf("%d cards, after %d of the picture before", len(all), len(first))
	}
	draft(page.Medium, true)
	choose()
	back := 0
	for _, one := range cards() {
		if one.State == content.Draft && one.Words.Foot == "Sửa tay" {
			back++
		}
	}
	if back != len(first) {
		t.Errorf("%d of %d cards are back with their picture", back, len(first))
	}

	// words that nobody has seen stay those of who typed them
	binh := r.Other("binh", mandate.Editor, mandate.Approver)
	typed := card
	binh.Post(typed, "title", "Thẻ", "campaign", page.Campaign, "style", "statement", "head", "Chữ của Bình").Says(t, 200)
	draft(other.Medium, true)
	choose()
	draft(page.Medium, true)
	choose()
	u.Get(typed).Says(t, 200, "Chữ của Bình")
	u.Post(typed+"/submit", "despite", "Vẫn cần").Says(t, 200)
	binh.Get(typed).Says(t, 200, "người soạn không tự duyệt")

	// a page that ends sooner says that its cards do not, and takes them along as drafts that wait beside them
	one, err := r.Store.Slide(t.Context(), first[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	one.State = content.Approved
	r.Put(one)
	page.Valid.Until = time.Now().Add(48 * time.Hour).Truncate(time.Minute)
	draft(page.Medium, true)
	r.Put(page)
	leads(at, at+"/readable", "Có thẻ chạy khác trang", "Đưa thẻ theo trang")
	u.Get(card).Says(t, 200, "Thẻ chạy khác trang")
	u.Get(at+"/readable").Says(t, 200, fmt.Sprintf("%d thẻ chạy khác trang", len(first)))
	choose()
	u.Get(at).Says(t, 200).Lacks(t, "chạy khác trang")
	if d, err := r.Store.SlideDraft(t.Context(), one.ID); err != nil || !d.Begun() || d.Doc.Apart(page) || !d.Live.Apart(page) || d.Doc.Words.Head != "Chữ của Bình" {
		t.Errorf("%+v %v", d, err)
	}
}

// Of two screens of the same pixels the one that is farther away decides what is hard to read.
func TestTheFartherOfTwoScreensDecides(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	at := "/studio/slides/" + uploaded(t, u, "tiếp dân.pdf", notice()) + "/readable"
	for i, distance := range []float64{15, 60, 20} {
		r.Stand(fmt.Sprintf("NGATU-0%d", i+1), true)
		if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			s, err := tx.Screen(t.Context(), fmt.Sprintf("NGATU-0%d", i+1))
			if err == nil {
				s.Places[0].Canvas.DistanceM = distance
				err = tx.PutScreen(t.Context(), s)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	u.Get(at).Says(t, 200, "432×216 · P5 · 60 m · 3 màn hình")
}

// A scan has no words: the form of a notice opens beside its picture.
func TestAScanIsTypedOff(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	id := uploaded(t, u, "quét.pdf", workertest.PDF(workertest.Sheet{Red: 1}))
	p := u.Get("/studio/slides/"+id+"/readable").Says(t, 200, "Gõ lại từ", "quét", "Nội dung chính")
	if !strings.HasPrefix(p.Path, "/studio/notice") || p.Value("campaign") != "main" {
		t.Errorf("%s %q", p.Path, p.Value("campaign"))
	}
	u.Post("/studio/notice", "beside", id, "campaign", "main", "head", "").Says(t, 422, "Gõ lại từ")
	u.Post("/studio/notice", "beside", id, "campaign", "main", "head", "Tiếp dân thứ bảy").Says(t, 200, "Tiếp dân thứ bảy")
	u.Get("/studio/slides/none/readable").Says(t, 404)
}
