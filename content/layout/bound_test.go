package layout_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/layout"
)

// fitting are the canvases that have room for a slogan.
func fitting(text string) []content.Canvas {
	return slices.DeleteFunc(slices.Clone(canvases), func(c content.Canvas) bool {
		_, err := layout.Lay(content.Slide{Kind: content.Notice, Style: content.Slogan, Words: content.Words{Head: text}}, c, facts())
		return err != nil
	})
}

// TestWhatBelongsTogetherStaysTogether holds texts that staff write to the rules of a Vietnamese
// typesetter. The smallest canvas has no room for the longest of them; there the slide is shown all the
// same.
func TestWhatBelongsTogetherStaysTogether(t *testing.T) {
	for text, whole := range map[string][]string{
		"Họp tổ dân phố lúc 8 giờ 30 ngày 12 tháng 3":             {"8 giờ 30", "ngày 12 tháng 3"},
		"Tiếp công dân sáng Thứ Hai, 2/12 tại phòng 101":          {"Thứ Hai, 2/12", "phòng 101"},
		"Nghỉ lễ Chủ nhật ngày 1/9, làm bù thứ 7":                 {"Chủ nhật ngày 1/9,", "thứ 7"},
		"Phạt đến 5 triệu đồng mỗi lần vi phạm":                   {"5 triệu đồng"},
		"Đã nhận 1.204 hồ sơ của người dân Quận 1":                {"1.204 hồ sơ", "Quận 1"},
		"Ngõ 12 phố Khâm Thiên, tổ 5 mất nước":                    {"Ngõ 12", "tổ 5"},
		"Mở cửa 7:30 – 11:30 và 13:30 – 17:00":                    {"7:30 – 11:30", "13:30 – 17:00"},
		"Gọi ngay 024 3825 3536 khi cần giúp":                     {"024 3825 3536"},
		"Hỏi gì cũng được, gọi 1022, nhánh 8":                     {"gọi 1022, nhánh 8"},
		"Nắng nóng đến 39 °C, uống 2 lít nước":                    {"39 °C,", "2 lít"},
		"Theo Điều 12 Khoản 3, nộp tại quầy 4":                    {"Điều 12", "Khoản 3,", "quầy 4"},
		"Cả nước có 63 trường hợp, riêng Hà Nội có 5 trường hợp":  {"63 trường hợp,", "5 trường hợp"},
		"Kỳ họp thứ 7 khai mạc ngày 9/12 trong 3 ngày, hết đợt 2": {"thứ 7", "ngày 9/12", "3 ngày,", "đợt 2"},
	} {
		for _, c := range fitting(text) {
			lines := "|" + strings.Join(linesOf(t, text, c), "|") + "|"
			for _, w := range whole {
				if !strings.Contains(lines, w) && c.Width > 192 {
					t.Errorf("%s: %q is broken in %s", c, w, lines)
				}
			}
		}
	}
}

// TestNoSyllableStandsAlone: the last line is never one short syllable where another break is to be had.
func TestNoSyllableStandsAlone(t *testing.T) {
	for _, text := range []string{
		"Người dân cùng cài đặt và sử dụng ứng dụng thành phố ta",
		"Mời bà con ra nhà văn hóa dự họp vào tối mai nhé",
		"Giữ gìn vệ sinh chung ở mọi nơi mọi lúc, thành phố luôn sạch đẹp",
		"Không đốt rác, không đốt rơm rạ sau vụ mùa ở ven đê",
		"Đội mũ bảo hiểm khi đi xe máy là giữ lấy đời ta",
		"Tắt điện khi ra về",
	} {
		for _, c := range fitting(text) {
			lines := linesOf(t, text, c)
			last := lines[len(lines)-1]
			longest := 0
			for _, l := range lines {
				longest = max(longest, utf8.RuneCountInString(l))
			}
			if len(lines) > 1 && !strings.Contains(last, " ") && utf8.RuneCountInString(last)*2 < longest {
				t.Errorf("%s: %q ends alone in %q", c, last, lines)
			}
		}
	}
}

// TestLettersAreWhole: text from a Mac, with its marks as characters of their own, looks the same.
func TestLettersAreWhole(t *testing.T) {
	text := "Ệ Ẫ Ổ Ợ ự ằ Ặ Ý ỷ đ nghiêng Nguyễn Huệ"
	for _, c := range canvases {
		want := strings.Join(linesOf(t, text, c), "|")
		for _, form := range []norm.Form{norm.NFD, norm.NFKD} {
			if got := strings.Join(linesOf(t, form.String(text), c), "|"); got != want {
				t.Errorf("%s: %q, want %q", c, got, want)
			}
		}
	}
	// marks in another order than Unicode's, as some keyboards send them
	if got := strings.Join(linesOf(t, "e\u0323\u0302 o\u0301\u031b", canvases[0]), " "); got != "ệ ớ" {
		t.Errorf("%q", got)
	}
}
