package area_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"ngatu/content/area"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		period       area.Period
		name, parent string
		want         string // names with parents, joined by "; "
	}{
		{area.Nov2024, "Quận Ba Đình", "", "Quận Ba Đình"},
		{area.Nov2024, "  q.ba đình ", "", "Quận Ba Đình"},
		{area.Nov2024, "BA DINH", "", "Quận Ba Đình"},
		{area.Nov2024, "Ba\u00a0Đình", "", "Quận Ba Đình"},
		{area.Nov2024, "Ba Ðình", "", "Quận Ba Đình"}, // eth for Đ
		{area.Nov2024, norm.NFD.String("Quận Ba Đình"), "", "Quận Ba Đình"},
		{area.Nov2024, "Ba Dinh District", "", "Quận Ba Đình"},
		{area.Nov2024, "UBND quận Ba Đình", "", "Quận Ba Đình"},
		{area.Nov2024, "Công an quận Hoàn Kiếm", "", "Quận Hoàn Kiếm"},
		{area.Nov2024, "ba-dinh", "", "Quận Ba Đình"},
		{area.Nov2024, "Hai Bà Trưng", "", "Quận Hai Bà Trưng"},
		{area.Nov2024, "H. Ứng Hoà", "", "Huyện Ứng Hòa"},
		{area.Nov2024, "TX Sơn Tây", "", "Thị xã Sơn Tây"},
		{area.Nov2024, "T.X. Sơn Tây", "", "Thị xã Sơn Tây"},
		{area.Nov2024, "Hà Nội", "", "Thành phố Hà Nội"},
		{area.Nov2024, "TP. Hà Nội", "", "Thành phố Hà Nội"},
		{area.Jul2025, "Hanoi City", "", "Thành phố Hà Nội"},
		{area.Jul2025, "Toàn thành phố", "", "Thành phố Hà Nội"},

		// a name that is a district's and a commune's
		{area.Nov2024, "Thanh Xuân", "", "Quận Thanh Xuân; Xã Thanh Xuân, Huyện Sóc Sơn"},
		{area.Nov2024, "Q. Thanh Xuân", "", "Quận Thanh Xuân"},
		{area.Nov2024, "Xã Thanh Xuân", "", "Xã Thanh Xuân, Huyện Sóc Sơn"},
		{area.Nov2024, "Thanh Xuân", "Sóc Sơn", "Xã Thanh Xuân, Huyện Sóc Sơn"},
		{area.Nov2024, "P. Thanh Xuân Trung, Q. Thanh Xuân", "", "Phường Thanh Xuân Trung, Quận Thanh Xuân"},
		{area.Nov2024, "Thanh Xuân Trung (Thanh Xuân), Hà Nội", "", "Phường Thanh Xuân Trung, Quận Thanh Xuân"},
		{area.Nov2024, "Thanh Xuân Trung", "Đống Đa", ""},

		// a name in several districts
		{area.Nov2024, "Xã Minh Quang", "Huyện Ba Vì", "Xã Minh Quang, Huyện Ba Vì"},
		{area.Nov2024, "Xã Đông Xuân", "", "Xã Đông Xuân, Huyện Sóc Sơn; Xã Đông Xuân, Huyện Quốc Oai"},
		{area.Nov2024, "Đông Xuân - Sóc Sơn", "", "Xã Đông Xuân, Huyện Sóc Sơn"},
		{area.Nov2024, "Đông Xuân", "016", "Xã Đông Xuân, Huyện Sóc Sơn"},
		{area.Nov2024, "dong xuan", "", "Phường Đồng Xuân, Quận Hoàn Kiếm; Xã Đông Xuân, Huyện Sóc Sơn; Xã Đông Xuân, Huyện Quốc Oai"},
		{area.Nov2024, "Đồng Xuân", "", "Phường Đồng Xuân, Quận Hoàn Kiếm"},
		{area.Nov2024, "Yên Viên", "Gia Lâm", "Thị trấn Yên Viên, Huyện Gia Lâm; Xã Yên Viên, Huyện Gia Lâm"},
		{area.Nov2024, "TT. Yên Viên", "", "Thị trấn Yên Viên, Huyện Gia Lâm"},

		// marks decide where nothing else does
		{area.Nov2024, "Trung Tự", "", "Phường Trung Tự, Quận Đống Đa"},
		{area.Nov2024, "Trung Tú", "", "Xã Trung Tú, Huyện Ứng Hòa"},
		{area.Nov2024, "Trung Tu", "", "Phường Trung Tự, Quận Đống Đa; Xã Trung Tú, Huyện Ứng Hòa"},

		// beginnings that look like a kind
		{area.Nov2024, "Quán Thánh", "", "Phường Quán Thánh, Quận Ba Đình"},
		{area.Nov2024, "P.Phương Liên", "", "Phường Phương Liên, Quận Đống Đa"},
		{area.Nov2024, "quan hoa", "", "Phường Quan Hoa, Quận Cầu Giấy"},

		{area.Nov2024, "Mỹ Đình I", "", "Phường Mỹ Đình 1, Quận Nam Từ Liêm"},
		{area.Nov2024, "Cổ Nhuế 2", "", "Phường Cổ Nhuế 2, Quận Bắc Từ Liêm"},
		{area.Jul2025, "Văn Miếu – Quốc Tử Giám", "", "Phường Văn Miếu - Quốc Tử Giám"},
		{area.Jan2025, "P. Văn Miếu-Quốc Tử Giám", "Đống Đa", "Phường Văn Miếu - Quốc Tử Giám, Quận Đống Đa"},
		{area.Jul2025, "Quận Hoàn Kiếm", "", ""}, // there are no districts any more
		{area.Jul2025, "Hoàn Kiếm", "", "Phường Hoàn Kiếm"},
		{area.Nov2024, "Quận", "", ""},
		{area.Nov2024, "", "", ""},
		{area.Nov2024, ",,", "", ""},
		{area.Nov2024, "Sài Gòn", "", ""},
		{"1999-01", "Ba Đình", "", ""},
	} {
		answer := set.Find(area.Query{Period: c.period, Name: c.name, Parent: c.parent})
		if got := listed(answer); got != c.want {
			t.Errorf("%s %q in %q: %q, want %q", c.period, c.name, c.parent, got, c.want)
		}
	}
}

