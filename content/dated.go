package content

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// Naming gives what reports whether some texts name a day, as people write it: 31/12, 31-12-2026,
// ngày 31 tháng 12 năm 2026, 2026-12-31. The same day of another year is another day.
func Naming(day time.Time) func(texts []string) bool {
	d, m, y := day.Day(), int(day.Month()), day.Year()
	name := regexp.MustCompile(fmt.Sprintf(
		`(?i)(?:^|[^\d/.-])(?:0?%d\s*(?:[/.-]|tháng)\s*0?%d(?:\s*(?:[/.-]|,?\s*năm)\s*(\d{4}))?|(\d{4})-%02d-%02d)(?:\D|$)`, d, m, m, d))
	names := func(text string) bool {
		for _, found := range name.FindAllStringSubmatch(text, -1) {
			if year := found[1] + found[2]; year == "" || year == fmt.Sprint(y) {
				return true
			}
		}
		return false
	}
	return func(texts []string) bool { return slices.ContainsFunc(texts, names) }
}

// Texts are all that is printed, part by part; a part that is not used is empty.
func (w Words) Texts() []string {
	return append([]string{w.Kicker, w.Head, w.Brief, w.Number, w.Foot, w.Mark}, w.Lines...)
}
