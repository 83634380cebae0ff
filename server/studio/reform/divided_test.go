package reform_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

const ngocHa = "2025-07/00008" // the other one that got a part of Cống Vị

// What a divided unit named goes to several: everybody who decides reads all of them, and whoever
// changes something else of it keeps them.
func TestADividedUnit(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	r.Other("khac", signin.Editor)
	ctx := context.Background()
	other, err := r.Store.StaffByLogin(ctx, "khac")
	if err != nil {
		t.Fatal(err)
	}
	was := []content.Target{{Area: congVi}}
	wards := []content.Target{{Area: giangV}, {Area: ngocHa}}
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		by, until := content.Approval{By: "x", At: tx.Time()}, tx.Time().Add(24*time.Hour)
		words := content.Words{Head: "Nước lên nhanh"}
		if err := tx.PutTakeover(ctx, content.Takeover{ID: "t-a", Title: "Ngập", Gravity: content.Danger, Words: words, Targets: was, State: content.Approved, Author: "x", Approval: by}); err != nil {
			return err
		}
		return tx.PutStanding(ctx, content.Standing{ID: "st-a", Folder: "Cống Vị", Editor: other.ID, By: "x", Targets: was, Kinds: []content.Kind{content.Picture}, Share: 1, Until: until})
	}); err != nil {
		t.Fatal(err)
	}
	v := url.Values{"to " + congVi: {giangV, ngocHa}}
	editor.PostForm("/studio/reform", v).Says(t, 200, "Gửi duyệt cùng nhau", "Ngập", "Cống Vị")
	drafts, err := r.Store.StandingDrafts(ctx)
	if err != nil || len(drafts) != 1 || !slices.Equal(drafts[0].Doc.Targets, wards) {
		t.Fatalf("%+v, %v", drafts, err)
	}
	folder, urgent := "standing:"+drafts[0].ID, "takeover:t-a"
	r.Made()
	at := strings.Split(editor.PostForm("/studio/submissions/new", url.Values{"item": {folder, urgent}}).Says(t, 200).Path, "?")[0]
	both := "Phường Giảng Võ, Thành phố Hà Nội · từ 7/2025; Phường Ngọc Hà, Thành phố Hà Nội · từ 7/2025"
	page := approver.Get(at).Says(t, 200)
	if n := strings.Count(studiotest.TextOf(page.HTML), both); n < 2 {
		t.Errorf("the approver reads both wards %d times", n)
	}

	// What is given back keeps its wards while another part of it is changed.
	approver.Post(at, "do", "return "+folder, folder+".why", "Sửa ngày").Says(t, 200)
	approver.Post(at, "do", "return "+urgent, urgent+".why", "Sửa lời").Says(t, 200)
	form := editor.Get("/studio/standings/new?draft="+drafts[0].ID).Says(t, 200, both)
	if form.Value("reach") != "kept" {
		t.Errorf("the form begins with %q", form.Value("reach"))
	}
	until := time.Now().Add(48 * time.Hour).Format("2006-01-02T15:04")
	fields := []string{"draft", drafts[0].ID, "folder", "Cống Vị", "editor", other.ID, "picture", "yes", "share", "1", "until", until}
	editor.Post("/studio/standings/new", fields...).Says(t, 422, "Hãy chọn trên những màn hình nào", both)
	editor.Post("/studio/standings/new", append(fields, "reach", "kept")...).Says(t, 200, "Đã gửi duyệt", both)
	if d, err := r.Store.StandingDraft(ctx, drafts[0].ID); err != nil || !slices.Equal(d.Doc.Targets, wards) {
		t.Errorf("the folder is for %+v, %v", d.Doc.Targets, err)
	}
	if got := editor.Get("/studio/takeovers/t-a").Says(t, 200, both).Value("reach"); got != "kept" {
		t.Errorf("the form begins with %q", got)
	}
	editor.Post("/studio/takeovers/t-a", "title", "Ngập", "head", "Nước lên rất nhanh", "gravity", "danger", "reach", "kept").Says(t, 200)
	d, err := r.Store.TakeoverDraft(ctx, "t-a")
	if err != nil || !slices.Equal(d.Doc.Targets, wards) || d.Doc.Words.Head != "Nước lên rất nhanh" {
		t.Errorf("the takeover is for %+v, %v", d.Doc, err)
	}
	editor.Post("/studio/standings/new", append(fields, "draft", "", "folder", "Khác", "reach", "kept")...).Says(t, 422, "Hãy chọn trên những màn hình nào")
}
