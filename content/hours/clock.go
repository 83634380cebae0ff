package hours

import "fmt"

// Clock is a local time of day in whole minutes after midnight, 0 to 1440; 1440 (24:00) is the end
// of the day. It is written "06:30".
type Clock int

// Midnight ends a day, as 0 begins it.
const Midnight Clock = 24 * 60

// ParseClock reads "06:30", "6:30", or as it is said in Vietnamese "6h30" and "6h". Errors are
// [*Error].
func ParseClock(text string) (Clock, error) {
	hour, rest, ok := digits(text, 1)
	if !ok || rest == "" || rest[0] != ':' && rest[0] != 'h' {
		return 0, badClock(text)
	}
	minute, spoken := 0, rest == "h"
	if !spoken {
		minute, rest, ok = digits(rest[1:], 2)
		if !ok || rest != "" {
			return 0, badClock(text)
		}
	}
	c := Clock(hour*60 + minute)
	if minute > 59 || c > Midnight {
		return 0, badClock(text)
	}
	return c, nil
}

// digits reads a number of at least least and at most two digits from the front of text.
func digits(text string, least int) (number int, rest string, ok bool) {
	n := 0
	for n < len(text) && n < 2 && text[n] >= '0' && text[n] <= '9' {
		number = number*10 + int(text[n]-'0')
		n++
	}
	return number, text[n:], n >= least
}

func badClock(text string) error {
	return &Error{
		Vi: fmt.Sprintf("Giờ %s không đọc được: hãy viết như 06:30, từ 00:00 đến 24:00.", shown(text)),
		En: fmt.Sprintf("The time %s cannot be read: write it like 06:30, from 00:00 to 24:00.", shown(text)),
	}
}

// String is the time as "06:30".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// MarshalText writes "06:30"; a time beyond the day is an error.
func (c Clock) MarshalText() ([]byte, error) {
	if c < 0 || c > Midnight {
		return nil, badClock(c.String())
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads what [ParseClock] reads.
func (c *Clock) UnmarshalText(text []byte) error {
	parsed, err := ParseClock(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}
