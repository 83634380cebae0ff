package layout_test

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
)

// TestFewRowsAreLarger: where few areas have reported, their rows are larger and say how many are
// missing, where that fits.
func TestFewRowsAreLarger(t *testing.T) {
	rowsOf := func(c content.Canvas, f layout.Facts) (n, size, top, bottom int, missing bool) {
		l, err := layout.Lay(slides()["league"], c, f)
		if err != nil {
			t.Fatalf("%d rows on %s: %v", f.Rows, c, err)
		}
		for _, fault := range faults(l, c, f) {
			t.Errorf("%d rows on %s: %s", f.Rows, c, fault)
		}
		for _, e := range l.Elements {
			missing = missing || e.Bind == "missing"
			if strings.HasPrefix(e.Bind, "row.") && strings.HasSuffix(e.Bind, ".name") {
				if n == 0 {
					top = e.Y - e.Size
				}
				n, size, bottom = n+1, e.Size, e.Y
			}
		}
		return n, size, top, bottom, missing
	}
	for _, c := range canvases {
		f := facts()
		full, least, _, _, _ := rowsOf(c, f)
		f.Longest = map[string]string{"missing": "44 đơn vị chưa có số liệu"}
		for _, reported := range []int{1, 2, 3, 5} {
			f.Rows = reported
			n, size, top, bottom, missing := rowsOf(c, f)
			if n != min(reported, full) {
				t.Errorf("%d areas of 30 have reported: %d rows on %s", reported, n, c)
			}
			if reported < full && size <= least && c.Width != 192 { // there the names are as wide as the wall already
				t.Errorf("%d rows on %s are of %d px as if there were %d", reported, c, size, full)
			}
			if tall := c.Height > 400; tall && reported <= 3 && !missing {
				t.Errorf("%d rows on %s: nothing says that areas are missing", reported, c)
			}
			if middle := (top + bottom) / 2; c.Height > 400 && reported == 3 && (middle < c.Height*30/100 || middle > c.Height*62/100) {
				t.Errorf("%d rows on %s stand around %d", reported, c, middle)
			}
		}
	}
}
