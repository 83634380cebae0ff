package preflight

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
)

// dated finds days in a plain text: 5/12/2026, 05-12-2026, 5.12.2026, ngày 5 tháng 12 năm 2026, and
// 5/12 where a word before it says that it is a day (24/7 is none).
var (
	dated = regexp.MustCompile(`\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b` +
		`|\b(\d{1,2}) thang (\d{1,2})(?:[ ,]*nam (\d{4}))?` +
		`|\b(\d{1,2})/(\d{1,2})\b`)
	meant         = regexp.MustCompile(`(?:\bngay|\bden|\bhet|\btu|\btruoc|\bsau|\bsang|\bchieu|\btoi|\bthu (?:hai|ba|tu|nam|sau|bay|[2-7])|\bchu nhat|\bcn|\bt[2-7])[ ,(]{1,3}$`)
	weekdayBefore = regexp.MustCompile(`(?:^|[^a-z])(thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])[ ,.:(\-–]{0,3}(?:ngay )?$`)
	weekdayAfter  = regexp.MustCompile(`^[ ,]{0,2}[(\[]?[ ]?(thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])(?:[^a-z0-9]|$)`)
	// words before a day that was when something was counted, signed or issued
	asOf = regexp.MustCompile(`(?:tinh den|cap nhat|so lieu|nguon|ban hanh|ky|theo|quyet dinh|ke hoach|cong van|nghi dinh|thong tu|luat|nghi quyet|thanh lap|giai phong|ky niem|sinh)[^.!?\n]*$`)
)

// day is one that a text names.
type day struct {
	at      time.Time // its midnight
	yearly  bool      // the text names no year
	weekday int       // that the text gives it: 0 is Sunday; -1: none
	asOf    bool      // when something was counted or signed
	said    string
}

// days are those that a text names. Without a year it is the next such day from now on.
func (f Facts) days(text string) (out []day) {
	plain := area.Plain(text)
	now := f.Now.In(f.zone())
	for _, at := range dated.FindAllStringSubmatchIndex(plain, -1) {
		part := func(n int) (v int, from int) {
			if at[2*n] < 0 {
				return 0, -1
			}
			v, _ = strconv.Atoi(plain[at[2*n]:at[2*n+1]])
			return v, at[2*n]
		}
		d := day{weekday: -1}
		var dom, month, year, from int
		for _, first := range []int{1, 4, 7} {
			if n, start := part(first); start >= 0 {
				dom, from = n, start
				month, _ = part(first + 1)
				if first < 7 {
					year, _ = part(first + 2)
				}
			}
		}
		if first := at[14]; first >= 0 && !meant.MatchString(plain[:first]) {
			continue
		}
		if d.yearly = year == 0; d.yearly {
			if year = now.Year(); !f.Now.IsZero() && now.YearDay() > time.Date(year, time.Month(month), dom, 0, 0, 0, 0, f.zone()).YearDay()+180 {
				year++ // in December a day in January is the next one
			}
		}
		d.at = time.Date(year, time.Month(month), dom, 0, 0, 0, 0, f.zone())
		if d.at.Day() != dom || int(d.at.Month()) != month || f.Now.IsZero() && d.yearly {
			continue // no such day: a fraction, a number of a document
		}
		before := plain[:from]
		if w := weekdayBefore.FindStringSubmatch(before); w != nil {
			d.weekday = weekdayOf(w[1])
			before = strings.TrimSuffix(before, w[0])
		} else if w := weekdayAfter.FindStringSubmatch(plain[at[1]:]); w != nil {
			d.weekday = weekdayOf(w[1])
		}
		d.asOf, d.said = asOf.MatchString(before), strings.Trim(plain[from:at[1]], " ,")
		out = append(out, d)
	}
	return out
}

// names says of lines whether they name a day.
func (f Facts) names(d day) func(line string) bool {
	return func(line string) bool {
		return slices.ContainsFunc(f.days(line), func(o day) bool { return o.at.Equal(d.at) })
	}
}

// weekdayOf is 0 for Sunday; "t" and "thu" count from 2, which is Monday.
func weekdayOf(word string) int {
	word = strings.TrimPrefix(strings.TrimPrefix(word, "thu "), "t")
	for i, name := range []string{"chu nhat", "hai", "ba", "tu", "nam", "sau", "bay"} {
		if word == name {
			return i
		}
	}
	if word == "cn" {
		return 0
	}
	// "t" was cut off "tu" too
	if word == "u" {
		return 3
	}
	n, _ := strconv.Atoi(word)
	return n - 1
}

var weekdayNames = [2][7]string{
	{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"},
	{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

func weekdays(f Facts) (out []Finding) {
	reported := map[string]bool{}
	for _, t := range f.texts() {
		for _, d := range f.days(t) {
			is := int(d.at.Weekday())
			if d.weekday < 0 || d.weekday == is || reported[d.said] {
				continue
			}
			reported[d.said] = true
			on := d.at.Format("2/1/2006")
			out = append(out, Finding{
				Level: Warning, Marks: f.marks(f.names(d)),
				Vi: fmt.Sprintf("Ngày %s là %s, không phải %s. Hãy sửa thứ hoặc ngày.", on, weekdayNames[0][is], weekdayNames[0][d.weekday]),
				En: fmt.Sprintf("%s is a %s, not a %s. Correct the weekday or the date.", on, weekdayNames[1][is], weekdayNames[1][d.weekday]),
			})
		}
	}
	return out
}

// history is how far back a day lies that a slide tells of: a founding, a liberation.
const history = 5 * 365 * 24 * time.Hour

// dates: the last day that the slide names passes while it is still shown. Days on which something
// was counted or signed, and those of history, do not count. A countdown names its own end.
func dates(f Facts) []Finding {
	if f.Slide.Kind == content.Countdown {
		return nil
	}
	var last day
	for _, t := range f.texts() {
		for _, d := range f.days(t) {
			past := !f.Now.IsZero() && d.at.Before(f.Now)
			if past && (d.asOf || d.at.Before(f.Now.Add(-history))) {
				continue
			}
			if d.at.After(last.at) {
				last = d
			}
		}
	}
	after := last.at.AddDate(0, 0, 1)
	until := f.Slide.Valid.Until
	if last.said == "" || !until.IsZero() && !until.After(after) {
		return nil
	}
	on := last.at.Format("2/1/2006")
	end := "chưa có ngày thôi chiếu"
	endEn := "has no end"
	if !until.IsZero() {
		end = "còn chiếu đến " + until.In(f.zone()).Format("15:04 2/1/2006")
		endEn = "is shown until " + until.In(f.zone()).Format("15:04 2/1/2006")
	}
	return []Finding{{
		Level: Warning, Marks: f.marks(f.names(last)),
		Vi: fmt.Sprintf("Tấm ghi ngày %s nhưng %s. Hãy đặt ngày thôi chiếu, hoặc sửa ngày.", on, end),
		En: fmt.Sprintf("The slide names %s and %s. Set its end, or correct the date.", on, endEn),
	}}
}