func listed(a area.Answer) string {
	var names []string
	for _, x := range a.Areas {
		name := x.Name
		if up, ok := set.Area(x.ParentKey()); ok && up.Level() == area.DistrictLevel {
			name += ", " + up.Name
		}
		names = append(names, name)
	}
	return strings.Join(names, "; ")
}

// Every unit is found by its full name with its parent in every way of writing it,
// and by nothing else.
func TestEveryUnitHoweverWritten(t *testing.T) {
	short := strings.NewReplacer("Quận ", "Q.", "Huyện ", "H. ", "Thị xã ", "TX.", "Phường ", "P.", "Xã ", "X. ", "Thị trấn ", "TT ", "Thành phố ", "TP.")
	ways := map[string]func(string) string{
		"as it is": func(s string) string { return s },
		"NFD":      norm.NFD.String,
		"upper":    strings.ToUpper,
		"NFD up":   func(s string) string { return norm.NFD.String(strings.ToUpper(s)) },
		"short":    func(s string) string { return short.Replace(s) },
		"old tone": func(s string) string {
			return strings.NewReplacer("òa", "oà", "óa", "oá", "ọa", "oạ", "ỏa", "oả", "úy", "uý", "ủy", "uỷ", "ụy", "uỵ").Replace(s)
		},
		"dashes": func(s string) string { return strings.ReplaceAll(s, " - ", "–") },
		"spaces": func(s string) string { return " " + strings.ReplaceAll(s, " ", " \u00a0\t") + " " },
	}
	for _, p := range area.Periods() {
		for _, a := range set.At(p, area.AnyLevel) {
			parent := ""
			if up, ok := set.Area(a.ParentKey()); ok {
				parent = up.Name
			}
			for way, write := range ways {
				got, ok := set.Find(area.Query{Period: p, Name: write(a.Name), Parent: write(parent)}).One()
				if !ok || got != a {
					t.Errorf("%s %s of %s, %s: found %v %v", p, a.Name, parent, way, got, ok)
				}
			}
			// Without marks, without kind, without parent it is at least among those
			// that can be meant.
			answer := set.Find(area.Query{Period: p, Name: area.Fold(a.Short)})
			if !strings.Contains("; "+listed(answer)+";", "; "+a.Name) {
				t.Errorf("%s %s is not among %s", p, a.Name, listed(answer))
			}
			codes := set.FindCode(p, a.Code)
			if one, ok := codes.One(); (len(a.Code) == 5 || a.Code[0] == '0') && a.Code != area.CityCode && (!ok || one != a) || !slices.Contains(codes.Areas, a) {
				t.Errorf("%s code %s found %v", p, a.Code, codes)
			}
		}
	}
}

// The data has 25 names of communes that stand in several districts; alone each is
// answered with all of them.
func TestNamesInSeveralDistricts(t *testing.T) {
	byName := map[string]int{}
	for _, a := range set.At(area.Nov2024, area.CommuneLevel) {
		byName[a.Short]++
	}
	several := 0
	for name, n := range byName {
		if n == 1 {
			continue
		}
		several++
		answer := set.Find(area.Query{Period: area.Nov2024, Name: name, Level: area.CommuneLevel})
		if len(answer.Areas) != n || !answer.Ambiguous() {
			t.Errorf("%q: %d answers, want %d", name, len(answer.Areas), n)
		}
	}
	if several != 25 {
		t.Errorf("%d names stand in several districts, want 25", several)
	}
}

func TestFindCodeThatLostItsZeros(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{"001", "Quận Ba Đình"},
		{"2", "Quận Hoàn Kiếm"},
		{"4", "Quận Long Biên; Phường Trúc Bạch, Quận Ba Đình"},
		{"00004", "Phường Trúc Bạch, Quận Ba Đình"},
		{"1", "Thành phố Hà Nội; Quận Ba Đình; Phường Phúc Xá, Quận Ba Đình"},
		{"0", ""},
		{"", ""},
		{"999", ""},
		{"-1", ""},
		{"1e3", ""},
		{"000001", ""},
	} {
		if got := listed(set.FindCode(area.Nov2024, c.code)); got != c.want {
			t.Errorf("%q: %q, want %q", c.code, got, c.want)
		}
	}
}

func TestNear(t *testing.T) {
	for slip, want := range map[string]string{"Quận Ba Đìn": "Quận Ba Đình", "Hoàng Kiếm": "Quận Hoàn Kiếm", "Huyện Đan Phựng": "Huyện Đan Phượng"} {
		near := set.Near(area.Nov2024, slip, 2)
		if len(near) == 0 || near[0].Name != want {
			t.Errorf("near %q: %v, want %s", slip, near, want)
		}
	}
	if near := set.Near(area.Nov2024, "Thành phố Hồ Chí Minh", 2); len(near) > 0 {
		t.Errorf("near Hồ Chí Minh: %v", near)
	}
}
