package find_test

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// One field finds slides and takeovers by their title and words, campaigns, screens by code and
// place, and people for those who see the staff; tone marks are not needed, and every word must be there.
func TestFind(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	editor := r.Other("van", signin.Editor)
	r.Stand("NGATU-05", false)
	r.Put(content.Slide{ID: "s-tet", Campaign: "main", Kind: content.Notice, Title: "Chúc Tết", Words: content.Words{Head: "Năm mới bình an"}, State: content.Draft})
	r.Put(content.Slide{ID: "s-other", Campaign: "main", Kind: content.Notice, Title: "Bình an giao thông", State: content.Approved})
	if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		return tx.PutTakeover(t.Context(), content.Takeover{
			ID: "ngap", Title: "Ngập đường", Gravity: content.Danger, Words: content.Words{Head: "Không đi qua hầm chui"}, State: content.Approved,
		})
	}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		"ngap+duong": {"Thông báo khẩn Ngập đường Đã duyệt"}, "ham+chui": {"Ngập đường"},
		"chuc+tet": {"Tấm chiếu Chúc Tết Bản nháp · Tháng cao điểm"}, "n%C4%83m+m%E1%BB%9Bi": {"Chúc Tết"}, "NGATU": {"Màn hình NGATU-05 · Ngã tư NGATU-05"},
		"ngatu-05": {"NGATU-05"}, "cao+diem": {"Chiến dịch Tháng cao điểm"}, "binh+an": {"Bình an giao thông Đã duyệt · Tháng cao điểm Gỡ… Chúc Tết"}, "uoc": {"Nhân sự Nguyễn Thị Ước uoc"},
		"binh+toan": {"Không tìm thấy gì"}, "": {"không cần gõ dấu"}, "%00%ff": {"Tìm"},
	} {
		u.Get("/studio/find?q="+query).Says(t, 200, want...)
	}
	editor.Get("/studio/find?q=uoc").Lacks(t, "Nguyễn Thị Ước uoc")
	if part := u.Part("/studio/find?q=tet"); strings.Contains(part.HTML, "<html") || !strings.Contains(part.HTML, "/studio/slides/s-tet") {
		t.Errorf("a script gets %s", part.HTML)
	}
	// What is live is taken off from here, by who may; a draft is not.
	const off = "/studio/holds/new?scope=slide&amp;slide="
	if found := u.Get("/studio/find?q=binh+an").HTML; strings.Count(found, off) != 1 || !strings.Contains(found, off+"s-other") {
		t.Error("what was found cannot be taken off, or a draft can")
	}
	if p := r.Other("soi", signin.Auditor).Get("/studio/find?q=binh+an").Says(t, 200, "Bình an giao thông"); strings.Contains(p.HTML, off) {
		t.Error("an auditor is offered to take it off")
	}
	r.Bound("van", mandate.Mandate{Role: signin.Editor, Area: "2024-11/006"})
	r.Put(content.Slide{ID: "s-ba-dinh", Campaign: "main", Kind: content.Notice, Title: "Họp Ba Đình", State: content.Approved, Targets: []content.Target{{Area: "2024-11/001"}}})
	if p := editor.Get("/studio/find?q=hop+ba+dinh").Says(t, 200, "Họp Ba Đình"); strings.Contains(p.HTML, off) {
		t.Error("somebody of another area is offered to take it off")
	}
	r.Put(content.Slide{ID: "s-new", Campaign: "main", Kind: content.Notice, Title: "Chúc Tết lần hai", State: content.Draft})
	u.Get("/studio/find?q=tet").Says(t, 200, "Chúc Tết lần hai")
	for range 3 {
		r.Put(content.Slide{ID: "s-" + strings.Repeat("x", len(r.Slides())), Campaign: "main", Kind: content.Notice, Title: "Trùng tên", State: content.Draft})
	}
	u.Get("/studio/find?q=trung").Says(t, 200, "Trùng tên")
}

// The keys are listed, those to pages that the person may open.
func TestKeys(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio/keys").Says(t, 200, "g s Tấm chiếu", "g m Màn hình", "g a Nhân sự", "/ Tìm")
	r.Other("van", signin.Editor).Get("/studio/keys").Lacks(t, "Nhân sự g")
}
