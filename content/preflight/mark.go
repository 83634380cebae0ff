package preflight

import (
	"slices"
	"strings"
)

// mostBroken is over how many lines a name, a day or a number runs at most.
const mostBroken = 3

// stood is a line as a canvas shows it.
type stood struct {
	t   string
	box Box
}

// marks are where each canvas shows the lines that say something: lines that Ngatu sets, those of a
// page, and else those that were read in the picture.
func (f Facts) marks(says func(line string) bool) (out []Mark) {
	for _, v := range f.Views {
		var set, read []stood
		for _, t := range v.Texts {
			set = append(set, stood{t.T, t.Box})
		}
		at := v.where(set, says)
		if len(at) == 0 && f.Picture.known() {
			for _, l := range f.Lines {
				read = append(read, stood{l.T, f.placed(Box{X: l.X, Y: l.Y, W: l.W, H: l.H}, v)})
			}
			at = v.where(read, says)
		}
		if len(at) > 0 {
			out = append(out, Mark{v.Canvas, at})
		}
	}
	return out
}

// where are the boxes of those lines on the canvas that say something by themselves; where none
// does, of those over whose ends it runs, the fewest.
func (v View) where(lines []stood, says func(line string) bool) (at []Box) {
	lines = slices.DeleteFunc(lines, func(l stood) bool {
		b := l.box
		return b.W <= 0 || b.X >= v.Canvas.Width || b.Y >= v.Canvas.Height || b.X+b.W <= 0 || b.Y+b.H <= 0
	})
	for n := 1; n <= mostBroken && len(at) == 0; n++ {
		for i := 0; i+n <= len(lines); i++ {
			whole := ""
			for _, l := range lines[i : i+n] {
				whole += l.t + " "
			}
			if !says(strings.TrimSpace(whole)) {
				continue
			}
			for _, l := range lines[i : i+n] {
				if !slices.Contains(at, l.box) {
					at = append(at, l.box)
				}
			}
		}
	}
	return at
}
