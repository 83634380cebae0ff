package reading

import (
	"strings"
	"testing"
	"time"
)

// Whatever stands in a cell, a mask keeps the words that make a layout another one.
func FuzzMask(f *testing.F) {
	for _, s := range []string{"Số TK đến 21/11/2024", "Tuần 47", "17h00 ngày 21 tháng 11 năm 2024", "tháng 11", "ngày 20/11", "1.000 %"} {
		f.Add(s)
	}
	day := time.Date(2024, 11, 21, 17, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		once := mask(s, day)
		for _, word := range []string{"%", "nghìn", "1.000", "tuần"} {
			if strings.Contains(plain(s), word) && !strings.Contains(once, word) {
				t.Errorf("%q lost %q: %q", s, word, once)
			}
		}
	})
}

// A formula of a stranger's file ends, whatever it says, and gives a number or none.
func FuzzFormula(f *testing.F) {
	for _, s := range []string{"=SUM(B5:B34)", "=B5+C5*2", "=SUBTOTAL(9,B1:B2)", "=SUM(ZZZ999999:A1)", "=SUM(,,)", "=ROUND(-(B5/2),0)", "='a b'!B5", "=A5", "=((((("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := Line{Number: 5, Cells: []Cell{{Kind: Number, Raw: "1", Text: "1", Formula: s}, {Kind: Number, Raw: "7", Text: "7"}, {Kind: Number, Raw: "8", Text: "8"}}}
		r := newReckoner(Book{Sheets: []Sheet{{Lines: []Line{line}}, {Name: "a b", Lines: []Line{line}}}})
		if got := r.at(spot{"", 5, 0}); got.ok && got.n != got.n {
			t.Errorf("%q is no number", s)
		}
	})
}
