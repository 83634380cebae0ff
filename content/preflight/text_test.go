package preflight_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/content/preflight"
)

var hanoi = time.FixedZone("Hanoi", 7*3600)

// units are Hanoi's, read once.
var units = func() *area.Set {
	set, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return set
}()

// facts are those of a notice with one text, on 20 November 2026.
func facts(text string) preflight.Facts {
	return preflight.Facts{
		Slide: content.Slide{Kind: content.Notice, Words: content.Words{Head: text}, Valid: hours.Span{Until: time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC)}},
		Now:   time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC), Zone: hanoi, Hotline: "1022 nhánh 8", Areas: units,
		Leads: func(host string) bool { return host == "hanoi.gov.vn" || strings.HasSuffix(host, ".hanoi.gov.vn") },
	}
}

func found(f preflight.Facts) (out []preflight.Rule) {
	for _, one := range preflight.Check(f) {
		out = append(out, one.Rule)
	}
	return out
}

// Texts as ward staff write them, and what each has wrong; most have nothing.
func TestTexts(t *testing.T) {
	for _, c := range []struct {
		text string
		want []preflight.Rule
	}{
		{"Xem tại hanoi.gov.vn", nil},
		{"https://ihanoi.hanoi.gov.vn/tai-ve", nil},
		{"Truy cập HTTPS://HANOI.GOV.VN", nil},
		{"Tỷ lệ 1.633.840 người, đạt 26,8 %, tăng 1.5 lần", nil},
		{"TP.HCM, P.Bách Khoa, v.v. và các xã. Hà Nội", nil},
		{"Kế hoạch 311/KH-UBND ngày 28/10/2024 của UBND thành phố", nil},
		{"Gọi 1022, nhánh 8", nil},
		{"Gọi 113 hoặc 114 khi khẩn cấp", nil},
		{"Làm việc từ 08:00 đến 17:00, 24/7", nil},
		{"Số liệu tính đến 27/11/2024", nil},
		{"Kỷ niệm Ngày Giải phóng Thủ đô 10/10/1954", nil},
		{"Thứ Hai, 28/12/2026 đến hết 31/12/2026", nil},
		{"Quận Đống Đa, phường Văn Miếu - Quốc Tử Giám", nil},
		{"Phường Hoà Bình và phường Hòa Bình đều được", nil},
		{"PHƯỜNG BA ĐÌNH THÔNG BÁO LỊCH TIẾP CÔNG DÂN", nil},
		{"xã hội số, phường ta, quận nhà", nil},
		{"Nghiêng, khuỷu, quỳnh, giếng, gìn giữ, quốc tế, ngoằn ngoèo, huyện, thuở, chuyến, yêu, giặt", nil},
		{"Giá 150.000.000 đồng", nil},

		{"Tải tại bit.ly/abc", []preflight.Rule{preflight.Link}},
		{"Xem hanoi-gov.vn", []preflight.Rule{preflight.Link}},
		{"Xem hanoi.gov.vn.evil.com", []preflight.Rule{preflight.Link}},
		{"https://hanoi.gov.vn@evil.vn/x", []preflight.Rule{preflight.Link}},
		{"Xem hanoi . gov . com", []preflight.Rule{preflight.Link}},
		{"www.abc.xyzabc", []preflight.Rule{preflight.Link}},
		{"Thư: vanphong@gmail.com", []preflight.Rule{preflight.Link}},
		{"http://1.2.3.4/a", []preflight.Rule{preflight.Link}},
		{"hаnoi.gov.vn", []preflight.Rule{preflight.Link}}, // the first a is Cyrillic
		{"ｅｖｉｌ．ｃｏｍ", []preflight.Rule{preflight.Link}},
		{"ev\u200bil.com", []preflight.Rule{preflight.Link}},
		{"zalo.me/0912345678", []preflight.Rule{preflight.Link}},
		{"Liên hệ 0912 345 678", []preflight.Rule{preflight.Phone}},
		{"ĐT: 024.3825.3536", []preflight.Rule{preflight.Phone}},
		{"Gọi +84 912 345 678", []preflight.Rule{preflight.Phone}},
		{"Tổng đài 1900 1234", []preflight.Rule{preflight.Phone}},
		{"Gọi 1023", []preflight.Rule{preflight.Phone}},
		{"Gọi 1022, nhánh 9", []preflight.Rule{preflight.Phone}},
		{"Đến hết ngày 15/12/2026", []preflight.Rule{preflight.Date}},
		{"Khai mạc 8 giờ ngày 5 tháng 12 năm 2026", []preflight.Rule{preflight.Date}},
		{"Hạn đến 30/11/2026", []preflight.Rule{preflight.Date}},
		{"Thứ Ba, 28/12/2026 đến hết 31/12/2026", []preflight.Rule{preflight.Weekday}},
		{"31/12/2026 (Chủ nhật)", []preflight.Rule{preflight.Weekday}},
		{"T7 ngày 31/12/2026", []preflight.Rule{preflight.Weekday}},
		{"Các nghành cùng làm", []preflight.Rule{preflight.Syllable}},
		{"Ai cũng đươc hỗ trợ", []preflight.Rule{preflight.Syllable}},
		{"Doanh ngiệp Thủ đô", []preflight.Rule{preflight.Syllable}},
		{"Ngừoi dân", []preflight.Rule{preflight.Syllable}},
		{"Quận Đống Đà", []preflight.Rule{preflight.AreaName}},
		{"Phường Văn Miếu - Quốc Tử Dám", []preflight.Rule{preflight.AreaName}},
		{"huyện Thanh Chì", []preflight.Rule{preflight.AreaName}},
		{"PHƯỜNG BA ĐỊNH THÔNG BÁO", []preflight.Rule{preflight.AreaName}},
	} {
		if got := found(facts(c.text)); !slices.Equal(got, c.want) {
			t.Errorf("%q: found %v, want %v", c.text, got, c.want)
		}
	}
}

