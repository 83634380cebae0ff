package measure_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// form is what a browser sends of a measure's page: every field as it stands, changed as given.
func form(t *testing.T, u *studiotest.User, path string, change ...string) []string {
	t.Helper()
	p := u.Get(path).Says(t, 200)
	v := url.Values{}
	for _, name := range []string{
		"base", "vi", "en", "unit_vi", "unit_en", "most", "sources", "of_name_0", "of_name_1", "city_fall", "unit_fall", "ratio_days", "median_low", "median_high",
		"unit_low", "unit_high", "city_rise", "city_rise_a_day", "district_rise", "district_rise_by", "commune_rise", "commune_rise_by", "rounded",
		"unchanged", "above", "small", "population", "coverage", "gone_days", "whole", "first_by_two", "sources_listed", "inform",
	} {
		v.Set(name, p.Value(name))
	}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	var out []string
	for name := range v {
		out = append(out, name, v.Get(name))
	}
	return out
}

// Every limit that stands in a form comes back as it was, and what was changed is kept.
func TestMeasureIsChanged(t *testing.T) {
	r := studiotest.New(t)
	ctx := context.Background()
	u := r.First()
	u.Get("/studio/measures").Says(t, 200, "Tài khoản iHanoi đã đăng ký", "Cán bộ, công chức")
	u.Get("/studio/figures").Says(t, 200, "Chỉ số và mức kiểm tra", "Cách đọc đã ghi nhớ")

	const path = "/studio/measures/staff"
	u.Post(path, form(t, u, path)...).Says(t, 200, "Đã lưu")
	m, err := r.Store.Measure(ctx, figure.Staff.ID)
	if err != nil || m.Limits != figure.Staff.Limits || len(m.Denominators) != 1 || m.Vi != figure.Staff.Vi {
		t.Errorf("saved as it was, it is %+v, %v", m, err)
	}
	u.Post(path, form(t, u, path, "city_fall", "1,5", "commune_rise_by", "350", "whole", "", "sources", "Công an thành phố\nSở Nội vụ\ncông an  thành phố",
		"of_name_1", "Cán bộ phường", "of_day_1", "2024-11-01", "of_source_1", "Sở Nội vụ")...).Says(t, 200, "Đã lưu")
	m, err = r.Store.Measure(ctx, figure.Staff.ID)
	want := figure.Staff.Limits
	want.CityFall, want.CommuneRiseBy, want.Whole = 1.5, 350, false
	if err != nil || m.Limits != want {
		t.Errorf("limits %+v, want %+v, %v", m.Limits, want, err)
	}
	if strings.Join(m.Sources, "|") != "Công an thành phố|Sở Nội vụ" || len(m.Denominators) != 2 || m.Denominators[1].AsOf.Format("2/1/2006") != "1/11/2024" {
		t.Errorf("sources %q, denominators %+v", m.Sources, m.Denominators)
	}
}

func TestMeasureIsRefused(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	const path = "/studio/measures/staff"
	for _, c := range []struct{ field, value, says string }{
		{"vi", "", "cần từ 1 đến 80 ký tự"},
		{"city_fall", "âm", "hãy ghi một số từ 0 đến 1000"},
		{"commune_rise_by", "1,5", "phải là số nguyên"},
		{"median_low", "2", "Mức thấp nhất không quá 1 lần"},
		{"sources", strings.Repeat("Công an ", 12), "dài quá 60 ký tự"},
		{"of_day_1", "2024-11-01", "Hãy ghi tên mẫu số"},
		{"group_sender_0", "inbox:x", "Hãy đặt tên nhóm"},
	} {
		u.Post(path, form(t, u, path, c.field, c.value)...).Says(t, 422, c.says)
	}
	old := form(t, u, path)
	u.Post(path, form(t, u, path, "unit_fall", "3")...).Says(t, 200, "Đã lưu")
	u.Post(path, old...).Says(t, 409, "vừa có người khác thay đổi")
	m, err := r.Store.Measure(context.Background(), figure.Staff.ID)
	if err != nil || m.Limits.UnitFall != 3 {
		t.Errorf("the change of somebody else is lost: %+v, %v", m.Limits, err)
	}
	u.Get("/studio/measures/none").Says(t, 404)
}

