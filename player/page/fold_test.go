package page

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// folding is a canvas of 200 × 100 in four pieces, each turned another way.
var folding = content.Fold{Width: 390, Height: 290, Pieces: []content.Piece{
	{From: content.Rect{X: 0, Y: 0, W: 50, H: 100}, To: content.Corner{X: 10, Y: 20}},
	{From: content.Rect{X: 50, Y: 0, W: 50, H: 100}, To: content.Corner{X: 70, Y: 20}, Rotation: 90},
	{From: content.Rect{X: 100, Y: 0, W: 50, H: 100}, To: content.Corner{X: 180, Y: 20}, Rotation: 180},
	{From: content.Rect{X: 150, Y: 0, W: 50, H: 100}, To: content.Corner{X: 240, Y: 180}, Rotation: 270},
}}

// marked has another colour in each corner of each piece, so that one that is turned or mirrored
// wrongly is seen.
func marked() layout.Layout {
	l := layout.Layout{Width: 200, Height: 100, Ground: "#1e3cc8"}
	for x := 0; x < 200; x += 50 {
		l.Elements = append(l.Elements, layout.Element{Op: layout.Fill, X: x, Y: 0, W: 20, H: 30, C: "#c81e1e"},
			layout.Element{Op: layout.Fill, X: x + 30, Y: 70, W: 20, H: 30, C: "#14a03c"})
	}
	return l
}

// inPiece is the colour that marked has at a point of a piece.
func inPiece(x, y int) color.RGBA {
	switch {
	case x < 20 && y < 30:
		return red
	case x >= 30 && y >= 70:
		return green
	}
	return blue
}

// lies is where a point of a piece is in the output: worked out here once more, by turning a
// picture.
func lies(p content.Piece, x, y int) image.Point {
	w, h := p.From.W, p.From.H
	for range p.Rotation / 90 {
		x, y = h-1-y, x
		w, h = h, w
	}
	return image.Pt(p.To.X+x, p.To.Y+y)
}

// unlike counts the points of the pieces that are not as they should be; edges may be mixed by a
// pixel.
func unlike(img image.Image, level int) (wrong int, first string) {
	for i, p := range folding.Pieces {
		for y := 2; y < p.From.H; y += 5 {
			for x := 2; x < p.From.W; x += 5 {
				at, want := lies(p, x, y), inPiece(x, y)
				for _, c := range []*uint8{&want.R, &want.G, &want.B} {
					*c = uint8(int(*c) * level / 100)
				}
				if !near(img, at.X, at.Y, want) {
					if wrong++; first == "" {
						first = fmt.Sprintf("piece %d, point %d, %d, at %v: %v, not %v", i+1, x, y, at, img.At(at.X, at.Y), want)
					}
				}
			}
		}
	}
	return wrong, first
}

