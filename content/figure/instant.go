package figure

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ngatu/content/area"
)

// Instant is an as-of time as a sheet gives it: what was seen, and what it means where Fault is
// None. The zero Instant is empty.
type Instant struct {
	Text  string // as seen
	Time  time.Time
	Fault Fault
}

// At is the Instant t, put into [area.Local].
func At(t time.Time) Instant {
	t = t.In(area.Local)
	return Instant{Text: FormatAsOf(t), Time: t}
}

// IsEmpty says whether nothing was written.
func (i Instant) IsEmpty() bool { return i.Fault == Empty || i.Fault == None && i.Time.IsZero() }

// EndOfDay is the instant that stands for "to the end of the day" and for 24:00: the day's last
// second, so that it stays in its day, its month and its list of units.
func EndOfDay(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 23, 59, 59, 0, area.Local)
}

var (
	day     = `(?:(\d{1,2})/(\d{1,2})/(\d{4})|(\d{1,2})-(\d{1,2})-(\d{4})|(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2}) tháng (\d{1,2}) năm (\d{4}))`
	hour    = `(\d{1,2}) ?(?:(?:h|g|giờ|:) ?(\d{2})(?: ?(?:phút|p|'|’))?(?::(\d{2})(?:[.,]0+)?)?|h|giờ)(?: ?(am|pm|a\.m\.|p\.m\.|sa|ch|sáng|trưa|chiều|tối))?|(\d{1,2}) ?(am|pm|sa|ch)`
	instant = regexp.MustCompile(`^(?:as of|as at|tính đến|đến|lúc|vào lúc|on|at)? ?:? ?(hết )?(?:(?:lúc |at )?(?:` + hour + `)(?:,? ?(?:của )?(?:ngày|on)?,? ?| - ?| ))?(?:ngày |on )?` + day + `(?:(?:t|,? ?(?:lúc |vào |at )?| - )(?:` + hour + `))?(?: ict)?\.?$`)
)

// ParseInstant reads a date, with an hour or without, as people and programs write it, and reads it
// to its last character: 21/11/2024, 21/11/2024 17:00, 17h00 ngày 21-11-2024, 17 giờ 30 phút ngày
// 21 tháng 11 năm 2024, 2024-11-21, 5:00 PM, 5 giờ chiều, 2024-11-21T17:00:00+07:00. The day always stands
// before the month, years have four digits, and without an offset the time is that of [area.Local].
// "hết ngày …" and 24:00 are [EndOfDay].
func ParseInstant(text string) Instant {
	i := Instant{Text: strings.TrimSpace(text)}
	if i.Text == "" {
		i.Fault = Empty
		return i
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(i.Text)); err == nil && sane(t) {
		i.Time = t.In(area.Local)
		return i
	}
	i.Fault = NoDate
	if len(i.Text) > 200 {
		return i
	}
	m := instant.FindStringSubmatch(strings.ToLower(strings.Join(strings.Fields(i.Text), " ")))
	if m == nil {
		return i
	}
	if t, ok := instantOf(m); ok && !american(i.Text, m) {
		i.Time, i.Fault = t, None
	}
	return i
}

// american says whether a time of 12 hours stands beside a date in which day and month may be
// swapped, as computers set to English write it: 11/12/2024 5:00 PM. Words leave no doubt.
func american(text string, m []string) bool {
	const clock, dates = 6, 15
	half := m[2+3] + m[2+5] + m[2+clock+dates+3] + m[2+clock+dates+5]
	first, second := whole(m[2+clock]), whole(m[2+clock+1])
	return half != "" && m[2+clock] != "" && first <= 12 && second <= 12 && first != second && !strings.Contains(strings.ToLower(text), "ngày")
}

// instantOf puts the parts of [instant] together; false where they are no time.
func instantOf(m []string) (time.Time, bool) {
	const clock = 6 // groups of an hour
	y, mo, d := dateOf(m[2+clock : 2+clock+15])
	before, after := m[2:2+clock], m[2+clock+15:]
	if written(before) && written(after) {
		return time.Time{}, false // two hours
	}
	parts := before
	if written(after) {
		parts = after
	}
	t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, area.Local)
	if t.Day() != d || int(t.Month()) != mo || !sane(t) {
		return t, false
	}
	if !written(parts) {
		if m[1] != "" {
			return EndOfDay(y, time.Month(mo), d), true
		}
		return t, true
	}
	h, minute, second, ok := hourOf(parts)
	switch {
	case !ok:
		return t, false
	case h == 24 && minute == 0 && second == 0:
		return EndOfDay(y, time.Month(mo), d), true
	case h > 23 || minute > 59 || second > 59:
		return t, false
	}
	return time.Date(y, time.Month(mo), d, h, minute, second, 0, area.Local), true
}

func written(hour []string) bool { return hour[0] != "" || hour[4] != "" }

// dateOf takes year, month and day from the one way to write them that was found.
func dateOf(groups []string) (year, month, day int) {
	for i := 0; i < len(groups); i += 3 {
		if groups[i] == "" {
			continue
		}
		a, b, c := whole(groups[i]), whole(groups[i+1]), whole(groups[i+2])
		if i == 9 {
			return a, b, c
		}
		return c, b, a
	}
	return 0, 0, 0
}

// hourOf reads an hour of 24, or of 12 with its half of the day; false for 13 PM and 0 AM.
func hourOf(g []string) (hour, minute, second int, ok bool) {
	half := g[3]
	hour, minute, second = whole(g[0]), whole(g[1]), whole(g[2])
	if g[4] != "" {
		hour, half = whole(g[4]), g[5]
	}
	half = strings.ReplaceAll(half, ".", "")
	if half == "" {
		return hour, minute, second, true
	}
	span := halves[half]
	if ok = span.first <= hour && hour <= span.last; !span.morning {
		return hour%12 + 12, minute, second, ok
	}
	return hour % 12, minute, second, ok
}

// halves are the words for halves of the day, with the hours that they are said of: nobody knows
// which night "12 giờ tối" is.
var halves = map[string]struct {
	first, last int
	morning     bool
}{
	"am": {1, 12, true}, "pm": {1, 12, false}, "sa": {1, 12, true}, "ch": {1, 12, false}, // Vietnamese Windows: sáng, chiều
	"sáng": {1, 11, true}, "trưa": {12, 12, false}, "chiều": {1, 6, false}, "tối": {6, 11, false},
}

func whole(digits string) int { n, _ := strconv.Atoi(digits); return n }

// sane refuses slips such as the year 2204.
func sane(t time.Time) bool { return t.Year() >= 2000 && t.Year() < 2100 }

// MarshalJSON writes RFC 3339 where there is a time, else the text as seen.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i.Fault == None && !i.Time.IsZero() {
		return json.Marshal(i.Time.Format(time.RFC3339))
	}
	return json.Marshal(i.Text)
}

// UnmarshalJSON reads text as [ParseInstant] does; a faulty one is reported by [Match].
func (i *Instant) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*i = ParseInstant(text)
	return nil
}
