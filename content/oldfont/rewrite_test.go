package oldfont_test

import (
	"slices"
	"testing"

	"ngatu/content/oldfont"
)

// Text of a document in Unicode stays as it is, whatever Western signs it has; what is plainly in an
// old font is written again, beside it as well.
func TestRewrite(t *testing.T) {
	modern := []string{"Phường Cửa Nam", "Màn hình LED 4m×3m", "Kích thước A×B, 2÷3", "Giờ: 8h÷17h", "naïve", "Hawaï, Zaïre, Haïti", "Straße", "Señor", "Đường\u00addài", "n.º 5, 2ª vez", "5h½"}
	for name, c := range map[string]struct {
		texts, want []string
		old         bool
	}{
		"modern":            {modern, slices.Concat(modern[:8], []string{"Đườngdài"}, modern[9:]), false},
		"a Western one":     {[]string{"Màn hình LED 4m×3m", "Hai÷Sáu", "Straße", "co\u00adop", "naïve", "Hawaï", "maïs"}, []string{"Màn hình LED 4m×3m", "Hai÷Sáu", "Straße", "coop", "naïve", "Hawaï", "maïs"}, false},
		"TCVN3":             {[]string{"Th«ng b¸o", "Toµn d©n", "C«ng an phßng", "Tr\u00adng", "b×nh, ch÷", "1022"}, []string{"Thông báo", "Toàn dân", "Công an phòng", "Trưng", "bình, chữ", "1022"}, true},
		"VNI":               {[]string{"Thoâng baùo", "Ñöôøng daây noùng", "Quaän", "Ba Ñình"}, []string{"Thông báo", "Đường dây nóng", "Quận", "Ba Đình"}, true},
		"TCVN3 in a modern": {[]string{"Phường", "Th«ng b¸o", "Toµn d©n", "kÕt qu¶"}, []string{"Phường", "Thông báo", "Toàn dân", "kết quả"}, true},
		"a column of it":    {[]string{"Phường", "Th«ng b¸o", "Toµn d©n", "kÕt qu¶", "HuyÖn", "4m×3m", "naïve"}, []string{"Phường", "Thông báo", "Toàn dân", "kết quả", "Huyện", "4m×3m", "naïve"}, true},
		"VNI in a modern":   {[]string{"Phường", "Thoâng baùo"}, []string{"Phường", "Thông báo"}, false},
	} {
		got := slices.Clone(c.texts)
		old := oldfont.Rewrite(func(f func(*string)) {
			for i := range got {
				f(&got[i])
			}
		})
		if !slices.Equal(got, c.want) || old != c.old {
			t.Errorf("%s: %q, old: %v", name, got, old)
		}
	}
}
