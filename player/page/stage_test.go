package page

import (
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// The canvas lies where the sending card looks for it, turned as the panel hangs.
func TestTheCanvasLiesInTheRectangle(t *testing.T) {
	t.Parallel()
	ground := color.RGBA{0x10, 0x16, 0x1d, 255}
	// The left half of the slide is red, the right half blue.
	l := layout.Layout{Width: 200, Height: 100, Ground: "#1e3cc8", Elements: []layout.Element{{Op: layout.Fill, X: 0, Y: 0, W: 100, H: 100, C: "#c81e1e"}}}
	for _, tt := range []struct {
		name      string
		rotation  int
		left, top int
		query     string
		reds      [2]int
		blues     [2]int
		free      [2]int
	}{
		{"at the top left", 0, 0, 0, "", [2]int{10, 50}, [2]int{190, 50}, [2]int{210, 50}},
		{"moved", 0, 40, 30, "", [2]int{50, 80}, [2]int{230, 80}, [2]int{30, 20}},
		{"a quarter turn", 90, 40, 30, "", [2]int{90, 40}, [2]int{90, 220}, [2]int{150, 100}},
		{"a half turn", 180, 40, 30, "", [2]int{230, 80}, [2]int{50, 80}, [2]int{250, 80}},
		{"three quarters", 270, 40, 30, "", [2]int{90, 220}, [2]int{90, 40}, [2]int{150, 100}},
		{"scaled to the window", 90, 40, 30, "&fit=1", [2]int{10, 150}, [2]int{390, 150}, [2]int{200, 20}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen(func(s *protocol.Screen) {
				s.Canvas = content.Canvas{Width: 200, Height: 100, PitchMM: 5, DistanceM: 10}
				s.Rotation, s.Left, s.Top = tt.rotation, tt.left, tt.top
			})
			o.programme(o.looping(o.laid("l", content.Notice, 60000, l)))
			p := newTab(t, 400, 300, "").open(o, "?screen="+code+tt.query)
			p.shows("l")
			p.seen(tt.reds[0], tt.reds[1], red)
			p.seen(tt.blues[0], tt.blues[1], blue)
			p.seen(tt.free[0], tt.free[1], ground)
		})
	}
}

// A window whose device pixels are the canvas' own is filled by it, one to one; elsewhere a finer
// display gets a finer bitmap.
func TestEveryPixelOfTheDisplayIsUsed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		w, h   int64
		bitmap string
		shown  float64
	}{
		{"a tablet that counts two pixels as one", 216, 108, "432x216", 216},
		{"a fine display around a smaller canvas", 600, 400, "864x432", 432},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen()
			o.programme(o.looping(o.picture("p", 60000, red)))
			p := newTab(t, tt.w, tt.h, "")
			p.run(chromedp.EmulateViewport(tt.w, tt.h, chromedp.EmulateScale(2)))
			p.open(o, "?screen="+code).shows("p")
			until(p.ctx, t, "the bitmap", func() bool {
				return eval[string](p, `(function (c) { return c.width + 'x' + c.height; })(document.querySelector('.layer.front canvas'))`) == tt.bitmap
			})
			if got := eval[float64](p, `document.getElementById('stage').getBoundingClientRect().width`); got != tt.shown {
				t.Errorf("the stage is %v wide, not %v", got, tt.shown)
			}
		})
	}
}

// However far the glass is dimmed, by the screen's curve or by a command, a code on it is read as
// it is: dark on light.
func TestADimmedCodeIsRead(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	address := "HTTP://NGATU.VN/I/M01"
	screen := func(level int) {
		o.screen(func(s *protocol.Screen) {
			s.Codes = map[string]protocol.Squares{"screen.code": squaresOf(address)}
			s.Dimming = []content.Dim{{From: 0, Level: level}}
		})
	}
	screen(100)
	l := layout.Layout{Width: 432, Height: 216, Ground: "#1e3cc8", Elements: []layout.Element{
		{Op: layout.Code, X: 230, Y: 4, W: 200, Module: 5, Bind: "screen.code"},
	}}
	o.programme(o.looping(o.laid("install", content.Install, 60000, l)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("install")
	for _, level := range []int{100, 40, 10, 1} {
		screen(level)
		white := uint8(255 * max(level, 10) / 100)
		p.seen(232, 6, color.RGBA{white, white, white, 255}) // the code's light edge
		part := image.NewRGBA(image.Rect(0, 0, 202, 208))
		draw.Draw(part, part.Bounds(), p.photo(), image.Pt(230, 4), draw.Src)
		if got := decoded(t, exposed(part)); got != address {
			t.Errorf("at %d %% the code says %q", level, got)
		}
	}
}

// exposed is a picture as a camera takes it at night: all of it brighter by one factor, so that
// nothing is turned round or told apart that was not so before.
func exposed(img *image.RGBA) image.Image {
	most := uint8(1)
	for i, v := range img.Pix {
		if i%4 < 3 {
			most = max(most, v)
		}
	}
	for i := range img.Pix {
		if i%4 < 3 {
			img.Pix[i] = uint8(int(img.Pix[i]) * 255 / int(most))
		}
	}
	return img
}

// A takeover lights a screen that is closed; a drill does not.
func TestATakeoverLightsADarkScreen(t *testing.T) {
	t.Parallel()
	for name, drill := range map[string]bool{"takeover": false, "drill": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen(func(s *protocol.Screen) { s.Dark = [][2]int64{{o.now() - 1000, o.now() + 600000}} })
			o.programme(o.looping(o.picture("p", 60000, red)))
			p := newTab(t, 432, 216, "").open(o, "?screen="+code)
			until(p.ctx, t, "the glass is closed", func() bool { return p.state() == "dark" })
			l := must(json.Marshal(layout.Layout{Width: 432, Height: 216, Ground: "#14a03c"}))
			d := content.DigestOf(l)
			small := o.looping(content.Shown{ID: "alarm", Kind: content.Notice, Dwell: 10000, Medium: content.Ref{Digest: d, Type: content.LayoutType}})
			o.say(protocol.Frame{Type: protocol.TypeTakeover, For: code, From: small.From, Until: o.now() + 60000},
				protocol.Takeover{ID: "t", Drill: drill, Programme: &small, Layouts: map[content.Digest]json.RawMessage{d: l}})
			p.shows("alarm")
			want := map[bool]color.RGBA{false: green, true: {0, 0, 0, 255}}[drill]
			time.Sleep(600 * time.Millisecond)
			p.seen(200, 100, want)
		})
	}
}