func TestNewMeasure(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	fields := form(t, u, "/studio/measures/new", "id", "phan-anh", "vi", "Phản ánh đã xử lý", "en", "Reports handled", "unit_vi", "phản ánh", "unit_en", "reports")
	u.Post("/studio/measures/new", fields...).Says(t, 200, "Đã lưu", "Phản ánh đã xử lý")
	u.Post("/studio/measures/new", fields...).Says(t, 422, "Đã có chỉ số với mã này")
	u.Post("/studio/measures/new", form(t, u, "/studio/measures/new", "id", "Phản ánh", "vi", "a", "en", "a", "unit_vi", "a", "unit_en", "a")...).Says(t, 422, "chữ thường không dấu")
	u.Get("/studio/figures").Says(t, 200, "Phản ánh đã xử lý")
	u.Post("/studio/figures", "measure", "phan-anh", "pasted", studiotest.SheetText).Says(t, 200, "Kiểm tra và công bố")
	drafts, err := r.Store.Drafts(context.Background())
	if err != nil || len(drafts) != 1 || drafts[0].Measure != "phan-anh" {
		t.Errorf("drafts %+v, %v", drafts, err)
	}
	reporter := r.Other("bao", signin.Reporter)
	reporter.Get("/studio/measures/staff").Says(t, 200, "người duyệt hoặc quản trị đổi được")
	if p := reporter.Post("/studio/measures/staff"); p.Status != 403 {
		t.Errorf("a reporter changes limits: %d", p.Status)
	}
	if _, err := r.Store.Measure(context.Background(), "Phản ánh"); content.CodeOf(err) != content.NotFound {
		t.Errorf("a measure with a bad ID: %v", err)
	}
}

// Bodies are entered by name, one a line, and keep their codes when the list changes.
func TestBodiesOfAMeasure(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	const path = "/studio/measures/staff"
	u.Post(path, form(t, u, path, "bodies", "Sở Nội vụ\r\nSở  Y tế\r\n")...).Says(t, 200, "Đã lưu")
	u.Post(path, form(t, u, path, "bodies", "Sở Tài chính\nSở Y tế")...).Says(t, 200, "Đã lưu")
	m, err := r.Store.Measure(context.Background(), "staff")
	if err != nil || len(m.Bodies) != 2 || m.Bodies[0].Code != "003" || m.Bodies[1].Code != "002" {
		t.Errorf("%+v, %v", m.Bodies, err)
	}
	u.Post(path, form(t, u, path, "bodies", "Sở Y tế\nSO Y TE")...).Says(t, 422, "có hai lần")
	u.Post(path, form(t, u, path, "bodies", strings.Repeat("Sở ", 40))...).Says(t, 422, "dài quá 80")
	u.Get("/studio/figures").Says(t, 200, "Bảng mẫu cơ quan")
	if sheet := u.Get("/studio/figures/template.csv?measure=staff"); !strings.Contains(sheet.HTML, `="003";Sở Tài chính;;`) {
		t.Errorf("%s", sheet.HTML)
	}
	u.Get("/studio/boards/new").Says(t, 200, "Mọi cơ quan")
	board := []string{"campaign", "main", "title", "Cán bộ", "measure", "staff", "area", "2024-11/01", "head", "Cán bộ cài iHanoi", "brief", "Cán bộ"}
	u.Post("/studio/boards/new", append(board, "view", "own")...).Says(t, 422, "đếm theo cơ quan")
	u.Post("/studio/boards/new", append(board, "view", "roll")...).Says(t, 200, "Mọi cơ quan")
}
