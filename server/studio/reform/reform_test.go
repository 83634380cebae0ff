package reform_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

const (
	phucXa = "2024-11/00001" // went to Hồng Hà as a whole
	hongHa = "2025-07/00097"
	congVi = "2024-11/00007" // was divided
	giangV = "2025-07/00025"
)

// What names a unit of before becomes drafts that go to the approver together: by the crosswalk
// where one unit took its place, by an answer where several did, and not at all without one.
func TestTheReformIsPreparedAsOneSubmission(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	other, approver := r.Other("quan-tri", signin.Admin), r.Other("duyet", signin.Approver)
	r.Other("phuong", signin.Editor)
	r.Bound("phuong", mandate.Mandate{Role: signin.Editor, Area: phucXa}, mandate.Mandate{Role: signin.Approver, Area: congVi})
	r.Other("hai-vai", signin.Reporter)
	r.Bound("hai-vai", mandate.Mandate{Role: signin.Approver, Area: congVi}, mandate.Mandate{Role: signin.Editor, Area: congVi})
	ctx := context.Background()
	put := func(do func(tx *store.Tx) error) {
		t.Helper()
		if _, err := r.Store.Change(ctx, "test", do); err != nil {
			t.Fatal(err)
		}
	}
	targets := func(keys ...string) (out []content.Target) {
		for _, key := range keys {
			out = append(out, content.Target{Area: key, Venue: content.Reception})
		}
		return out
	}
	put(func(tx *store.Tx) error {
		for id, of := range map[string][]content.Target{"one": targets(phucXa), "two": targets(phucXa, congVi), "new": targets(hongHa)} {
			if err := tx.PutCampaign(ctx, content.Campaign{ID: id, Name: "Chiến dịch " + id, Pool: "city", Weight: 1, Targets: of}); err != nil {
				return err
			}
		}
		return tx.PutForm(ctx, content.Form{
			ID: "f-a", Name: "Lịch tiếp dân", Days: 7, Until: time.Now().Add(24 * time.Hour), By: "x", At: tx.Time(), Targets: targets(phucXa),
			Slide:  content.Slide{Kind: content.Notice, Style: content.Statement, Campaign: "main", Words: content.Words{Head: "Tiếp dân ngày {ngày}"}},
			Fields: []content.FormField{{Name: "ngày", Kind: content.FieldDay, Ahead: 7}},
		})
	})
	p := boss.Post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi", "title", "Tấm Phúc Xá", "style", "slogan").Says(t, 200)
	id := strings.TrimPrefix(strings.Split(p.Path, "?")[0], "/studio/slides/")
	slide, err := r.Store.Slide(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	slide.State, slide.Targets, slide.Approval = content.Approved, targets(phucXa), content.Approval{By: "x", At: time.Now()}
	r.Put(slide)

	page := boss.Get("/studio/reform").Says(t, 200, "Phường Phúc Xá", "Nay thuộc về", "Phường Hồng Hà", "Phường Cống Vị", "Đã chia cho nhiều đơn vị",
		"Chiến dịch one", "Chiến dịch two", "Tấm Phúc Xá", "Lịch tiếp dân", "Trần Văn phuong (Biên tập)", "Trần Văn phuong (Duyệt)")
	page.Lacks(t, "Chiến dịch new")
	if page.Value("to "+phucXa) != hongHa || page.Value("to "+congVi) != "" {
		t.Errorf("proposed: %q, %q", page.Value("to "+phucXa), page.Value("to "+congVi))
	}
	approver.Get("/studio/reform").Says(t, 200, "Không còn gì của bạn")
	boss.Post("/studio/reform").Says(t, 422, "Hãy chọn đơn vị mới")
	boss.Post("/studio/reform", "to "+phucXa, giangV).Says(t, 422, "không trở thành đơn vị đã chọn")

	// What needs two answers and has one stays as it is.
	sent := boss.Post("/studio/reform", "to "+phucXa, hongHa).Says(t, 200, "Gửi duyệt cùng nhau", "Chiến dịch one", "Tấm Phúc Xá", "Lịch tiếp dân")
	if n := strings.Count(sent.HTML, " checked"); n != 3 {
		t.Errorf("%d drafts are chosen", n)
	}
	if _, err := r.Store.CampaignDraft(ctx, "two"); content.CodeOf(err) != content.NotFound {
		t.Errorf("half an answer made a draft: %v", err)
	}
	r.Made()
	v := url.Values{"item": {"campaign:one", "slide:" + id, "form:f-a"}}
	at := strings.Split(boss.PostForm("/studio/submissions/new", v).Says(t, 200, "Gửi duyệt 3 mục").Path, "?")[0]
	boss.Get("/studio/reform").Says(t, 200, "Đang có bản sửa", "Chiến dịch two")
	show := approver.Get(at).Says(t, 200, "Phường Hồng Hà")
	approver.Post(at, "do", "approve all", "campaign:one.seen", show.Value("campaign:one.seen"), "slide:"+id+".seen", show.Value("slide:"+id+".seen"),
		"form:f-a.seen", show.Value("form:f-a.seen")).Says(t, 200)
	c, err := r.Store.Campaign(ctx, "one")
	if err != nil || !slices.Equal(c.Targets, targets(hongHa)) {
		t.Errorf("the campaign is for %+v, %v", c.Targets, err)
	}
	if slide, err = r.Store.Slide(ctx, id); err != nil || !slices.Equal(slide.Targets, targets(hongHa)) {
		t.Errorf("the slide is for %+v, %v", slide.Targets, err)
	}

	if f, err := r.Store.Form(ctx, "f-a"); err != nil || !slices.Equal(f.Targets, targets(hongHa)) || f.By == "x" {
		t.Errorf("the form is for %+v by %s, %v", f.Targets, f.By, err)
	}

	// Mandates follow, from the day of the reform: to edit at once, to approve after another admin.
	boss.Post("/studio/reform", "to "+congVi, giangV).Says(t, 200, "Đã giao quyền theo địa bàn mới")
	who, err := r.Store.StaffByLogin(ctx, "phuong")
	if err != nil {
		t.Fatal(err)
	}
	if m := who.Mandates[len(who.Mandates)-1]; m.Role != signin.Editor || m.Area != hongHa || m.From.Format("2006-01-02") != "2025-07-01" {
		t.Errorf("the mandate is %+v", m)
	}
	waits, err := r.Store.StaffDraft(ctx, who.ID)
	if err != nil || signin.Proposed(waits)[0].Area != giangV {
		t.Errorf("what waits is %+v, %v", waits, err)
	}
	boss.Get("/studio/reform").Lacks(t, "Trần Văn phuong")
	both, err := r.Store.StaffByLogin(ctx, "hai-vai")
	if err != nil {
		t.Fatal(err)
	}
	page = other.Get("/studio/staff/" + both.ID)
	other.Post("/studio/staff/"+both.ID+"/confirm", "seen", page.Value("seen")).Says(t, 200, "Đã xác nhận")
	other.Get("/studio/staff/"+who.ID).Says(t, 200, "Đang chờ một quản trị khác", "Phường Giảng Võ")
	boss.Post("/studio/reform", "to "+congVi, giangV, "to "+phucXa, hongHa).Says(t, 200, "Chiến dịch two")
}
