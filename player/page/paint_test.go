package page

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	goqr "github.com/skip2/go-qrcode"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

func TestAPictureIsOnTheGlass(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("p1", 8000, red)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("p1")
	p.seen(200, 100, red)
	p.seen(431, 215, red)
}

// squaresOf is a code as the server sends it.
func squaresOf(text string) protocol.Squares {
	q := must(goqr.New(text, goqr.Medium))
	q.DisableBorder = true
	s := protocol.Squares{Text: text}
	for _, row := range q.Bitmap() {
		var b strings.Builder
		for _, dark := range row {
			b.WriteByte(map[bool]byte{true: '1', false: '0'}[dark])
		}
		s.Rows = append(s.Rows, b.String())
	}
	return s
}

// Every element is where the layout says, in its colours.
func TestALayoutIsPaintedAsItStands(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	address := "HTTP://NGATU.VN/I/M01"
	o.screen(func(s *protocol.Screen) { s.Codes = map[string]protocol.Squares{"screen.code": squaresOf(address)} })
	l := layout.Layout{Width: 432, Height: 216, Ground: "#1e3cc8", Words: "Cài đặt iHanoi", Elements: []layout.Element{
		{Op: layout.Fill, X: 0, Y: 0, W: 100, H: 50, C: "#c81e1e"},
		{Op: layout.Fill, X: 0, Y: 60, W: 100, H: 20, C: "#000000", C2: "#ffffff"},
		{Op: layout.Fill, X: 0, Y: 90, W: 40, H: 40, R: 20, C: "#14a03c"},
		{Op: layout.Path, C: "#f0c814", D: "M 60 90 L 100 90 L 100 130 Z"},
		{Op: layout.Code, X: 230, Y: 4, W: 200, Module: 5, Bind: "screen.code"},
		{Op: layout.Text, X: 110, Y: 60, W: 110, Size: 40, Weight: 800, C: "#ffffff", T: "ẾỆ"},
		{Op: layout.Text, X: 220, Y: 200, W: 210, Size: 20, Weight: 600, C: "#ffffff", Align: layout.End, T: "?", Bind: "screen.area"},
	}}
	o.programme(o.looping(o.laid("install", content.Install, 60000, l)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.settles(1)
	p.seen(50, 25, red)
	img := p.photo()
	for _, tt := range []struct {
		what string
		x, y int
		want color.RGBA
	}{
		{"ground", 5, 210, blue},
		{"gradient's start", 1, 70, color.RGBA{3, 3, 3, 255}},
		{"gradient's end", 98, 70, color.RGBA{252, 252, 252, 255}},
		{"round corner left free", 1, 91, blue},
		{"round middle", 20, 110, green},
		{"path", 90, 100, yellow},
		{"beside the path", 65, 125, blue},
	} {
		if !near(img, tt.x, tt.y, tt.want) {
			t.Errorf("%s at %d,%d is %v, not %v", tt.what, tt.x, tt.y, img.At(tt.x, tt.y), tt.want)
		}
	}
	if got := decoded(t, img); got != address {
		t.Errorf("the code says %q", got)
	}
	box := ink(img, image.Rect(105, 0, 228, 90))
	if box.Empty() || box.Min.Y > 25 || box.Max.Y < 60 || box.Min.X < 108 {
		t.Errorf("the marks above and below ẾỆ are in %v", box)
	}
	name := ink(img, image.Rect(105, 180, 229, 210))
	if name.Empty() || name.Max.X > 221 || name.Dx() < 60 {
		t.Errorf("the area's name is in %v; it must end at 220", name)
	}
}

// decoded reads the code in a picture as a phone would.
func decoded(t *testing.T, img image.Image) string {
	t.Helper()
	b, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	r, err := qrcode.NewQRCodeReader().Decode(b, nil)
	if err != nil {
		t.Errorf("the code cannot be read: %v", err)
		return ""
	}
	return r.GetText()
}

// ink is the smallest rectangle around what is white in a part of a picture.
func ink(img image.Image, in image.Rectangle) image.Rectangle {
	var out image.Rectangle
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r > 0xa000 && g > 0xa000 && b > 0xa000 {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out
}

// Lines are as wide as Go computes with: the sum of the font's own advances. (Kerning is left out
// here because the reader of fonts used for the comparison knows the old kern table only.)
func TestTextIsAsWideAsTheFontSays(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	var fonted bool
	until(p.ctx, t, "the font", func() bool {
		p.run(awaited(`document.fonts.load('600 16px "Be Vietnam Pro"').then(function (f) { return f.length > 0; })`, &fonted))
		return fonted
	})
	got := eval[[]float64](p, `(function () {
		var ctx = document.createElement('canvas').getContext('2d');
		Ngatu.paint(ctx, { w: 1, h: 1, el: [] }, {}, 1);
		if (ctx.fontKerning !== 'normal' || ctx.textBaseline !== 'alphabetic') { return [0, 0]; }
		ctx.fontKerning = 'none';
		return [17, 40].map(function (size) { ctx.font = Ngatu.fonts.css(600, size); return ctx.measureText('Dân biết, dân bàn, dân làm').width; });
	})()`)
	for i, size := range []float64{17, 40} {
		want := lineWidth(t, 600, size, "Dân biết, dân bàn, dân làm")
		if d := got[i] - want; d > 0.02 || d < -0.02 {
			t.Errorf("%v px: %v wide, the font says %v", size, got[i], want)
		}
	}
}

func boardLayout() layout.Layout {
	return layout.Layout{Width: 432, Height: 216, Ground: "#000000", Elements: []layout.Element{
		{Op: layout.Bar, X: 0, Y: 0, W: 400, H: 40, C: "#14a03c", C2: "#c81e1e", Bind: "row.0.bar"},
		{Op: layout.Tile, X: 0, Y: 60, W: 40, H: 40, C: "#1e3cc8", Scale: []string{"#c81e1e", "#14a03c"}, Bind: "tile.0"},
		{Op: layout.Text, X: 100, Y: 150, W: 300, Size: 40, Weight: 800, C: "#ffffff", T: "–", Bind: "gauge.value"},
	}}
}

// Figures that change move bars and tiles from old to new; nothing jumps.
func TestFiguresMoveFromOldToNew(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	board := o.laid("board", content.Board, 600000, boardLayout())
	board.Board = "b1"
	o.programme(o.looping(board))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("board")
	p.seen(20, 80, blue) // nothing is bound yet
	figures := func(f, l int, text string) {
		o.say(protocol.Frame{Type: protocol.TypeFigures, For: "b1"}, protocol.Figures{
			Board: "b1", AsOf: o.now(), Stale: o.now() + 3600000,
			Cells: map[string]protocol.Cell{"row.0.bar": {F: f}, "tile.0": {L: l}, "gauge.value": {T: text}},
		})
	}
	figures(2500, 0, "25 %")
	p.seen(90, 20, green)
	p.seen(20, 80, red)
	p.run(awaited(`new Promise(function (done) { setTimeout(done, 900); })`, nil))

	// The bar's end is followed frame by frame in the page itself: a photo takes longer than the
	// move. On a busy machine a move of 0.8 s may have hardly a frame, so it is made again until
	// one was seen as it is at rest; it never jumps back.
	p.run(evaluate(`window.ends = []; (function look() {
		var row = Array.from(document.querySelector('.layer.front canvas').getContext('2d').getImageData(0, 20, 400, 1).data);
		var end = 0; for (var x = 0; x < 400; x++) { if (row[4 * x + 1] > 100) { end = x + 1; } }
		ends.push([performance.now(), end]); requestAnimationFrame(look);
	})()`))
	for try := 1; ; try++ {
		p.run(evaluate(`ends = []`))
		figures(7500, 1, "75 %")
		p.seen(290, 20, green)
		p.seen(20, 80, green)
		between, took := onItsWay(t, eval[[][2]float64](p, `ends`))
		if between >= 4 && took >= 300 && took <= 1500 {
			break
		}
		if try == 10 {
			t.Fatalf("the bar was seen %d times on its way, for %.0f ms", between, took)
		}
		figures(2500, 0, "25 %")
		p.seen(290, 20, red)
		p.seen(110, 20, red)
		p.run(awaited(`new Promise(function (done) { setTimeout(done, 900); })`, nil))
	}
}

// onItsWay says how often a bar's end was seen between 101 and 299 pixels, and from the first time
// to the last, in ms. It only goes on.
func onItsWay(t *testing.T, ends [][2]float64) (between int, took float64) {
	t.Helper()
	var first float64
	for i, e := range ends {
		if i > 0 && e[1] < ends[i-1][1] {
			t.Fatalf("the bar went back from %v to %v", ends[i-1][1], e[1])
		}
		if e[1] > 101 && e[1] < 299 {
			if between++; between == 1 {
				first = e[0]
			}
			took = e[0] - first
		}
	}
	return between, took
}

// Figures whose time is over are marked on the board, where it has room kept for the mark.
func TestOldFiguresAreMarked(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	l := layout.Layout{Width: 432, Height: 216, Ground: "#04214a", Elements: []layout.Element{
		{Op: layout.Text, X: 420, Y: 60, W: 300, Size: 30, Weight: 800, C: "#ffffff", Align: layout.End, Bind: "mark"},
		{Op: layout.Text, X: 10, Y: 200, W: 400, Size: 30, Weight: 800, C: "#ffffff", T: "MẪU", Old: "MẪU · CŨ RỒI"},
	}}
	board := o.laid("board", content.Board, 600000, l)
	board.Board = "b1"
	o.programme(o.looping(board))
	good := func(ms int64) (until int64) {
		until = o.now() + ms
		o.say(protocol.Frame{Type: protocol.TypeFigures, For: "b1"}, protocol.Figures{Board: "b1", AsOf: o.now(), Stale: until, Cells: map[string]protocol.Cell{}})
		return until
	}
	good(3_600_000)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.settles(1)
	if box := ink(p.photo(), image.Rect(0, 0, 432, 120)); !box.Empty() {
		t.Errorf("fresh figures are marked in %v", box)
	}
	stale := good(2500)
	until(p.ctx, t, "the mark", func() bool { return ink(p.photo(), image.Rect(0, 0, 432, 120)).Dx() > 120 })
	if o.now() < stale {
		t.Error("the mark came early")
	}
	if box := ink(p.photo(), image.Rect(0, 160, 432, 216)); box.Dx() < 120 {
		t.Errorf("a mark of its own says the same as before, in %v", box)
	}
}

// Figures that are too old are not shown at all: another slide of the campaign has the time.
func TestABoardGoesOffWithItsFigures(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	l := layout.Layout{Width: 432, Height: 216, Ground: "#04214a"}
	board := o.laid("board", content.Board, 600000, l)
	board.Board = "b1"
	o.programme(o.looping(board, o.picture("p1", 8000, red)))
	says := func(gone int64) {
		o.say(protocol.Frame{Type: protocol.TypeFigures, For: "b1"}, protocol.Figures{Board: "b1", AsOf: o.now(), Stale: o.now() + 3_600_000, Gone: gone})
	}
	says(o.now() - 1)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("p1")
	p.seen(200, 100, red)
	says(o.now() + 3_600_000)
	p.shows("board")
}

// A countdown changes its words by the server's clock, on the instant.
func TestWordsChangeWithTheServersTime(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.ahead = 26 * time.Hour
	o.screen()
	left := func(id string, turn int64) {
		l := layout.Layout{Width: 432, Height: 216, Ground: "#000000", Elements: []layout.Element{
			{Op: layout.Text, X: 10, Y: 150, Size: 150, Weight: 800, C: "#ffffff", T: "hết hạn", Steps: []layout.Step{{Until: turn, T: "I"}, {Until: turn + 86400000, T: "MMM"}}},
		}}
		o.programme(o.looping(o.laid(id, content.Countdown, 600000, l)))
	}
	left("hours", o.now()+3_600_000)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.settles(1)
	if box := ink(p.photo(), image.Rect(0, 0, 432, 216)); box.Empty() || box.Dx() > 80 {
		t.Errorf("before its time the words reach %v", box)
	}
	turn := o.now() + 3000
	left("seconds", turn)
	p.shows("seconds") // before that the safe card may be on, whose words are wide too
	p.settles(1)
	until(p.ctx, t, "the next words", func() bool { return ink(p.photo(), image.Rect(0, 0, 432, 216)).Dx() > 200 })
	if early := turn - o.now(); early > 0 {
		t.Errorf("the words changed %d ms early", early)
	}
}
