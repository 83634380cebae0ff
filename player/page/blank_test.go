package page

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"os"
	"sync"
	"testing"
	"time"

	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// sampled is what was seen of the compositor's frames.
type sampled struct {
	frames int
	blank  int
	which  []string // the first blank ones
}

// watch samples the compositor by screencast. The function that it gives ends that and says what
// was seen.
func (p *tab) watch() func() sampled {
	var mu sync.Mutex
	var s sampled
	chromedp.ListenTarget(p.ctx, func(ev any) {
		e, ok := ev.(*cdpage.EventScreencastFrame)
		if !ok {
			return
		}
		go func() { _ = chromedp.Run(p.ctx, cdpage.ScreencastFrameAck(e.SessionID)) }()
		b, err := base64.StdEncoding.DecodeString(e.Data)
		if err != nil {
			return
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		s.frames++
		if part := dark(img); part > 0.3 {
			s.blank++
			if len(s.which) < 5 {
				s.which = append(s.which, fmt.Sprintf("frame %d at %d, %.0f %% dark", s.frames, time.Time(*e.Metadata.Timestamp).UnixMilli(), 100*part))
				go p.around(&s, &mu)
			}
		}
	})
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		return cdpage.StartScreencast().WithFormat(cdpage.ScreencastFormatPng).WithEveryNthFrame(1).Do(ctx)
	}))
	return func() sampled {
		mu.Lock() // nothing is asked of the page from here on: its events wait for this
		defer mu.Unlock()
		return s
	}
}

// around adds what the page was doing when a frame was blank, as far as it can still be told.
func (p *tab) around(s *sampled, mu *sync.Mutex) {
	var text string
	_ = chromedp.Run(p.ctx, chromedp.Evaluate(`JSON.stringify({ loaded: performance.timing.navigationStart, painted: performance.getEntriesByType('paint').map(function (e) { return e.startTime; }),
		held: !!document.getElementById('held'), changes: window.Ngatu && Ngatu.debug ? Ngatu.debug.changes.slice(-4) : [] })`, &text))
	mu.Lock()
	defer mu.Unlock()
	s.which = append(s.which, text)
}

// dark is how much of a picture is no brighter than the ground. Every slide of these tests has one
// strong colour nearly all over; the ground behind them and black have none. A fade between two of
// them stays well above both.
func dark(img image.Image) float64 {
	const columns, rows = 12, 6
	dark, r := 0, img.Bounds()
	for i := range columns * rows {
		x, y := r.Min.X+r.Dx()*(2*(i%columns)+1)/(2*columns), r.Min.Y+r.Dy()*(2*(i/columns)+1)/(2*rows)
		if red, green, blue, _ := img.At(x, y).RGBA(); max(red, green, blue) < 0x5000 {
			dark++
		}
	}
	return float64(dark) / (columns * rows)
}

// settles waits until a slide's own picture is on the glass and nothing moves any more.
func (p *tab) settles(media int) {
	p.t.Helper()
	until(p.ctx, p.t, "all media", func() bool {
		return eval[bool](p, fmt.Sprintf(`!!window.Ngatu && !!Ngatu.debug && Ngatu.debug.here.length >= %d && Ngatu.debug.rank === 0 && !Ngatu.debug.due && !Ngatu.stage.busy()`, media))
	})
}

