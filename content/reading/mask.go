package reading

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"ngatu/content/area"
)

var (
	writtenDate  = regexp.MustCompile(`(?:ngày )?\b(?:(\d{1,2})([/.-])(\d{1,2})(?:[/.-](\d{4}))?|(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?)\b`)
	writtenHour  = regexp.MustCompile(`\b(\d{1,2})(?:h|g| ?giờ ?|:)(\d{2})?(?: ?phút| ?p\b)?`)
	writtenWeek  = regexp.MustCompile(`\b(tuần|week)( thứ)? \d{1,2}\b`)
	writtenMonth = regexp.MustCompile(`\btháng (\d{1,2})(?:[/-](\d{4}))?\b`)
)

// mask writes a text as the layout of tomorrow's sheet will have it: a date that is the as-of date,
// or the day or week before it, and the as-of hour, stand as such; the number of a week is left
// out. Dates that are neither stay as they are written, so that a sheet in which another date moves
// is another layout. Without an as-of time nothing is masked but weeks.
func mask(text string, asOf time.Time) string {
	p := plain(text)
	p = writtenWeek.ReplaceAllString(p, "$1 ‹n›")
	if asOf.IsZero() {
		return p
	}
	asOf = asOf.In(area.Local)
	p = writtenDate.ReplaceAllStringFunc(p, func(found string) string { return relation(writtenDate.FindStringSubmatch(found), asOf) })
	p = writtenMonth.ReplaceAllStringFunc(p, func(found string) string {
		m := writtenMonth.FindStringSubmatch(found)
		if number(m[1]) == int(asOf.Month()) && (m[2] == "" || number(m[2]) == asOf.Year()) {
			return "tháng ‹tháng số liệu›"
		}
		return found
	})
	return writtenHour.ReplaceAllStringFunc(p, func(found string) string {
		m := writtenHour.FindStringSubmatch(found)
		if number(m[1])%24 == asOf.Hour() && number(m[2]) == asOf.Minute() || number(m[1]) == 24 && asOf.Hour() == 23 {
			return "‹giờ số liệu›"
		}
		return found
	})
}

// relation writes a date by its distance from the as-of date, or as it is where that is none that
// repeats.
func relation(m []string, asOf time.Time) string {
	d, mo, y := number(m[1]), number(m[3]), number(m[4])
	if m[1] == "" {
		d, mo, y = number(m[5]), number(m[6]), number(m[7])
	}
	if y == 0 {
		y = asOf.Year()
	}
	for _, days := range []int{0, 1, 7} {
		at := asOf.AddDate(0, 0, -days)
		if at.Day() == d && int(at.Month()) == mo && (at.Year() == y || m[4]+m[7] == "") {
			if days == 0 {
				return "‹ngày số liệu›"
			}
			return fmt.Sprintf("‹ngày số liệu −%d›", days)
		}
	}
	return m[0]
}

func number(digits string) int { n, _ := strconv.Atoi(digits); return n }