// Closed on purpose is black and wakes by itself; a takeover lights the screen, a drill does not;
// dimming darkens.
func TestNight(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	closed := func(ms int64) (wake int64) {
		wake = o.now() + ms
		o.screen(func(s *protocol.Screen) { s.Dark = [][2]int64{{o.now() - 1000, wake}} })
		return wake
	}
	closed(3_600_000)
	o.programme(o.looping(o.picture("p", 60000, red)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "the glass is closed", func() bool { return p.state() == "dark" })
	p.seen(200, 100, color.RGBA{0, 0, 0, 255})
	wake := closed(2500)
	until(p.ctx, t, "the glass wakes", func() bool { return p.state() == "slide" })
	if early := wake - o.now(); early > 50 {
		t.Errorf("it woke %d ms early", early)
	}
	p.seen(200, 100, red)
	o.screen(func(s *protocol.Screen) { s.Dimming = []content.Dim{{From: 0, Level: 50}} })
	p.seen(200, 100, color.RGBA{100, 15, 15, 255})
}

// The hours of the night go round midnight in the screen's own zone; after the window the same
// hours hold.
func TestHoursOfTheNight(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	got := eval[map[string]any](p, `(function () {
		var hanoi = { zone: 'Asia/Ho_Chi_Minh', dimming: [{ from: '18:00', level: 60 }, { from: '22:30', level: 30 }, { from: '06:00', level: 100 }] };
		var day = Date.UTC(2024, 10, 26) - 7 * 3600000, hour = 3600000, week = 7 * 24 * hour;
		var closed = { zone: 'Asia/Ho_Chi_Minh', dark: [[day + 23.5 * hour, day + 30.5 * hour]] };
		var berlin = { zone: 'Europe/Berlin', dark: [[Date.UTC(2024, 9, 22, 21), Date.UTC(2024, 9, 23, 4)]] }; // 23:00 to 6:00 in summer time
		var n = Ngatu.night;
		return {
			'5:59': n.level(hanoi, day + 5.98 * hour), '6:00': n.level(hanoi, day + 6 * hour), '18:00': n.level(hanoi, day + 18 * hour),
			'23:00': n.level(hanoi, day + 23 * hour), '0:30': n.level(hanoi, day + 0.5 * hour), 'none': n.level({}, day),
			'open': n.dark(closed, day + 23 * hour, day + week), 'closed': n.dark(closed, day + 24 * hour, day + week),
			'closed weeks later': n.dark(closed, day + 24 * hour + 3 * week, day + week), 'open weeks later': n.dark(closed, day + 12 * hour + 3 * week, day + week),
			'winter 22:30 closed as summer 23:30': n.dark(berlin, Date.UTC(2024, 10, 5, 22, 30), Date.UTC(2024, 9, 24)),
			'winter 22:00 closed': n.dark(berlin, Date.UTC(2024, 10, 5, 22, 0), Date.UTC(2024, 9, 24)),
			'winter 21:30 open': n.dark(berlin, Date.UTC(2024, 10, 5, 21, 30), Date.UTC(2024, 9, 24))
		};
	})()`)
	for what, want := range map[string]any{
		"5:59": 30.0, "6:00": 100.0, "18:00": 60.0, "23:00": 30.0, "0:30": 30.0, "none": 100.0,
		"open": false, "closed": true, "closed weeks later": true, "open weeks later": false,
		"winter 22:30 closed as summer 23:30": true, "winter 22:00 closed": true, "winter 21:30 open": false,
	} {
		if got[what] != want {
			t.Errorf("%s: %v, not %v", what, got[what], want)
		}
	}
}
