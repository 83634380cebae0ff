package reading

import (
	"regexp"
	"strings"
)

// Words that make a number something else than a count of all until now: a rate, thousands, an increase, a plan.
var doubtful = []string{
	"%", "‰", "tỷ lệ", "phần trăm", "nghìn", "ngàn", "triệu", "1.000", "1,000", "1000", "x1000", "tuần", "ngày", "tháng", "quý",
	"phát sinh", "tăng", "giảm", "tăng thêm", "còn thiếu", "còn lại", "còn", "chưa", "xếp hạng", "thứ hạng", "hạng", "khóa", "ước",
	"dự kiến", "kế hoạch", "mới", "bình quân", "trung bình", "hủy", "percent", "thousand", "thousands", "million", "millions",
	"weekly", "week", "daily", "new", "increase", "rate", "rank", "remaining", "estimate", "estimated", "plan",
}

var (
	// What may hold such a word and says nothing about the numbers.
	harmless = []*regexp.Regexp{
		regexp.MustCompile(`(kế hoạch|công văn|quyết định|chỉ thị|thông báo|văn bản|báo cáo)?( số)?:? ?\d+ ?/[\p{L}\d/-]*[\p{L}][\p{L}\d/-]*( ngày (\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}))?`),
		regexp.MustCompile(`^(tp\.? ?)?hà nội, ?ngày .*$`), // place and date of a letter
		regexp.MustCompile(`tháng cao điểm`),               // the campaign's own name
	}
	span  = regexp.MustCompile(`(?:^|[ (])từ .* đến |\bfrom\b.*\bto\b`)
	split = regexp.MustCompile(`[^\p{L}\p{M}\p{N}%‰.,]+`)
)

// doubts lists the doubtful words of a text, each once. The phrase of an as-of time is not looked at.
func doubts(text string) []string {
	p := plain(text)
	if span.MatchString(p) {
		return []string{"từ … đến"}
	}
	p, _ = withoutAsOf(p)
	for _, h := range harmless {
		p = h.ReplaceAllString(p, " ")
	}
	words := " " + strings.ReplaceAll(split.ReplaceAllString(p, " "), "%", " % ") + " "
	words = " " + strings.Join(strings.Fields(strings.NewReplacer(". ", " ", ", ", " ").Replace(words)), " ") + " "
	var out []string
	for _, w := range doubtful {
		if strings.Contains(words, " "+w+" ") {
			out = append(out, w)
		}
	}
	return out
}