// Each piece of a canvas stands at its place, turned, and dimmed like all of it; what no panel shows
// is dark. Without pieces, with such as cannot be shown, and in a preview the canvas is whole.
func TestACanvasInPieces(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	screen := func(f content.Fold, level int) {
		o.screen(func(s *protocol.Screen) {
			s.Canvas = content.Canvas{Width: 200, Height: 100, PitchMM: 5, DistanceM: 10}
			s.Fold, s.Dimming = f, []content.Dim{{Level: level}}
		})
	}
	screen(folding, 100)
	o.programme(o.looping(o.laid("l", content.Notice, 60000, marked())))
	p := newTab(t, 400, 300, "").open(o, "?screen="+code)
	p.shows("l")
	folded := func(level int) {
		t.Helper()
		for end := time.Now().Add(patience / 4); ; time.Sleep(30 * time.Millisecond) {
			n, first := unlike(p.photo(), level)
			if n == 0 {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("at %d %% %d points are wrong: %s", level, n, first)
			}
		}
		for _, at := range []image.Point{{5, 5}, {65, 50}, {200, 250}, {395, 295}} {
			if img := p.photo(); !near(img, at.X, at.Y, color.RGBA{A: 255}) {
				t.Errorf("beside the pieces, at %v, it is %v", at, img.At(at.X, at.Y))
			}
		}
	}
	folded(100)
	p.run(evaluate(`Ngatu.stage.note({ w: 200, h: 100, bg: '#14a03c', el: [] })`)) // as a screen is told to show its name
	p.seen(15, 25, green)
	p.seen(250, 190, green)
	p.run(evaluate(`Ngatu.stage.note(null)`))
	folded(100)
	screen(folding, 50)
	folded(50)
	screen(content.Fold{}, 100)
	p.seen(5, 5, red)
	p.seen(190, 90, green)
	p.seen(300, 200, color.RGBA{0x10, 0x16, 0x1d, 255})
	if eval[bool](p, `Ngatu.debug.folded || !!document.getElementById('fold')`) {
		t.Error("the pieces are still there")
	}
	screen(folding, 100)
	folded(100)
	broken := folding
	broken.Pieces = broken.Pieces[:3]
	screen(broken, 100)
	p.seen(5, 5, red)
	until(p.ctx, t, "what is wrong is told", func() bool { return eval[string](p, `Ngatu.debug.trouble`) != "" })
	screen(folding, 100)
	p.open(o, "?screen="+code+"&fit=1").shows("l")
	p.seen(10, 60, red)
	if eval[bool](p, `Ngatu.debug.folded`) {
		t.Error("a preview is in pieces")
	}
}

// A clip is on all sides at one picture, moves, and gives way to the next slide on all of them.
func TestAClipOnTwoSides(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen(func(s *protocol.Screen) {
		whole := content.Rect{W: 432, H: 216}
		s.Fold = content.Fold{Width: 432, Height: 432, Pieces: []content.Piece{{From: whole}, {From: whole, To: content.Corner{Y: 216}, Rotation: 180}}}
	})
	o.programme(o.looping(o.clip(t, false), o.picture("p", 1500, green)))
	// Each frame, after the page has drawn it, notes a point of either side.
	p := newTab(t, 432, 432, `window.sides = []; window.pictures = 0;
	(function look() {
		requestAnimationFrame(function () {
			requestAnimationFrame(look);
			var fold = window.Ngatu && Ngatu.stage && Ngatu.stage.fold, video = document.querySelector('video');
			if (video && !video.watched) {
				video.watched = true;
				video.requestVideoFrameCallback(function next() { pictures++; video.requestVideoFrameCallback(next); });
			}
			if (!fold || !fold.layer || !Ngatu.debug || !Ngatu.debug.slide) { return; }
			var one = fold.ctx.getImageData(100, 100, 1, 1).data, other = fold.ctx.getImageData(331, 331, 1, 1).data;
			sides.push([Array.from(one.slice(0, 3)), Array.from(other.slice(0, 3))]);
		});
	})();`).open(o, "?screen="+code)
	is := func(rgb []int, c color.RGBA) bool {
		img := image.NewRGBA(image.Rect(0, 0, 1, 1))
		img.Set(0, 0, color.RGBA{uint8(rgb[0]), uint8(rgb[1]), uint8(rgb[2]), 255})
		return near(img, 0, 0, c)
	}
	var sides [][2][]int
	seen := map[string]bool{}
	until(p.ctx, t, "both colours of the clip, and the picture after it", func() bool {
		sides = eval[[][2][]int](p, `sides`)
		for _, s := range sides {
			for name, c := range map[string]color.RGBA{"red": red, "blue": blue, "green": green} {
				seen[name] = seen[name] || is(s[0], c)
			}
		}
		return len(seen) == 3 && seen["red"] && seen["blue"] && seen["green"]
	})
	for i, s := range sides {
		if fmt.Sprint(s[0]) != fmt.Sprint(s[1]) {
			t.Fatalf("in frame %d of %d one side is %v and the other %v", i, len(sides), s[0], s[1])
		}
		if !is(s[0], red) && !is(s[0], blue) && !is(s[0], green) && i > 0 && fmt.Sprint(s[0]) == fmt.Sprint([]int{0, 0, 0}) {
			t.Errorf("frame %d is dark", i)
		}
	}
	if n := eval[int](p, `pictures`); n < 20 {
		t.Errorf("the clip came to %d pictures", n)
	}
}