// Without settings nothing is allowed: a link waits until the city has named its domains.
func TestNothingIsAllowedByItself(t *testing.T) {
	f := facts("Gọi 1022 · hanoi.gov.vn")
	f.Leads, f.Hotline = nil, ""
	if got := found(f); !slices.Equal(got, []preflight.Rule{preflight.Link, preflight.Phone}) {
		t.Error(got)
	}
}

// Whatever people type, the rules answer, and what they find they can say.
func FuzzText(f *testing.F) {
	for _, s := range []string{"Gọi 1022, nhánh 8", "ngày 31 tháng 2", "T7 31/12/2026 (CN)", "p. ", "http://@", "a.b.c/..//", "Quận Đống Đà", "[::1]:8", "(((84", "đđđ\u0301\u0302"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, one := range preflight.Check(facts(s)) {
			if one.Vi == "" || one.En == "" || one.Rule.Source().Vi == "" {
				t.Errorf("%q: %+v", s, one)
			}
		}
	})
}

// What was read in a picture without being sure of each letter warns of addresses and numbers, and
// of nothing else; what is an error already is not said twice.
func TestDoubtfulTexts(t *testing.T) {
	f := facts("Tải tại bit.ly/abc")
	f.Doubtful = []string{"bit.ly/abc và xem hanoi.gov.vn", "Goị t1nhyeu.xyz", "Hotline 0912 345 678", "Gọi 1022, nhánh 8"}
	var got []string
	for _, one := range preflight.Check(f) {
		got = append(got, string(one.Level)+" "+string(one.Rule))
	}
	if want := []string{"error link", "warning link", "warning phone"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	f = facts("Phường mời tiếp công dân")
	f.Unread = true
	if got := preflight.Check(f); len(got) != 1 || got[0].Level != preflight.Warning || !strings.Contains(got[0].Vi, "không đọc được chữ") {
		t.Errorf("words that nobody read: %+v", got)
	}
}
