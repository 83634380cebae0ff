package version_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

var restores = regexp.MustCompile(`action="(/studio/slides/[^"]+/versions/[0-9]+)"`)

// Versions that were approved are listed with who wrote and approved them; one of before comes back
// as a draft of whoever restores it, while what is on air stays, and takes the place of no draft.
func TestAVersionIsRestoredAsADraft(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	elsewhere := r.Other("noikhac", signin.Editor)
	r.Bound("noikhac", mandate.Mandate{Role: signin.Editor, Area: "2024-11/006"})
	editor.Post("/studio/notice", "campaign", "main", "title", "Tiếp dân", "head", "Tiếp dân thứ hai", "style", "statement").Says(t, 200)
	id := r.Slides()[0].ID
	at := "/studio/slides/" + id
	approve := func() {
		t.Helper()
		editor.Post(at+"/submit", "despite", "cần").Says(t, 200)
		approver.Approve(at, "document", "1/QĐ").Says(t, 200)
	}
	editor.Get(at+"/versions").Says(t, 200, "Chưa có bản nào")
	approve()
	editor.Post(at, "campaign", "main", "title", "Tiếp dân", "head", "Tiếp dân thứ ba", "style", "statement").Says(t, 200)
	editor.Get(at+"/versions").Says(t, 200, "Đang có bản nháp").Lacks(t, "Khôi phục thành bản nháp")
	approve()
	page := editor.Get(at + "/versions")
	page.Says(t, 200, "đang chiếu", "Soạn: Trần Văn soan", "Duyệt: Trần Văn duyet", "Khôi phục thành bản nháp")
	all := restores.FindAllStringSubmatch(page.HTML, -1)
	if len(all) != 1 || strings.Count(page.HTML, `class="thumb"`) != 2 {
		t.Fatalf("%d can be restored: %v", len(all), all)
	}
	page.Says(t, 200, "Khác bản trước những gì", "Tiếp dân thứ hai → Tiếp dân thứ ba").Lacks(t, "— →")
	editor.Get(at).Says(t, 200, "Các bản đã duyệt")
	first := all[0][1]
	approver.Post(first).Says(t, 403)
	elsewhere.Post(first).Says(t, 403)
	editor.Post(at+"/versions/1").Says(t, 404, "Không có bản này")
	editor.Post(first).Says(t, 200, "Đã khôi phục thành bản nháp", "Tiếp dân thứ hai")
	editor.Post(first).Says(t, 409, "Đang có bản nháp")
	d, err := r.Store.SlideDraft(t.Context(), id)
	if err != nil || !d.Beside || d.Live.Words.Head != "Tiếp dân thứ ba" || d.Doc.Words.Head != "Tiếp dân thứ hai" || d.Live.State != content.Approved {
		t.Fatalf("%+v, %v", d, err)
	}
	editor.Approve(at).Says(t, 403)
	approve()
	if s, _ := r.Store.Slide(t.Context(), id); s.Words.Head != "Tiếp dân thứ hai" {
		t.Errorf("on air is %q", s.Words.Head)
	}
	if n := strings.Count(editor.Get(at+"/versions").HTML, `class="thumb"`); n != 3 {
		t.Errorf("%d versions", n)
	}
	for _, turn := range []func(*content.Slide){ // what a folder's campaign.yaml does: nobody approves it
		func(s *content.Slide) { s.Order++ }, func(s *content.Slide) { s.Dwell += 5000 },
	} {
		_, err := r.Store.Change(t.Context(), "inbox:Đống Đa", func(tx *store.Tx) error {
			s, err := tx.Slide(t.Context(), id)
			if err != nil {
				return err
			}
			turn(&s)
			return tx.PutSlide(t.Context(), s)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(editor.Get(at+"/versions").HTML, `class="thumb"`); n != 3 {
		t.Errorf("%d versions, though nothing was approved since", n)
	}
}

// A version whose file was removed, because nothing has shown it for long, says so and cannot come
// back.
func TestAVersionWithoutItsFileSaysSo(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, ctx := r.Other("soan", signin.Editor), t.Context()
	for _, name := range []string{"cũ", "mới"} {
		_, err := r.Store.Change(ctx, "duyet", func(tx *store.Tx) error {
			m := store.Medium{Digest: content.DigestOf([]byte(name)), Kind: content.Picture, Type: "image/png", Name: name}
			if err := tx.PutMedium(ctx, m); err != nil {
				return err
			}
			return tx.PutSlide(ctx, content.Slide{ID: "anh", Campaign: "main", Kind: content.Picture, Title: "Ảnh " + name, Medium: m.Digest, State: content.Approved})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	editor.Get("/studio/slides/anh/versions").Says(t, 200, "Ảnh cũ", "Khôi phục thành bản nháp").Lacks(t, "không còn được lưu")
	at := restores.FindStringSubmatch(editor.Get("/studio/slides/anh/versions").HTML)[1]
	for _, days := range []int{0, 30} {
		if _, err := store.SweepMedia(ctx, r.Store, time.Now().AddDate(0, 0, days), 30*24*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	editor.Get("/studio/slides/anh/versions").Says(t, 200, "Ảnh cũ", "Tệp của bản này không còn được lưu").Lacks(t, "Khôi phục thành bản nháp")
	editor.Post(at).Says(t, 409, "không còn được lưu")
}
