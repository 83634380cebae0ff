package page

import (
	"bytes"
	"context"
	"encoding/base64"
	"image/png"
	"os"
	"sync"
	"testing"
	"time"

	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/layout"
)

// Over changes between slides of all kinds, a new programme, a lost connection and new figures, the compositor never gives
// out a frame without a picture.
func TestNoFrameIsBlank(t *testing.T) {
	o := newOrigin(t)
	o.screen()
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 1000, Medium: o.store("video/mp4", must(os.ReadFile("testdata/clip.mp4")))}
	l := layout.Layout{Width: 432, Height: 216, Ground: "#14a03c"}
	slides := []content.Shown{o.picture("a", 700, red), clip, o.laid("n", content.Notice, 700, l), o.picture("b", 700, blue)}
	o.programme(o.looping(slides...))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "all media", 6*time.Second, func() bool {
		return eval[bool](p, `!!window.Ngatu.debug && Ngatu.debug.here.length === 4 && Ngatu.debug.rank === 0 && !Ngatu.debug.due`)
	})
	time.Sleep(350 * time.Millisecond)

	seen := p.watch()
	time.Sleep(3500 * time.Millisecond)
	o.programme(o.looping(slides[3], slides[1], slides[0]))
	time.Sleep(2 * time.Second)
	o.mu.Lock()
	for c := range o.conns {
		_ = c.Close()
	}
	o.mu.Unlock()
	time.Sleep(1500 * time.Millisecond)
	changes := len(eval[[]change](p, `Ngatu.debug.changes`))
	frames, blank := seen()
	if frames < 20 {
		t.Errorf("only %d frames were seen", frames)
	}
	if blank > 0 {
		t.Errorf("%d of %d frames were blank", blank, frames)
	}
	t.Logf("%d frames, %d changes", frames, changes)
}

// watch samples the compositor by screencast. The function that it gives ends that, and says how many frames there were and
// how many of them had no picture.
func (p *tab) watch() func() (frames, blank int) {
	var mu sync.Mutex
	frames, blank := 0, 0
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
		// Every slide has one strong colour; the ground behind them and black have none. A fade between two of them stays
		// well above both.
		r, g, bl, _ := img.At(img.Bounds().Dx()/2, img.Bounds().Dy()/2).RGBA()
		mu.Lock()
		defer mu.Unlock()
		frames++
		if max(r, g, bl) < 0x5000 {
			blank++
		}
	})
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		return cdpage.StartScreencast().WithFormat(cdpage.ScreencastFormatPng).WithEveryNthFrame(1).Do(ctx)
	}))
	return func() (int, int) {
		mu.Lock() // nothing is asked of the page from here on: its events wait for this
		defer mu.Unlock()
		return frames, blank
	}
}

// A page that loads itself anew shows the picture before and the picture after, and nothing between them but, in a browser
// that is busy, the one frame before its first script has run (docs/limits.md).
func TestAReloadIsNotSeen(t *testing.T) {
	const reloads = 4
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("a", 900, red), o.picture("b", 900, blue)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("b", 8*time.Second)
	until(p.ctx, t, "the page is kept", 8*time.Second, func() bool { return eval[bool](p, `!!navigator.serviceWorker.controller`) })
	seen := p.watch()
	for range reloads {
		p.run(evaluate(`window.before = true; Ngatu.player.show.reload = function () { location.reload(); }`))
		until(p.ctx, t, "a new page", 6*time.Second, func() bool {
			return eval[bool](p, `!window.before && !!window.Ngatu && !!Ngatu.debug && Ngatu.debug.slide !== ''`)
		})
		time.Sleep(300 * time.Millisecond)
	}
	frames, blank := seen()
	if frames < 8 || blank > reloads {
		t.Errorf("%d of %d frames were blank", blank, frames)
	}
	t.Logf("%d of %d frames were blank", blank, frames)
}
