package reading

import (
	"math"
	"strconv"
	"strings"

	"ngatu/content/figure"
)

// checkRate holds a column of percentages against value ÷ target: where they differ, one of the
// columns is not what its name says.
func (t *table) checkRate() {
	rate, target := t.h.column(Rate), t.h.column(Target)
	if rate < 0 || target < 0 {
		return
	}
	off := t.ratesOff(rate, target)
	if of := t.h.column(Denominator); len(off) > 0 && of >= 0 && len(t.ratesOff(rate, of)) == 0 {
		return // of the people, not of the target
	}
	if len(off) > 0 {
		t.ask(Target, "Cột “%s” không bằng “%s” chia “%s” ở dòng %s: hãy kiểm tra các cột có bị nhầm hoặc đổi chỗ không.",
			"The column “%s” is not “%s” divided by “%s” in row %s: check whether columns are mixed up.", clip(t.h.path(Rate)), clip(t.h.path(Value)), clip(t.h.path(Target)), rowsNamed(off))
	}
}

// ratesOff lists the rows in which the percentage is not the value divided by a base. A rate may be
// rounded, and stored as a part of one.
func (t *table) ratesOff(rate, base int) (off []int) {
	for _, l := range t.body() {
		v, of := l.At(t.h.column(Value)).count(), l.At(base).count()
		got, ok := percentIn(l.At(rate))
		if !ok || v.Fault != figure.None || of.Fault != figure.None || of.Count == 0 {
			continue
		}
		want := 100 * float64(v.Count) / float64(of.Count)
		near := math.Abs(got-want) <= 0.051 || math.Abs(got-math.Round(want)) <= 0.001
		part := l.At(rate).Kind != Percent && !strings.HasSuffix(l.At(rate).Text, "%") && math.Abs(got*100-want) <= 0.051
		if !near && !part {
			off = append(off, l.Number)
		}
	}
	return off
}

// percentIn reads "51,1 %", 51.07 or a stored 0.511 that is shown as a percentage.
func percentIn(c Cell) (float64, bool) {
	if c.Kind == Percent || c.Kind == Number {
		n, err := strconv.ParseFloat(c.Raw, 64)
		if c.Kind == Percent {
			n *= 100
		}
		return n, err == nil
	}
	text := strings.ReplaceAll(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(c.Text), "%")), ",", ".")
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}
