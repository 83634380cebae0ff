package preflight_test

import (
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/preflight"
)

// A misspelt name of an area is marked, and whatever runs over the ends of lines is marked on each
// of them, there alone; what stands whole in one line is marked in that line.
func TestWhatRunsOverLinesIsMarkedOnEach(t *testing.T) {
	canvas := content.Canvas{Width: 400, Height: 200}
	for _, c := range []struct {
		said  string // in the finding
		lines []string
		at    []int
	}{
		{"Ba Điình", []string{"Mời đến", "quận Ba Điình", "hôm nay"}, []int{1}},
		{"Ba Điình", []string{"Mời đến", "quận Ba", "Điình hôm nay", "hết"}, []int{1, 2}},
		{"Quôc Tử Giám", []string{"UBND phường", "Văn Miếu - Quôc", "Tử Giám", "hết"}, []int{0, 1, 2}},
		{"0912 345 678", []string{"Mời gọi 0912", "345 678 ngay"}, []int{0, 1}},
		{"không phải thứ Hai", []string{"Từ thứ Hai ngày 5", "tháng 12 năm", "2026 tại phường"}, []int{0, 1}},
		{"0912 345 678", []string{"Mời gọi 0912", "345 678 ngay", "gọi 0912 345 678"}, []int{2}},
	} {
		f := facts(strings.Join(c.lines, " "))
		v := preflight.View{Canvas: canvas}
		for i, l := range c.lines {
			v.Texts = append(v.Texts, preflight.Text{T: l, Box: preflight.Box{Y: 20 * i, W: 100, H: 10}})
		}
		f.Views = []preflight.View{v}
		is := false
		for _, one := range preflight.Check(f) {
			if !strings.Contains(one.Vi, c.said) {
				continue
			}
			is = true
			var want []preflight.Box
			for _, i := range c.at {
				want = append(want, v.Texts[i].Box)
			}
			if on := one.On(canvas.Width, canvas.Height); !slices.Equal(on, want) {
				t.Errorf("%q in %q is at %v, want %v", c.said, c.lines, on, want)
			}
		}
		if !is {
			t.Errorf("nothing says %q of %q", c.said, c.lines)
		}
	}
}
