package figure

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ngatu/content/area"
)

// Instant is an as-of time as a sheet gives it: what was seen, and what it means where Fault is None. The zero Instant is empty.
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

var (
	dayFirst  = regexp.MustCompile(`\b(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*([/.-])\s*(\d{4})\b`)
	yearFirst = regexp.MustCompile(`\b(\d{4})-(\d{1,2})-(\d{1,2})`)
	inWords   = regexp.MustCompile(`\b(\d{1,2}) thang (\d{1,2}) nam (\d{4})\b`)
	clock     = regexp.MustCompile(`(?i)\b(\d{1,2})\s*(?:[:hg]\s*(\d{2})(?::(\d{2})(?:[.,]0+)?)?|(?:h\b|giờ|gio\b))`)
	fillers   = map[string]bool{"ngay": true, "luc": true, "vao": true, "den": true, "tinh": true, "het": true, "gio": true, "phut": true, "as": true, "of": true, "on": true, "at": true, "ict": true}
)

// ParseInstant reads a date, with an hour or without, as people and programs write it: 21/11/2024, 21/11/2024 17:00,
// 17h00 ngày 21-11-2024, 21 tháng 11 năm 2024, 2024-11-21, 2024-11-21T17:00:00+07:00. The day always stands before the
// month; years have four digits; without an offset the time is that of [area.Local].
func ParseInstant(text string) Instant {
	i := Instant{Text: strings.TrimSpace(text)}
	if i.Text == "" {
		i.Fault = Empty
		return i
	}
	if t, err := time.Parse(time.RFC3339, i.Text); err == nil && sane(t) {
		i.Time = t.In(area.Local)
		return i
	}
	found, rest := findInstant(i.Text)
	for _, w := range strings.Fields(area.Fold(rest)) {
		if !fillers[w] {
			found.Fault = NoDate
		}
	}
	found.Text = i.Text
	if found.Fault != None {
		found.Time = time.Time{}
	}
	return found
}

// FindInstant reads the first date in a line of text, with the hour beside it: "Biểu số 2 (tính đến 17h ngày 21/11/2024)".
func FindInstant(text string) Instant {
	found, _ := findInstant(text)
	found.Text = strings.TrimSpace(text)
	return found
}

// findInstant gives the instant and the text around it.
func findInstant(text string) (Instant, string) {
	bad := Instant{Fault: NoDate}
	if len(text) > 500 {
		return bad, text
	}
	year, month, day, rest, ok := findDay(text)
	if !ok {
		return bad, text
	}
	hour, minute, second := 0, 0, 0
	if m := clock.FindStringSubmatchIndex(rest); m != nil {
		part := func(n int) int {
			if m[2*n] < 0 {
				return 0
			}
			v, _ := strconv.Atoi(rest[m[2*n]:m[2*n+1]])
			return v
		}
		hour, minute, second = part(1), part(2), part(3)
		rest = rest[:m[0]] + " " + rest[m[1]:]
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, area.Local)
	if t.Day() != day || int(t.Month()) != month || hour > 23 || minute > 59 || second > 59 || !sane(t) {
		return bad, rest
	}
	return Instant{Time: t}, rest
}

// findDay finds the first date and cuts it out of the text.
func findDay(text string) (year, month, day int, rest string, ok bool) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := yearFirst.FindStringSubmatchIndex(text); m != nil {
		rest = text[:m[0]] + " " + strings.TrimPrefix(text[m[1]:], "T")
		return number(text[m[2]:m[3]]), number(text[m[4]:m[5]]), number(text[m[6]:m[7]]), rest, true
	}
	if m := dayFirst.FindStringSubmatchIndex(text); m != nil && text[m[4]:m[5]] == text[m[8]:m[9]] {
		rest = text[:m[0]] + " " + text[m[1]:]
		return number(text[m[10]:m[11]]), number(text[m[6]:m[7]]), number(text[m[2]:m[3]]), rest, true
	}
	folded := area.Fold(text)
	if m := inWords.FindStringSubmatchIndex(folded); m != nil {
		rest = folded[:m[0]] + " " + folded[m[1]:]
		return number(folded[m[6]:m[7]]), number(folded[m[4]:m[5]]), number(folded[m[2]:m[3]]), rest, true
	}
	return 0, 0, 0, text, false
}

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
