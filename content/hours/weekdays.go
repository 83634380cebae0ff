package hours

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Weekdays is a set of days of the week; the zero value means every day. In JSON it is a list like
// ["mon","sat"].
type Weekdays uint8

// The days; join them with |.
const (
	Sun Weekdays = 1 << time.Sunday
	Mon Weekdays = 1 << time.Monday
	Tue Weekdays = 1 << time.Tuesday
	Wed Weekdays = 1 << time.Wednesday
	Thu Weekdays = 1 << time.Thursday
	Fri Weekdays = 1 << time.Friday
	Sat Weekdays = 1 << time.Saturday

	EveryDay = Mon | Tue | Wed | Thu | Fri | Sat | Sun
)

// dayNames are in the order of time.Weekday: as written in JSON, and as Vietnamese calendars
// abbreviate them.
var dayNames = [7][2]string{
	{"sun", "cn"}, {"mon", "t2"}, {"tue", "t3"}, {"wed", "t4"}, {"thu", "t5"}, {"fri", "t6"}, {"sat", "t7"},
}

// Has reports whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w == 0 || w>>uint(d)&1 == 1 }

// Names lists the days as JSON writes them, Monday first; nothing for the zero set.
func (w Weekdays) Names() []string {
	names := make([]string, 0, 7)
	for i := range 7 {
		if day := (i + 1) % 7; w>>uint(day)&1 == 1 {
			names = append(names, dayNames[day][0])
		}
	}
	return names
}

// ParseWeekdays joins days and stretches of days: "mon", "t2", "cn", "mon-fri", "sat-mon"; case
// does not matter. No words mean every day. Errors are [*Error].
func ParseWeekdays(words ...string) (Weekdays, error) {
	var set Weekdays
	for _, word := range words {
		first, last, stretch := strings.Cut(word, "-")
		if !stretch {
			last = first
		}
		from, to := dayNamed(first), dayNamed(last)
		if from < 0 || to < 0 {
			return 0, &Error{
				Vi: fmt.Sprintf("Thứ %s không đọc được: hãy viết t2 đến t7 và cn, hoặc mon đến sun.", shown(word)),
				En: fmt.Sprintf("The weekday %s cannot be read: write mon to sun.", shown(word)),
			}
		}
		for day := from; ; day = (day + 1) % 7 {
			set |= 1 << uint(day)
			if day == to {
				break
			}
		}
	}
	return set, nil
}

// dayNamed is the weekday of that name, or -1.
func dayNamed(name string) int {
	name = strings.ToLower(strings.TrimSpace(name))
	for day, names := range dayNames {
		if name == names[0] || name == names[1] {
			return day
		}
	}
	return -1
}

// MarshalJSON writes the list of names.
func (w Weekdays) MarshalJSON() ([]byte, error) { return json.Marshal(w.Names()) }

// UnmarshalJSON reads a list of what [ParseWeekdays] reads; null and the empty list are every day.
func (w *Weekdays) UnmarshalJSON(b []byte) error {
	var words []string
	if err := json.Unmarshal(b, &words); err != nil {
		return &Error{
			Vi: `Các thứ trong tuần phải là một danh sách như ["mon","tue"].`,
			En: `Weekdays must be a list like ["mon","tue"].`,
		}
	}
	set, err := ParseWeekdays(words...)
	if err == nil {
		*w = set
	}
	return err
}
