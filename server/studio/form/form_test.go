package form_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/grounds"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

const (
	dongDa = "2024-11/006"
	baDinh = "2024-11/001"
	langHa = "2024-11/00199" // in Đống Đa
)

func day(ahead int) string {
	return time.Now().In(area.Local).AddDate(0, 0, ahead).Format("2006-01-02")
}

// A form is proposed and approved once; then somebody of a ward fills in a few fields and is on air
// with one press. What goes beyond its bounds, or beyond the mandate, is not.
func TestAFormFromProposalToAir(t *testing.T) {
	ctx := context.Background()
	r := studiotest.New(t)
	r.First()
	r.Set(content.SettingHotline, "1022 nhánh 8")
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	ward, far := r.Other("phuong", signin.Editor), r.Other("nguoi-xa", signin.Editor)
	r.Bound("phuong", mandate.Mandate{Role: mandate.Editor, Area: langHa})
	r.Bound("nguoi-xa", mandate.Mandate{Role: mandate.Editor, Area: baDinh})
	editor.Get("/studio/forms").Says(t, 200, "Chưa có biểu mẫu nào")

	proposed := func(more ...string) []string {
		return append([]string{
			"name", "Tiếp công dân", "campaign", "main", "style", "event", "head", "Chủ tịch phường tiếp công dân", "brief", "Tiếp công dân",
			"number", "{thứ ngày}", "lines", "{giờ}\nPhòng {phòng}", "f0_name", "ngày", "f0_kind", "day", "f0_ahead", "7",
			"f1_name", "giờ", "f1_kind", "hours", "f1_from", "07:30", "f1_to", "17:00", "f2_name", "phòng", "f2_kind", "choice", "f2_options", "101\n202",
			"reach", "area", "area", dongDa, "days", "10", "until", time.Now().Add(60 * 24 * time.Hour).Format("2006-01-02T15:04"),
			"despite", "Đã duyệt nội dung chung",
		}, more...)
	}
	editor.Post("/studio/forms/new", append(proposed(), "f2_name", "")...).Says(t, 422)
	editor.Post("/studio/forms/preview", proposed()...).Says(t, 200, "432×216")
	editor.Post("/studio/forms/new", proposed("act", "look")...).Says(t, 200, "1920×1080")
	ward.Post("/studio/forms/new", proposed()...).Says(t, 403, "ngoài phạm vi")
	editor.Post("/studio/forms/new", proposed()...).Says(t, 200, "Đã gửi duyệt", "Tiếp công dân Chờ duyệt", "07:30", "101 · 202")

	decide := func(of *studiotest.User, say string) studiotest.Page {
		t.Helper()
		list := of.Get("/studio/submissions").Says(t, 200, "Tiếp công dân")
		_, rest, _ := strings.Cut(list.HTML, `href="/studio/submissions/d-`)
		id, _, _ := strings.Cut(rest, `"`)
		page := of.Get("/studio/submissions/d-"+id).Says(t, 200, "không ai duyệt từng bản", "Một bản điền trông như sau")
		_, rest, _ = strings.Cut(page.HTML, `value="`+say+` `)
		key, _, _ := strings.Cut(rest, `"`)
		return of.Post("/studio/submissions/d-"+id, "do", say+" "+key, key+".seen", page.Value(key+".seen"), key+".document", "12/QĐ", key+".why", "Thiếu phòng")
	}
	if all, _ := r.Store.Forms(ctx); len(all) != 0 {
		t.Fatal("in force before anybody approved")
	}
	decide(approver, "approve").Says(t, 200, "Đã ghi quyết định")
	forms, err := r.Store.Forms(ctx)
	if err != nil || len(forms) != 1 || forms[0].Paper != "12/QĐ" {
		t.Fatalf("%+v %v", forms, err)
	}
	at := "/studio/forms/" + forms[0].ID

	// The ward: choose it, fill in, one press.
	ward.Get("/studio/forms").Says(t, 200, "Điền biểu mẫu này", "đang hiệu lực")
	page := ward.Get(at).Says(t, 200, "Lên màn hình")
	if page.Value("v0") != day(1) || page.Value("area") != langHa || page.Value("reach") != "area" {
		t.Errorf("it begins with %q in %q", page.Value("v0"), page.Value("area"))
	}
	fill := func(more ...string) []string {
		return append([]string{"v0", day(3), "v1_from", "08:00", "v1_to", "11:30", "v2", "202", "reach", "area", "area", langHa}, more...)
	}
	ward.Post(at+"/look", fill()...).Says(t, 200, "432×216")
	ward.Post(at, fill("act", "look")...).Says(t, 200, "Lên màn hình", "432×216")
	ward.Post(at, fill("v0", "")...).Says(t, 422, "hãy chọn ngày")
	if n := len(r.Slides()); n != 0 {
		t.Fatalf("%d slides before the press", n)
	}
	ward.Post(at, fill()...).Says(t, 200, "không phải chờ duyệt", "theo biểu mẫu")
	person, _ := r.Store.StaffByLogin(ctx, "phuong")
	boss, _ := r.Store.StaffByLogin(ctx, "duyet")
	s := r.Slides()[0]
	end := time.Now().In(area.Local).AddDate(0, 0, 4)
	if s.State != content.Approved || s.Author != person.ID || s.Approval.By != boss.ID || s.Approval.Form != forms[0].ID || s.Approval.Document != "12/QĐ" ||
		s.Words.Lines[1] != "Phòng 202" || s.Words.Lines[0] != "8:00 – 11:30" || s.Valid.Until.In(area.Local).Day() != end.Day() || s.Targets[0].Area != langHa {
		t.Errorf("%+v", s)
	}

	// Beyond the bounds it is a draft; beyond the mandate it is nothing.
	far.Post(at, fill()...).Says(t, 403, "ngoài phạm vi")
	far.Post(at, fill("area", baDinh)...).Says(t, 200, "Ngoài giới hạn của biểu mẫu")
	for _, beyond := range [][]string{{"v0", day(9)}, {"v1_to", "19:00"}, {"v2", "303"}} {
		ward.Post(at, fill(beyond...)...).Says(t, 200, "Ngoài giới hạn của biểu mẫu")
	}
	live, drafts := 0, 0
	for _, s := range r.Slides() {
		if s.State == content.Approved {
			live++
		} else if s.State == content.Draft && s.Approval == (content.Approval{}) {
			drafts++
		}
	}
	if live != 1 || drafts != 4 {
		t.Errorf("%d live, %d drafts", live, drafts)
	}

	// Its approver loses the mandate: new copies wait, what is on air stays. So it is when it is ended.
	r.Bound("duyet", mandate.Mandate{Role: mandate.Approver, Area: baDinh})
	ward.Get("/studio/forms").Says(t, 200, "tạm dừng")
	ward.Post(at, fill()...).Says(t, 200, "lưu thành bản nháp")
	r.Bound("duyet", mandate.Mandate{Role: mandate.Approver})
	// A change waits beside the form, which lets what it let until then.
	editor.Post("/studio/forms/new", proposed("form", forms[0].ID, "f2_options", "101")...).Says(t, 200, "Đã gửi duyệt")
	ward.Post(at, fill()...).Says(t, 200, "không phải chờ duyệt")
	decide(approver, "approve").Says(t, 200, "Đã ghi quyết định")
	ward.Post(at, fill()...).Says(t, 200, "Ngoài giới hạn của biểu mẫu") // 202 is not on its list any more
	far.Post(at+"/end").Says(t, 403)
	editor.Post(at+"/end").Says(t, 200, "Đã dừng biểu mẫu")
	ward.Post(at, fill()...).Says(t, 404)

	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	audit := func() grounds.Report {
		t.Helper()
		report, err := grounds.Check(ctx, r.Store, set)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	count := func(report grounds.Report, id string) (n int) {
		for _, f := range report.Faults {
			if f.Noun == store.NounSlide && f.ID == id {
				n++
			}
		}
		return n
	}
	report := audit()
	if report.Live[content.ByForm] != 3 || /* with the campaign */ count(report, s.ID) != 0 {
		t.Errorf("%+v", report)
	}
	// Whoever writes into the store by another way is found: other words, another place, no form.
	for i, spoil := range []func(*content.Slide){
		func(o *content.Slide) { o.Words.Head = "Chủ tịch nghỉ" }, func(o *content.Slide) { o.Targets = nil }, func(o *content.Slide) { o.Approval.Form = "f-none" },
	} {
		o := s
		o.ID = "s-spoilt" + string(rune('0'+i))
		spoil(&o)
		r.Put(o)
		if count(audit(), o.ID) != 1 {
			t.Errorf("the checker does not find %d", i)
		}
	}
}

// What is returned goes back to its authors, and a form that is over lets nothing.
func TestAFormThatIsReturnedOrOver(t *testing.T) {
	ctx := context.Background()
	r := studiotest.New(t)
	r.First()
	editor := r.Other("soan", signin.Editor)
	r.Other("duyet", signin.Approver)
	fields := []string{
		"name", "Mở cửa", "campaign", "main", "style", "slogan", "head", "Mở cửa {giờ}", "f0_name", "giờ", "f0_kind", "hours", "f0_from", "07:30", "f0_to", "17:00",
		"reach", "all", "days", "3", "until", time.Now().Add(24 * time.Hour).Format("2006-01-02T15:04"),
	}
	editor.Post("/studio/forms/new", fields...).Says(t, 200, "Đã gửi duyệt")
	drafts, err := r.Store.FormDrafts(ctx)
	if err != nil || len(drafts) != 1 {
		t.Fatal(err)
	}
	at := "/studio/forms/" + drafts[0].ID
	editor.Post(at+"/withdraw").Says(t, 200, "Đã rút lại")
	editor.Get("/studio/forms/new?form="+drafts[0].ID).Says(t, 200, "Mở cửa {giờ}")
	editor.Post(at+"/withdraw", "discard", "yes").Says(t, 200, "Chưa có biểu mẫu nào")
	form := drafts[0].Doc
	form.By, form.Until = "test", time.Now().Add(-time.Hour)
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.PutForm(ctx, form) }); err != nil {
		t.Fatal(err)
	}
	editor.Get(at).Says(t, 200, "không còn hiệu lực", "Lưu bản nháp")
	editor.Post(at, "v0_from", "08:00", "v0_to", "09:00", "reach", "all").Says(t, 200, "lưu thành bản nháp")
	if s := r.Slides(); len(s) != 1 || s[0].State != content.Draft {
		t.Errorf("%+v", s)
	}
}
