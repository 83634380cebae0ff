package area_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ngatu/content/area"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Quận Hà Đông":            "quan ha dong",
		"Q. Hà  Đông":             "q ha dong",
		"Hoà":                     "hoa",
		"Hòa":                     "hoa",
		"Văn Miếu – Quốc Tử Giám": "van mieu quoc tu giam",
		"Dân số 15+":              "dan so 15",
		"\ufeffMã ":               "ma",
		"Số\u00adliệu":            "solieu",
		"ƯỚC ĐẠT":                 "uoc dat",
		"Cờ đỏ: ₫":                "co do",
		"":                        "",
		" .,- ":                   "",
	} {
		if got := area.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if got := area.Fold(norm.NFD.String(in)); got != want {
			t.Errorf("Fold(NFD %q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldOfAnyLetterIsFolded(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		once := area.Fold(string(r))
		if twice := area.Fold(once); twice != once {
			t.Fatalf("%U folds to %q, that to %q", r, once, twice)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Quận Ba Đình", norm.NFD.String("Phường Ệ"), "\xff\xfe", "İ", "a\u0301\u0302", "ﷺ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := area.Fold(s)
		if area.Fold(once) != once {
			t.Errorf("%q folds to %q, that to %q", s, once, area.Fold(once))
		}
		if !utf8.ValidString(once) {
			t.Errorf("%q folds to broken text", s)
		}
		set.Find(area.Query{Period: area.Nov2024, Name: s, Parent: s})
		set.FindCode(area.Jul2025, s)
		set.Near(area.Nov2024, s, 2)
	})
}
