package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A reader takes some words in as one: a date, a time, a number with what it counts, an address in
// numbers, a telephone number with its branch. No line ends within them.

// chunksOf cuts text at spaces and binds what no line may part. Where strict is not set it binds
// only what even the narrowest canvas has room for, see [page.flow], and says before which chunks a
// line should not begin.
func chunksOf(text string, strict bool) (out []string, tied []bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' })
	for i, w := range words {
		tie := i > 0 && boundStrictly(words, i)
		if i > 0 && (strict && Bound(words, i) || !strict && bound(words[i-1], w)) {
			out[len(out)-1] += "\u00a0" + w
		} else {
			out, tied = append(out, w), append(tied, tie)
		}
	}
	return out, tied
}

// Bound says whether a reader takes word i in as one with the word before it: nothing ends between
// them where there is room.
func Bound(words []string, i int) bool {
	return bound(words[i-1], words[i]) && !atDay(words, i) || boundStrictly(words, i)
}

// Parting is how badly a text is parted between two words: 20 between most, 0 after a pause, up to 60
// within a compound.
func Parting(before, after string) int { return breakCost(before, after) }

// atDay says whether word i begins a date behind a time: "8 giờ 30 ngày 12 tháng 3" is no 30 days.
func atDay(words []string, i int) bool {
	return i > 1 && i+1 < len(words) && strings.EqualFold(words[i], "ngày") && startsWithDigit(words[i+1]) && strings.EqualFold(words[i-2], "giờ")
}

// bound binds a number to its unit: "8 giờ", "nhánh 8", "26,8 %", and a dash to the word before.
func bound(before, after string) bool {
	if after == "–" || after == "-" || after == "·" || after == "—" || after == "%" || after == "₫" {
		return true
	}
	if endsInDigit(before) && units[strings.ToLower(trimmed(after))] {
		return true
	}
	return startsWithDigit(after) && counters[strings.ToLower(before)]
}

// boundStrictly binds what is longer: "Quận 1", "8 giờ 30", "Thứ Hai, 2/12", "5 triệu đồng", "12 hồ
// sơ", "7:30 – 11:30", "024 3825 3536", "1022, nhánh 8". It says so of word i and the one before.
func boundStrictly(words []string, i int) bool {
	at := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return words[i]
	}
	second, last, after := at(i-2), at(i-1), at(i)
	word, next := strings.ToLower(last), strings.ToLower(trimmed(after))
	switch {
	case startsWithDigit(after) && numbered[strings.ToLower(strings.TrimLeft(last, "“\"("))]:
		return true
	case endsInDigit(last) && furtherUnits[next]:
		return true
	case endsInDigit(last) && counted[next+" "+strings.ToLower(trimmed(at(i+1)))], endsInDigit(second) && counted[word+" "+next]:
		return true
	case endsInDigit(second) && scales[word] && (units[next] || furtherUnits[next]):
		return true
	case word == "thứ" && weekdays[next], word == "chủ" && next == "nhật":
		return true
	case strings.EqualFold(second, "thứ") && weekdays[trimmed(word)] || strings.EqualFold(second, "chủ") && trimmed(word) == "nhật":
		return startsWithDigit(after) || next == "ngày"
	case (last == "–" || last == "-" || last == "/") && endsInDigit(second) && startsWithDigit(after), after == "/" && endsInDigit(last):
		return true
	case digits(last) && digits(after) && len(after) >= 3: // the groups of a telephone number
		return true
	}
	return next == "nhánh" && endsInDigit(strings.TrimSuffix(last, ","))
}

func startsWithDigit(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(first)
}

func endsInDigit(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsDigit(last)
}

// digits says whether a word is a few digits and nothing else, but for what ends a sentence.
func digits(s string) bool {
	s = trimmed(s)
	return s != "" && len(s) <= 4 && strings.Trim(s, "0123456789") == ""
}

func trimmed(s string) string { return strings.Trim(s, ".,;:!?)”\"") }

var (
	units    = set("ngày giờ phút giây tháng năm tuổi % ₫ đồng triệu nghìn tỷ người m km kg mm nhánh bước quận huyện xã phường")
	counters = set("nhánh ngày tháng năm quý số phím tầng phòng cửa bước tổ")

	// what counts only where there is room to keep it whole
	furtherUnits = set("tỉ đ vnđ usd mét lít tấn tạ ha cm km² m² m³ °c độ kwh lần lượt hộ suất ca trang mục điểm bộ")
	numbered     = set("giờ phút ngõ ngách hẻm kiệt phố nhà căn lô khối khu cụm tổ quầy bàn ô lối quận phường điều khoản điểm mục chương trang mẫu đợt lần kỳ khóa thứ lớp cấp mức tuyến xe bảng nhóm hạng đội gọi")
	counted      = pairs("tài khoản, hồ sơ, màn hình, trường hợp, học sinh, sinh viên, cán bộ, hộ dân, hộ gia, doanh nghiệp, lượt người, phần trăm, thủ tục, khu phố, ki lô")
	scales       = set("triệu nghìn ngàn tỷ tỉ trăm")
	weekdays     = set("hai ba tư năm sáu bảy 2 3 4 5 6 7")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
