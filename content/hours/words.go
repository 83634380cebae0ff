package hours

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// text is something said in both languages.
type text struct{ vi, en string }

// dayWords are the days as a sentence says them, in the order of time.Weekday.
var dayWords = [7]text{
	{"Chủ nhật", "Sunday"},
	{"Thứ hai", "Monday"},
	{"Thứ ba", "Tuesday"},
	{"Thứ tư", "Wednesday"},
	{"Thứ năm", "Thursday"},
	{"Thứ sáu", "Friday"},
	{"Thứ bảy", "Saturday"},
}

// DayName is a weekday as a sentence says it: "Thứ hai", "Monday".
func DayName(d time.Weekday) (vi, en string) { return dayWords[d].vi, dayWords[d].en }

// exceptionsSaid is how many exception dates Words names; of the others it says how many they are.
const exceptionsSaid = 3

// Words says the set as people do: "Luôn bật", "Hằng ngày 06:00–22:00", "Thứ hai–Thứ sáu
// 06:00–22:00; Thứ bảy, Chủ nhật tắt". Days with the same hours stand together, the week begins on
// Monday.
func (s Set) Words() (vi, en string) {
	said := weekSaid(s.Parts)
	for i, e := range s.Except {
		if i == exceptionsSaid {
			more := len(s.Except) - i
			said = append(said, text{fmt.Sprintf("và %d ngày riêng nữa", more), fmt.Sprintf("and %d more dates", more)})
			break
		}
		w := partsSaid(e.Parts)
		said = append(said, text{"riêng ngày " + e.Date.said() + " " + w.vi, "on " + e.Date.said() + " " + w.en})
	}
	return joined(said, "; ")
}

func weekSaid(parts []Part) []text {
	if len(parts) == 0 {
		return []text{{"Luôn bật", "Always on"}}
	}
	var out []text
	done := Weekdays(0)
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		hours, days := partsOn(parts, day), Weekdays(0)
		if done&(1<<day) != 0 {
			continue
		}
		for other := range time.Weekday(7) {
			if slices.Equal(partsOn(parts, other), hours) {
				days |= 1 << other
			}
		}
		done |= days
		d, p := days.said(), partsSaid(hours)
		out = append(out, text{d.vi + " " + p.vi, d.en + " " + p.en})
	}
	return out
}

// partsOn are the parts that start on a weekday, without their days, by their beginning.
func partsOn(parts []Part, day time.Weekday) []Part {
	var out []Part
	for _, p := range parts {
		if p.Days.Has(day) {
			out = append(out, Part{From: p.From, Until: p.Until})
		}
	}
	slices.SortStableFunc(out, func(a, b Part) int { return int(a.From) - int(b.From) })
	return out
}

// On are the parts that start on a weekday, by their beginning; a set without parts has none.
func (s Set) On(day time.Weekday) []Part { return partsOn(s.Parts, day) }

func partsSaid(parts []Part) text {
	if len(parts) == 0 {
		return text{"tắt", "off"}
	}
	var said []text
	for _, p := range parts {
		switch {
		case p.From == 0 && (p.Until == 0 || p.Until == Midnight):
			said = append(said, text{"cả ngày", "all day"})
		case p.Until <= p.From && p.Until > 0:
			said = append(said, text{p.String() + " hôm sau", p.String() + " the next day"})
		default:
			said = append(said, text{p.String(), p.String()})
		}
	}
	vi, en := joined(said, ", ")
	return text{vi, en}
}

func (w Weekdays) everyDay() bool { return w == 0 || w == EveryDay }

// said names the days, three and more in a row as a stretch: "Thứ hai–Thứ sáu, Chủ nhật".
func (w Weekdays) said() text {
	if w.everyDay() {
		return text{"Hằng ngày", "Every day"}
	}
	var names []text
	for i := 0; i < 7; i++ {
		if !w.monday(i) {
			continue
		}
		last := i
		for last < 6 && w.monday(last+1) {
			last++
		}
		first, end := dayWords[(i+1)%7], dayWords[(last+1)%7]
		if last-i >= 2 {
			names = append(names, text{first.vi + "–" + end.vi, first.en + "–" + end.en})
			i = last
			continue
		}
		names = append(names, first)
	}
	vi, en := joined(names, ", ")
	return text{vi, en}
}

// monday reports whether the i-th day of a week that begins on Monday is in the set.
func (w Weekdays) monday(i int) bool { return w.Has(time.Weekday((i + 1) % 7)) }

// said is the date as it is written in Vietnam: 31/12/2026.
func (d Date) said() string {
	if d.Check() != nil {
		return string(d)
	}
	return string(d[8:10]) + "/" + string(d[5:7]) + "/" + string(d[0:4])
}

func joined(said []text, between string) (vi, en string) {
	var v, e []string
	for _, w := range said {
		v, e = append(v, w.vi), append(e, w.en)
	}
	return strings.Join(v, between), strings.Join(e, between)
}