// The page takes the pieces that Go takes.
func TestPiecesAreCheckedAlike(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 100, 100, "").open(o, "")
	c := content.Canvas{Width: 200, Height: 100, PitchMM: 5, DistanceM: 10}
	change := func(edit func(*content.Fold)) content.Fold {
		f := folding
		f.Pieces = append([]content.Piece(nil), f.Pieces...)
		edit(&f)
		return f
	}
	for name, f := range map[string]content.Fold{
		"good":                folding,
		"none":                {},
		"no pieces":           change(func(f *content.Fold) { f.Pieces = nil }),
		"many":                change(func(f *content.Fold) { f.Pieces = make([]content.Piece, content.MaxPieces+1) }),
		"a picture too small": change(func(f *content.Fold) { f.Width = 300 }),
		"no picture":          change(func(f *content.Fold) { f.Height = 0 }),
		"a picture too large": change(func(f *content.Fold) { f.Height = content.MaxOutputSide + 1 }),
		"askew":               change(func(f *content.Fold) { f.Pieces[1].Rotation = 45 }),
		"turned back":         change(func(f *content.Fold) { f.Pieces[1].Rotation = -90 }),
		"beyond the canvas":   change(func(f *content.Fold) { f.Pieces[3].From.X++ }),
		"out of the picture":  change(func(f *content.Fold) { f.Pieces[3].To.X = 291 }),
		"before the picture":  change(func(f *content.Fold) { f.Pieces[0].To.Y = -1 }),
		"to its edge":         change(func(f *content.Fold) { f.Pieces[3].To = content.Corner{X: 290, Y: 240} }),
		"of nothing":          change(func(f *content.Fold) { f.Pieces = append(f.Pieces, content.Piece{To: content.Corner{Y: 250}}) }),
		"one over another":    change(func(f *content.Fold) { f.Pieces[1].To.X = 59 }),
		"a gap":               change(func(f *content.Fold) { f.Pieces[2].From.W-- }),
		"a hole below":        change(func(f *content.Fold) { f.Pieces[2].From.H-- }),
		"the same twice, elsewhere": change(func(f *content.Fold) {
			f.Pieces = append(f.Pieces, content.Piece{From: content.Rect{W: 10, H: 10}, To: content.Corner{Y: 200}})
		}),
	} {
		s := protocol.Screen{Canvas: c, Fold: f}
		for _, touch := range []bool{false, true} {
			s.Touch = touch
			want := !s.Folded().IsZero()
			if got := eval[bool](p, `!!Ngatu.Fold.read(`+string(must(json.Marshal(s)))+`)`); got != want {
				t.Errorf("%s (touch %v): the page shows pieces: %v, Go: %v", name, touch, got, want)
			}
		}
	}
	for _, odd := range []string{
		`{}`, `{canvas: {width: 9, height: 9}, fold: 7}`, `{fold: {width: 20, height: 20, pieces: [null]}, canvas: {width: 9, height: 9}}`,
		`{fold: {width: 20.5, height: 20, pieces: [{from: {x: 0, y: 0, w: 9, h: 9}, to: {x: 0, y: 0}}]}, canvas: {width: 9, height: 9}}`,
		`{fold: {width: 20, height: 20, pieces: [{from: {x: 0, y: 0, w: '9', h: 9}, to: {x: 0, y: 0}}]}, canvas: {width: 9, height: 9}}`,
	} {
		if eval[bool](p, `!!Ngatu.Fold.read(`+odd+`)`) {
			t.Errorf("%s is shown in pieces", odd)
		}
	}
}
