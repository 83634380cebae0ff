package preflight

// marks are where each canvas shows the lines that say something: lines that Ngatu sets, those of a
// page, and else those that were read in the picture. What is broken over two lines has none.
func (f Facts) marks(says func(line string) bool) (out []Mark) {
	for _, v := range f.Views {
		var at []Box
		add := func(line string, b Box) {
			if b.W > 0 && b.X < v.Canvas.Width && b.Y < v.Canvas.Height && b.X+b.W > 0 && b.Y+b.H > 0 && says(line) {
				at = append(at, b)
			}
		}
		for _, t := range v.Texts {
			add(t.T, t.Box)
		}
		if len(at) == 0 && f.Picture.known() {
			for _, l := range f.Lines {
				add(l.T, f.placed(Box{X: l.X, Y: l.Y, W: l.W, H: l.H}, v))
			}
		}
		if len(at) > 0 {
			out = append(out, Mark{v.Canvas, at})
		}
	}
	return out
}
