package reading

import (
	"regexp"
	"slices"
	"strings"

	"ngatu/content/area"
)

// Words that make a number something else than a count of all until now: a rate, thousands, an
// increase, a plan.
var doubtful = []string{
	"%", "‰", "tỷ lệ", "phần trăm", "nghìn", "ngàn", "triệu", "chục", "1.000", "1,000", "1000", "1 000", "tuần", "ngày", "tháng", "quý",
	"phát sinh", "tăng", "giảm", "tăng thêm", "bổ sung", "còn thiếu", "còn lại", "còn", "chưa", "xếp hạng", "thứ hạng", "hạng", "khóa",
	"ước", "ước tính", "khoảng", "xấp xỉ", "dự kiến", "kế hoạch", "mới", "bình quân", "trung bình", "hủy", "trong kỳ",
	"so với", "cùng kỳ", "chênh lệch", "vneid", "vssid", "định danh", "percent", "thousand", "thousands", "million", "millions",
	"weekly", "week", "daily", "new", "increase", "rate", "rank", "remaining", "estimate", "estimated", "plan",
}

// toneless are the same words as people write them where tone marks cannot be typed: in the names
// of sheets, in files of old programs.
var toneless = func() (out []string) {
	for _, w := range doubtful {
		if folded := area.Fold(w); folded != "" && !slices.Contains(doubtful, folded) {
			out = append(out, folded)
		}
	}
	return out
}()

// dayOfLetter is the date that stands above a letter or its signature: the day is often left to be
// written by hand.
const dayOfLetter = `ngày ?(?:(?:\d{1,2}|[….]+) ?)?(?:tháng ?(?:(?:\d{1,2}|[….]+) ?)?năm ?\d{4}|[/.-]\d{1,2}[/.-]\d{4})`

var (
	// What may hold such a word and says nothing about the numbers.
	harmless = []*regexp.Regexp{
		regexp.MustCompile(`(kế hoạch|công văn|quyết định|chỉ thị|thông báo|văn bản|báo cáo)?( số)?:? ?\d+ ?/[\p{L}\d/-]*[\p{L}][\p{L}\d/-]*( ngày (\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}))?`),
		regexp.MustCompile(`tháng cao điểm`),                     // the campaign's own name
		regexp.MustCompile(`ngày (?:in|lập|xuất)(?: báo cáo)?:`), // of the paper
	}
	// The date of a letter stands behind its place, which is looked at: "số phát sinh, ngày 21/11/2024".
	letterDate = regexp.MustCompile(`^([\p{L} .]{2,40}), ?` + dayOfLetter)

	// What stands before a date and is no place: "kết quả đăng ký, ngày 21/11/2024" may count one day.
	aboutFigures = regexp.MustCompile(`(?:^| )(?:kết quả|số|tài khoản|báo cáo|tổng|đăng ký|thực hiện|tiến độ|bảng|biểu|danh sách|phát sinh)(?: |$)`)

	span     = regexp.MustCompile(`(?:^|[ (])từ .* (?:đến|tới) |\bfrom\b.*\bto\b`)
	notFrom  = regexp.MustCompile(`từ (?:liêm|\d{1,2} tuổi)`)                                                         // a name, an age
	days     = regexp.MustCompile(`(?:^|[^\d/.:-])\d{1,2}(?:[/.]\d{1,2}(?:[/.]\d{4})?)? ?[-–—→] ?\d{1,2}[/.]\d{1,2}`) // 15/11 – 21/11, 15-21/11
	numbered = regexp.MustCompile(`\bsố:? ?[\d-]+ ?/\S+`)                                                             // a letter's own number, no span of days
	measured = regexp.MustCompile(`^(?:tuần|ngày|tháng|quý|năm|người|hộ)(?:$| )`)
	split    = regexp.MustCompile(`[^\p{L}\p{M}\p{N}%‰.,]+`)
	joined   = regexp.MustCompile(`(\p{L})(\d)`)
	scale    = regexp.MustCompile(`(?:^|[^\p{L}\d])(?:[x×*]|nhân|10\^) ?(?:10+|\d{1,2}\b)|10[²³⁴⁵⁶]`)
)

// isSpan says whether a plain text tells of a time from one day to another.
func isSpan(p string) bool { return span.MatchString(notFrom.ReplaceAllString(p, " ")) }

// doubts lists the doubtful words of a text, each once. The phrase of an as-of time is not looked
// at.
func doubts(text string) []string {
	p := plain(text)
	if isSpan(p) {
		return []string{"từ … đến"}
	}
	p, _ = withoutAsOf(p)
	if days.MatchString(numbered.ReplaceAllString(p, " ")) {
		return []string{"từ … đến"}
	}
	if m := letterDate.FindStringSubmatch(p); m != nil && !aboutFigures.MatchString(m[1]) {
		p = letterDate.ReplaceAllString(p, "$1 ")
	}
	for _, h := range harmless {
		p = h.ReplaceAllStringFunc(p, func(found string) string {
			if _, behind, _ := strings.Cut(found, "/"); measured.MatchString(behind) {
				return found // "1/tuần" is a rate
			}
			return " "
		})
	}
	var out []string
	if times := scale.FindString(p); times != "" {
		out = append(out, strings.TrimSpace(times))
	}
	list := doubtful
	if plainASCII(p) {
		list = append(slices.Clone(doubtful), toneless...)
	}
	words := wordsOf(p)
	for _, w := range list {
		if strings.Contains(words, " "+w+" ") {
			out = append(out, w)
		}
	}
	return out
}

// wordsOf writes a plain text as words with a blank before and behind each. Digits behind letters
// are words of their own: "tuần47".
func wordsOf(p string) string {
	p = joined.ReplaceAllString(p, "$1 $2")
	p = " " + strings.ReplaceAll(split.ReplaceAllString(p, " "), "%", " % ") + " "
	return " " + strings.Join(strings.Fields(strings.NewReplacer(". ", " ", ", ", " ").Replace(p)), " ") + " "
}

// plainASCII says whether a text has no letter but those of English.
func plainASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 })
}
