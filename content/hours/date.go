package hours

import (
	"fmt"
	"time"
)

// Date is a day of the local calendar, written "2024-12-31". It has no time zone: the screen's
// decides when it begins.
type Date string

// DateOf is the date that the wall clock of zone shows at t.
func DateOf(t time.Time, zone *time.Location) Date {
	return Date(t.In(zone).Format(time.DateOnly))
}

// Check refuses what is not a date of the years 0001 to 9999. The error is [*Error].
func (d Date) Check() error {
	if _, ok := d.day(); !ok {
		return &Error{
			Vi: fmt.Sprintf("Ngày %s không đọc được: hãy viết năm-tháng-ngày như 2026-12-31.", shown(string(d))),
			En: fmt.Sprintf("The date %s cannot be read: write year-month-day like 2026-12-31.", shown(string(d))),
		}
	}
	return nil
}

// day counts from 1 January 1970; false for what is no date.
func (d Date) day() (int64, bool) {
	if len(d) != 10 {
		return 0, false
	}
	var buf [10]byte // time.Parse allocates its error, and a date is also read while scanning
	copy(buf[:], d)
	year, month, date := number(buf[0:4]), number(buf[5:7]), number(buf[8:10])
	if year < 1 || month < 1 || month > 12 || date < 1 || buf[4] != '-' || buf[7] != '-' {
		return 0, false
	}
	t := time.Date(year, time.Month(month), date, 0, 0, 0, 0, time.UTC)
	return t.Unix() / secondsPerDay, t.Day() == date // 31 April would have become 1 May
}

// number is the value of digits, or -1.
func number(digits []byte) int {
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// is reports whether d names the day counted from 1 January 1970. A loop over exceptions asks it,
// so it writes the day once into buf (see written) and compares text.
func (d Date) is(day *[10]byte) bool { return len(d) == 10 && string(d) == string(day[:]) }

// written is the text of a day counted from 1 January 1970; of a year that four digits cannot hold,
// text that no Date has.
func written(day int64) (text [10]byte) {
	year, month, date := time.Unix(day*secondsPerDay, 0).UTC().Date()
	if year < 1 || year > 9999 {
		return text
	}
	for i := 3; i >= 0; i-- {
		text[i] = byte('0' + year%10)
		year /= 10
	}
	text[4], text[5], text[6] = '-', byte('0'+month/10), byte('0'+month%10)
	text[7], text[8], text[9] = '-', byte('0'+date/10), byte('0'+date%10)
	return text
}
