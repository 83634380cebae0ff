package figure

import (
	"math/bits"
	"strconv"
	"time"

	"ngatu/content/area"
)

// Tenths is a percentage in tenths of a percent: 268 is 26.8 %.
type Tenths int64

// Percent is part of whole in tenths of a percent, rounded to the nearest, halves up; what is not
// whole stays below 100 %. whole must be above 0 and part not below; both may be as large as
// [MaxCount], and a result too large for Tenths stays at its greatest value.
func Percent(part, whole int64) Tenths {
	if whole <= 0 || part <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(part), 1000)
	lo, carry := bits.Add64(lo, uint64(whole)/2, 0)
	hi += carry
	if hi >= uint64(whole) {
		return Tenths(1<<63 - 1)
	}
	q, _ := bits.Div64(hi, lo, uint64(whole))
	if part < whole {
		q = min(q, 999)
	}
	return Tenths(min(q, 1<<63-1))
}

// FormatCount writes a number as Vietnamese text does: 1.633.840.
func FormatCount(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	return sign + group(digits, '.')
}

// FormatCountEn writes a number as English text does: 1,633,840.
func FormatCountEn(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	return sign + group(digits, ',')
}

func group(digits string, mark byte) string {
	out := make([]byte, 0, len(digits)+len(digits)/3)
	for i := 0; i < len(digits); i++ {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, mark)
		}
		out = append(out, digits[i])
	}
	return string(out)
}

// FormatPercent writes a percentage as Vietnamese text does: 26,8 %. A whole one keeps its zero:
// 27,0 %.
func FormatPercent(t Tenths) string { return formatTenths(t, FormatCount, ",") + " %" }

// FormatShare writes part of whole as Vietnamese text does. What is above nothing never reads 0,0
// %. whole must be above 0.
func FormatShare(part, whole int64) string {
	t := Percent(part, whole)
	if t == 0 && part > 0 {
		return "< " + FormatPercent(1)
	}
	return FormatPercent(t)
}

// FormatPercentEn writes a percentage as English text does: 26.8%.
func FormatPercentEn(t Tenths) string { return formatTenths(t, FormatCountEn, ".") + "%" }

func formatTenths(t Tenths, count func(int64) string, point string) string {
	sign := ""
	if t < 0 {
		sign, t = "-", -t
	}
	return sign + count(int64(t/10)) + point + strconv.FormatInt(int64(t%10), 10)
}

// FormatAsOf writes an as-of time in [area.Local]: 17:00 21/11/2024, 24:00 for [EndOfDay], and only
// the day where no hour was given.
func FormatAsOf(t time.Time) string {
	t = t.In(area.Local)
	if t.Equal(EndOfDay(t.Date())) {
		return "24:00 " + t.Format("2/1/2006")
	}
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format("2/1/2006")
	}
	return t.Format("15:04 2/1/2006")
}
