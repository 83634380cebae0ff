package preflight

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// What is wrong in a text is marked where it stands on each canvas: on a page, in lines read in a
// picture where these are all there is, and in words that Ngatu sets.
func TestFindingsInTextsAreMarked(t *testing.T) {
	led, hall := content.Canvas{Width: 400, Height: 200}, content.Canvas{Width: 1000, Height: 1000}
	lines := []content.Line{
		{T: "Xem tại bit.ly/moi hôm nay", X: 100, Y: 200, W: 300, H: 40},
		{T: "Gọi 0912 345 678", X: 100, Y: 300, W: 300, H: 40},
		{T: "Từ thứ Hai ngày 5/12/2026", X: 100, Y: 400, W: 300, H: 40},
		{T: "Hết", X: 0, Y: 0, W: 9, H: 9},
	}
	all := ""
	for _, l := range lines {
		all += l.T + "\n"
	}
	f := Facts{
		Slide: content.Slide{Kind: content.Picture}, Hotline: "1022", Now: time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC),
		Picture: &Picture{Width: 1000, Height: 1000}, Texts: []string{all},
	}
	want := map[string][2]Box{ // the LED shows the page at a fifth, in its middle
		"bit.ly":             {{X: 120, Y: 40, W: 60, H: 8}, {X: 100, Y: 200, W: 300, H: 40}},
		"0912 345":           {{X: 120, Y: 60, W: 60, H: 8}, {X: 100, Y: 300, W: 300, H: 40}},
		"không phải thứ Hai": {{X: 120, Y: 80, W: 60, H: 8}, {X: 100, Y: 400, W: 300, H: 40}},
		"ghi ngày":           {{X: 120, Y: 80, W: 60, H: 8}, {X: 100, Y: 400, W: 300, H: 40}},
	}
	look := func(how string, f Facts) {
		t.Helper()
		found := Check(f)
		for said, at := range want {
			is := false
			for _, one := range found {
				if !strings.Contains(one.Vi, said) {
					continue
				}
				is = true
				for i, c := range []content.Canvas{led, hall} {
					if on := one.On(c.Width, c.Height); len(on) != 1 || on[0] != at[i] {
						t.Errorf("%s: %s on %s is at %v, want %v", how, said, c, on, at[i])
					}
				}
				if one.On(1, 1) != nil {
					t.Error("it stands on a canvas that there is none of")
				}
			}
			if !is {
				t.Errorf("%s: nothing says %q", how, said)
			}
		}
	}
	paged := f
	for _, c := range []content.Canvas{led, hall} {
		paged.Views = append(paged.Views, f.Paged(View{Canvas: c}, lines))
	}
	look("a page", paged)
	read := f
	read.Lines, read.Views = lines, []View{{Canvas: led}, {Canvas: hall}}
	look("a picture that was read", read)

	read.Slide.Fit, read.Slide.FocusY = content.Cover, 1 // the line is cut off on the LED
	for _, one := range Check(read) {
		if strings.Contains(one.Vi, "bit.ly") && (one.On(led.Width, led.Height) != nil || len(one.On(hall.Width, hall.Height)) != 1) {
			t.Errorf("%+v", one.Marks)
		}
	}
	set := Facts{Slide: content.Slide{Kind: content.Notice, Words: content.Words{Head: "Xem bit.ly/moi"}}, Views: []View{{
		Canvas: led, Texts: []Text{{T: "Xem", Box: Box{W: 9, H: 9}}, {T: "bit.ly/moi", Box: Box{X: 10, Y: 20, W: 30, H: 10}}},
	}}}
	for _, one := range Check(set) {
		if strings.Contains(one.Vi, "bit.ly") && (len(one.Marks) != 1 || one.Marks[0].At[0] != set.Views[0].Texts[1].Box) {
			t.Errorf("%+v", one)
		}
	}
}