// In its own time the page changes between slides of all kinds, to another programme, and over a
// lost connection; no frame is without a picture.
func TestNoFrameIsBlank(t *testing.T) {
	o := newOrigin(t)
	o.screen()
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 1000, Medium: o.store("video/mp4", must(os.ReadFile("testdata/clip.mp4")))}
	l := layout.Layout{Width: 432, Height: 216, Ground: "#14a03c"}
	slides := []content.Shown{o.picture("a", 700, red), clip, o.laid("n", content.Notice, 700, l), o.picture("b", 700, blue)}
	o.programme(o.looping(slides...))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.settles(4)

	seen := p.watch()
	time.Sleep(3500 * time.Millisecond)
	o.programme(o.looping(slides[3], slides[1], slides[0]))
	time.Sleep(2 * time.Second)
	o.cut()
	time.Sleep(1500 * time.Millisecond)
	changes := len(eval[[]change](p, `Ngatu.debug.changes`))
	s := seen()
	if s.frames < 10 { // some 140 at rest; a browser that has little of the processor sends fewer
		t.Errorf("only %d frames were seen", s.frames)
	}
	if s.blank > 0 {
		t.Errorf("%d of %d frames were blank: %s", s.blank, s.frames, s.which)
	}
	t.Logf("%d frames, %d changes", s.frames, changes)
}

// A page that reloads itself shows the picture before and the picture after, and nothing between
// them, whatever is on the glass then, also where the browser does not keep the page itself, and
// where it has much else to do.
func TestAReloadIsNotSeen(t *testing.T) {
	const reloads = 2
	green := func(o *origin, w, h int) content.Shown {
		return o.laid("a", content.Notice, 900, layout.Layout{Width: w, Height: h, Ground: "#14a03c"})
	}
	picture := func(o *origin, _, _ int) content.Shown { return o.picture("a", 900, red) }
	clip := func(o *origin, _, _ int) content.Shown {
		return content.Shown{ID: "a", Campaign: "c", Kind: content.Video, Dwell: 900, Medium: o.store("video/mp4", must(os.ReadFile("testdata/clip.mp4")))}
	}
	const alone = `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`
	const busy = `(function busy() { var end = performance.now() + 25; while (performance.now() < end) {} setTimeout(busy, 5); })();`
	const long = `if (sessionStorage.getItem('test.again')) {
		var open = CacheStorage.prototype.open;
		CacheStorage.prototype.open = function (n) { var s = this; return new Promise(function (done) { setTimeout(function () { done(open.call(s, n)); }, 9000); }); };
	}
	sessionStorage.setItem('test.again', '1');`
	for _, tt := range []struct {
		name, script string
		w, h         int
		slide        func(o *origin, w, h int) content.Shown
	}{
		{"pictures", "", 432, 216, picture},
		{"pictures, no worker", alone, 432, 216, picture},
		{"clips", "", 432, 216, clip},
		{"layouts, a busy machine", busy, 432, 216, green},
		{"a kiosk's canvas", "", 1080, 1920, green},
		{"a start that takes long", long, 432, 216, picture},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOrigin(t)
			o.screen(func(s *protocol.Screen) { s.Canvas.Width, s.Canvas.Height = tt.w, tt.h })
			b := o.laid("b", content.Notice, 900, layout.Layout{Width: tt.w, Height: tt.h, Ground: "#c81e1e"})
			o.programme(o.looping(tt.slide(o, tt.w, tt.h), b))
			p := newTab(t, int64(tt.w), int64(tt.h), tt.script).open(o, "?screen="+code)
			p.settles(2)
			until(p.ctx, t, "the page is kept", func() bool {
				return eval[bool](p, `!navigator.serviceWorker || !!navigator.serviceWorker.controller`)
			})
			seen := p.watch()
			for i := range reloads {
				if i > 0 && tt.script == long {
					break // once is enough
				}
				p.run(evaluate(`window.before = true; Ngatu.player.fresh.reload()`))
				until(p.ctx, t, "a new page", func() bool {
					return eval[bool](p, `!window.before && !!window.Ngatu && !!Ngatu.debug && Ngatu.debug.slide !== ''`)
				})
				time.Sleep(300 * time.Millisecond)
			}
			s := seen()
			if s.frames < 2 || s.blank > 0 {
				t.Errorf("%d of %d frames were blank: %s", s.blank, s.frames, s.which)
			}
			t.Logf("%d frames", s.frames)
		})
	}
}
