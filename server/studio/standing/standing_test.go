package standing_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A standing approval is proposed by one person and approved by another, who is not the one who
// answers for the folder. It is paused while one of its people may no longer do what they stand
// for.
func TestAStandingApproval(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, both := r.Other("soan", signin.Editor), r.Other("ca-hai", signin.Editor, signin.Approver)
	approver, far := r.Other("duyet", signin.Approver), r.Other("nguoi-xa", signin.Approver)
	r.Bound("nguoi-xa", mandate.Mandate{Role: mandate.Approver, Area: "2024-11/001"})
	editor.Get("/studio/standings").Says(t, 200, "Chưa có phê duyệt thường trực")
	responsible, err := r.Store.StaffByLogin(context.Background(), "ca-hai")
	if err != nil {
		t.Fatal(err)
	}
	until := time.Now().Add(60 * 24 * time.Hour).Format("2006-01-02T15:04")
	fill := func(more ...string) []string {
		return append([]string{"folder", "Đống Đa", "editor", responsible.ID, "picture", "yes", "share", "2", "reach", "area", "area", "2024-11/006", "until", until}, more...)
	}
	editor.Post("/studio/standings/new", fill("until", "")...).Says(t, 422, "Hãy chọn ngày kết thúc")
	editor.Post("/studio/standings/new", fill("folder", "../etc")...).Says(t, 422, "Ghi tên thư mục")
	approver.Post("/studio/standings/new", fill()...).Says(t, 403)
	nobody, err := r.Store.StaffByLogin(context.Background(), "duyet")
	if err != nil {
		t.Fatal(err)
	}
	editor.Post("/studio/standings/new", fill("editor", nobody.ID)...).Says(t, 422, "Người phụ trách phải có quyền biên tập")
	editor.Post("/studio/standings/new", fill()...).Says(t, 200, "Đã gửi duyệt", "Đống Đa Chờ duyệt", "chỉ ảnh", "Quận Đống Đa", "Trần Văn ca-hai")

	waits := func() (at, key, seen string) {
		t.Helper()
		list := approver.Get("/studio/submissions").Says(t, 200, "Chờ bạn duyệt", "Đống Đa")
		_, rest, _ := strings.Cut(list.HTML, `href="/studio/submissions/d-`)
		id, _, _ := strings.Cut(rest, `"`)
		at = "/studio/submissions/d-" + id
		page := approver.Get(at).Says(t, 200, "không ai duyệt từng tệp", "Tỷ trọng nhiều nhất 2")
		_, rest, _ = strings.Cut(page.HTML, `value="approve `)
		key, _, _ = strings.Cut(rest, `"`)
		return at, key, page.Value(key + ".seen")
	}
	at, key, seen := waits()
	both.Post(at, "do", "approve "+key, key+".seen", seen).Says(t, 403, "không tự duyệt")
	far.Post(at, "do", "approve "+key, key+".seen", seen).Says(t, 403, "ngoài phạm vi")
	approver.Post(at, "do", "approve "+key, key+".seen", seen, key+".document", "12/QĐ").Says(t, 200, "Đã ghi quyết định")
	editor.Get("/studio/standings").Says(t, 200, "Đống Đa đang hiệu lực", "12/QĐ")

	// To put another one in its place ends it, which takes a mandate for what it is for.
	editor.Post("/studio/standings/new", fill("area", "2024-11/001")...).Says(t, 200, "Đã gửi duyệt")
	at, key, seen = waits()
	far.Post(at, "do", "approve "+key, key+".seen", seen).Says(t, 403, "Đống Đa", "ngoài phạm vi")
	editor.Get("/studio/standings").Says(t, 200, "Đống Đa đang hiệu lực", "Quận Đống Đa", "12/QĐ")
	approver.Post(at, "do", "approve "+key, key+".seen", seen, key+".document", "13/QĐ").Says(t, 200, "Đã ghi quyết định")
	editor.Get("/studio/standings").Says(t, 200, "Đống Đa đang hiệu lực", "Quận Ba Đình", "13/QĐ")
	all, err := r.Store.Standings(context.Background())
	if err != nil || len(all) != 1 || all[0].By != nobody.ID || all[0].Editor != responsible.ID || all[0].Share != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	r.Bound("ca-hai", mandate.Mandate{Role: mandate.Approver})
	editor.Get("/studio/standings").Says(t, 200, "tạm dừng")
	editor.Post("/studio/standings/"+all[0].ID+"/end").Says(t, 200, "Đã dừng", "Chưa có phê duyệt thường trực")
}

// What another standing approval of the folder changed meanwhile is offered in the form, beside what
// the draft changes.
func TestAProposalIsOfferedAgain(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor := r.Other("soan", signin.Editor)
	ctx := context.Background()
	me, err := r.Store.StaffByLogin(ctx, "soan")
	if err != nil {
		t.Fatal(err)
	}
	until := time.Now().Add(48 * time.Hour).Truncate(time.Minute)
	live := content.Standing{ID: "st-1", Folder: "Đống Đa", Editor: me.ID, Kinds: []content.Kind{content.Picture}, Share: 1, Until: until, By: "binh"}
	if _, err := r.Store.Change(ctx, me.ID, func(tx *store.Tx) error {
		if err := tx.PutStanding(ctx, live); err != nil {
			return err
		}
		was, err := tx.Standing(ctx, live.ID)
		if err != nil {
			return err
		}
		one := was
		one.ID, one.Share, one.By = "st-2", 4, ""
		d, err := content.DraftOf[content.Standing]{ID: one.ID}.Saved(one, was, me.ID, tx.Time()).Back("")
		if err != nil {
			return err
		}
		if err := tx.PutStandingDraft(ctx, d); err != nil {
			return err
		}
		live.Despite = "Ảnh thi đua"
		return tx.PutStanding(ctx, live)
	}); err != nil {
		t.Fatal(err)
	}
	editor.Get("/studio/standings").Says(t, 200, "đã đổi từ khi soạn")
	form := editor.Get("/studio/standings/new?draft=st-2").Says(t, 200, "Ô dưới giữ các chỗ bạn sửa", "Tỷ trọng nhiều nhất 1 4")
	if share, despite := form.Value("share"), form.Value("despite"); share != "4" || despite != "Ảnh thi đua" {
		t.Errorf("offered are %q and %q", share, despite)
	}
	local := until.In(area.Local).Format("2006-01-02T15:04")
	editor.Post("/studio/standings/new", "draft", "st-2", "folder", "Đống Đa", "editor", me.ID, "picture", "yes", "reach", "all", "share", "4", "until", local, "despite", form.Value("despite")).
		Says(t, 200, "Đã gửi duyệt").Lacks(t, "đã đổi từ khi soạn")
}
