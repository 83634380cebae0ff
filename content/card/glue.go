package card

import (
	"slices"
	"strings"
	"unicode"
)

// A date, a number to call and a number with its unit stay on one card: whoever reads half of one
// reads another.

// mostGlued is how many words stay together at most: a list of numbers is no date.
const mostGlued = 8

var (
	// words that belong to the number behind them
	leads = strings.Fields("ngày tháng năm số nhánh phòng tầng quý khoản điều mục thứ lúc quận phường điểm chương kỳ ngõ ngách nhà lô")
	// units and parts of a date, which belong to the number before them
	units = strings.Fields(`tháng năm giờ phút giây nhánh % phần đồng nghìn triệu tỷ người hộ m km ha tuổi lần bộ suất độ cm kg ml lít
		tấn trường buổi hồ h`)
)

// glued reports whether nobody may cut between two words.
func glued(before, after string) bool {
	if ends(before) {
		return false
	}
	was, is := bare(before), bare(after)
	switch {
	case numeral(before) && numeral(after):
		return true // the groups of a number to call
	case numeral(after):
		return slices.Contains(leads, was) || slices.Contains(units, was)
	case numeral(before):
		return slices.Contains(units, is)
	}
	return false
}

// ends says whether a reader pauses behind a word.
func ends(word string) bool { return strings.ContainsAny(word[len(word)-1:], ".,;:!?)") }

func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return unicode.IsPunct(r) && r != '%' }))
}

// apart is before which of the words a text may be cut: at is moved back to where no number is cut,
// or else behind it.
func apart(words []string, at int) int {
	for i := at; i > 0; i-- {
		if i == len(words) || !glued(words[i-1], words[i]) {
			return i
		}
	}
	for i := at + 1; i < min(len(words), mostGlued); i++ {
		if !glued(words[i-1], words[i]) {
			return i
		}
	}
	return min(max(at, mostGlued), len(words))
}
