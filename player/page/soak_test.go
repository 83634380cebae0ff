package page

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// soak is how many slot changes TestThePageDoesNotAge takes: some weeks of them
// are 20,000 and more.
var soak = flag.Int("soak", 200, "slot changes of the soak test")

// settled is how many changes a page may take to have everything it will ever have.
const settled = 500

// counting wraps what could pile up, before the page's own scripts run.
const counting = `window.pile = { timers: 0, intervals: 0, urls: 0, videos: 0 };
(function () {
	var set = window.setTimeout, clear = window.clearTimeout, live = {};
	window.setTimeout = function (f, ms) { var id = set(function () { if (live[id]) { delete live[id]; pile.timers--; } f(); }, ms); live[id] = true; pile.timers++; return id; };
	window.clearTimeout = function (id) { if (live[id]) { delete live[id]; pile.timers--; } clear(id); };
	var every = window.setInterval;
	window.setInterval = function (f, ms) { pile.intervals++; return every(f, ms); };
	var element = document.createElement;
	document.createElement = function (name) { if (name === 'video') { pile.videos++; } return element.apply(document, arguments); };
	var make = URL.createObjectURL, drop = URL.revokeObjectURL;
	URL.createObjectURL = function (b) { pile.urls++; return make.call(URL, b); };
	URL.revokeObjectURL = function (u) { pile.urls--; return drop.call(URL, u); };
})();`

// hurry drives the page's own loop by a clock that jumps to the end of a slot as soon as its slide
// is on the glass and the next one is ready behind it. Nothing else of the page is replaced.
const hurry = `window.hurry = (function () {
	var p = Ngatu.player, show = p.show, stage = Ngatu.stage, t = p.clock.now(), count = 0, goal = 0, waits = 0, channel = new MessageChannel();
	p.clock.tick = function () {};
	p.clock.now = function () { return t; };
	function ready() { return stage.back.ready || !show.behind; }
	function step() {
		show.tick();
		if (stage.busy()) { stage.settle(); show.tick(); }
		waits++;
		if (!show.due && (ready() || waits > 400)) {
			if (count >= goal && show.shown.slide && show.shown.slide.id === 'a' && show.shown.rank === 0) { return; }
			count++;
			waits = 0;
			t = show.slot.end === Infinity ? t + 1000 : show.slot.end;
			if (count % 41 === 0) { p.kiosk.open(); p.kiosk.guides.forEach(function (g) { p.kiosk.go(function () { p.kiosk.guide(g); }); }); p.kiosk.close(); }
		}
		if (waits > 20) { setTimeout(step, 4); } else { channel.port2.postMessage(0); }
	}
	channel.port1.onmessage = step;
	return { to: function (n) { goal = n; waits = 0; step(); }, count: function () { return count; }, done: function () { return count >= goal && !show.due && show.shown.slide && show.shown.slide.id === 'a'; } };
})()`

// age is what a page holds at a moment.
type age struct {
	Heap, Embedder          float64 // bytes
	Nodes, Listeners        int64
	Timers, Intervals, URLs int
	Videos                  int // elements ever made
}

// measure counts what is left after the browser has tidied up.
func (p *tab) measure() age {
	p.t.Helper()
	var a age
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		for range 3 { // what one tidying sets free may hold what the next one finds
			if err := heapprofiler.CollectGarbage().Do(ctx); err != nil {
				return err
			}
			time.Sleep(150 * time.Millisecond)
		}
		used, _, embedder, _, err := runtime.GetHeapUsage().Do(ctx)
		if err != nil {
			return err
		}
		a.Heap, a.Embedder = used, embedder
		_, a.Nodes, a.Listeners, err = memory.GetDOMCounters().Do(ctx)
		return err
	}))
	pile := eval[struct{ Timers, Intervals, URLs, Videos int }](p, `pile`)
	a.Timers, a.Intervals, a.URLs, a.Videos = pile.Timers, pile.Intervals, pile.URLs, pile.Videos
	return a
}

// unwatched lets the browser's tools forget the page: they note every request and every node for a
// panel that nobody has open, some kilobytes a clip, and that would be counted as the page's.
func (p *tab) unwatched() {
	p.t.Helper()
	p.run(network.Disable(), css.Disable(), dom.Disable(), log.Disable())
}

// everything is a loop of all kinds of slide: one that never comes, codes, steps and moving figures
// among them.
func (o *origin) everything(kinds ...content.Shown) content.Programme {
	l := layout.Layout{Width: 432, Height: 216, Ground: "#14a03c", Words: "Thông báo", Elements: []layout.Element{
		{Op: layout.Text, X: 20, Y: 80, Size: 30, Weight: 800, C: "#ffffff", T: "Cài đặt iHanoi"},
		{Op: layout.Text, X: 20, Y: 120, Size: 20, Weight: 400, C: "#ffffff", Bind: "screen.area"},
	}}
	install, countdown, board := l, l, l
	install.Elements = []layout.Element{{Op: layout.Code, X: 20, Y: 20, W: 148, Module: 4, C: "#000000", Bind: "screen.code"}}
	countdown.Elements = []layout.Element{{Op: layout.Text, X: 20, Y: 80, Size: 30, C: "#ffffff", T: "Đã hết", Steps: []layout.Step{{Until: o.now() + 5_000_000, T: "Còn 1 giờ"}, {Until: o.now() + 9_000_000, T: "Còn 2 giờ"}}}}
	for i := range 12 {
		row := fmt.Sprintf("row.%d.", i)
		board.Elements = append(board.Elements, layout.Element{Op: layout.Bar, X: 20, Y: 10 + 16*i, W: 300, H: 12, C: "#ffd25e", Bind: row + "bar"},
			layout.Element{Op: layout.Text, X: 330, Y: 20 + 16*i, Size: 12, C: "#ffffff", Bind: row + "value"})
	}
	figures := o.laid("f", content.Board, 1000, board)
	figures.Board = "accounts"
	gone := o.picture("gone", 1000, yellow)
	o.mu.Lock()
	delete(o.media, string(gone.Medium.Digest))
	o.mu.Unlock()
	clip := content.Shown{ID: "v", Campaign: "c", Kind: content.Video, Dwell: 1000, Medium: o.store("video/mp4", must(os.ReadFile("testdata/clip.mp4")))}
	p := o.looping(append([]content.Shown{
		o.picture("a", 1000, red), clip, o.laid("n", content.Notice, 1000, l), o.laid("i", content.Install, 1000, install),
		figures, gone, o.laid("d", content.Countdown, 1000, countdown), o.picture("b", 1000, blue),
		o.picture("c", 1000, yellow), // an odd number, so that each slide comes on both layers
	}, kinds...)...)
	p.Until += 200 * 3_600_000
	p.Spans[0].Length = p.Until - p.From
	return p
}

// After thousands of slot changes over all kinds of slide, with new programmes, figures, lost
// connections and visitors of the kiosk in between, the page holds what it held after the first few
// hundred.
func TestThePageDoesNotAge(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	k := &kiosk{o: o}
	o.screen(k.touch(canvas))
	one, two := o.everything(), o.everything(o.picture("extra", 1000, green))
	o.programme(one)
	figures := func(i int) {
		cells := map[string]protocol.Cell{}
		for r := range 12 {
			cells[fmt.Sprintf("row.%d.bar", r)] = protocol.Cell{F: (i*700 + r*500) % 10000}
			cells[fmt.Sprintf("row.%d.value", r)] = protocol.Cell{T: fmt.Sprint(i, r)}
		}
		o.say(protocol.Frame{Type: protocol.TypeFigures, For: "accounts"}, protocol.Figures{Board: "accounts", AsOf: o.now(), Stale: o.now() + 1e9, Cells: cells})
	}
	figures(0)
	p := newTabFor(t, 432, 216, counting, stays+time.Duration(*soak)*100*time.Millisecond).open(o, "?screen="+code)
	until(p.ctx, t, "all media", func() bool {
		return eval[bool](p, `!!window.Ngatu && !!Ngatu.debug && Ngatu.debug.here.length >= 11 && Ngatu.debug.rank === 0`)
	})
	p.unwatched()
	p.run(evaluate(hurry))
	run := func(from, to int) {
		const part = 250
		for at := from; at < to; at += part {
			p.run(evaluate(fmt.Sprintf(`hurry.to(%d)`, min(at+part, to))))
			until(p.ctx, t, "the changes", func() bool { time.Sleep(60 * time.Millisecond); return eval[bool](p, `hurry.done()`) })
			o.between(at/part, one, two, figures)
			if testing.Verbose() {
				t.Logf("after %d: %+v", at+part, p.measure())
			}
		}
		o.between(0, one, two, figures) // the same at both measurements
		p.run(evaluate(fmt.Sprintf(`hurry.to(%d)`, to+30)))
		until(p.ctx, t, "the last changes", func() bool { return eval[bool](p, `hurry.done()`) })
		time.Sleep(1200 * time.Millisecond) // receipts and reports go out
	}
	settled := min(settled, *soak/2)
	run(0, settled)
	before := p.measure()
	began := time.Now()
	run(settled, *soak)
	after := p.measure()
	for range 20 { // what is under way on a busy machine ends; what is left over does not
		if !after.grown(before) {
			break
		}
		time.Sleep(time.Second)
		after = p.measure()
	}
	t.Logf("%d changes, %.0f a second\nbefore %+v\nafter  %+v", eval[int](p, `hurry.count()`), float64(*soak-settled)/time.Since(began).Seconds(), before, after)
	for _, a := range []struct {
		what, unit    string
		before, after float64
		most          float64 // that may be added
	}{
		{"JS heap", "MB", before.Heap / 1e6, after.Heap / 1e6, 1},
		{"memory beside the JS heap", "MB", before.Embedder / 1e6, after.Embedder / 1e6, 1},
		{"DOM nodes", "nodes", float64(before.Nodes), float64(after.Nodes), 0},
		{"timers under way", "timers", float64(before.Timers), float64(after.Timers), 25},
		{"open blob addresses", "addresses", float64(before.URLs), float64(after.URLs), 1},
	} {
		most := a.before + a.most
		figure{What: fmt.Sprintf("%s after %d changes of slot", a.what, settled), Unit: a.unit, Values: []float64{a.before}}.say(t)
		figure{What: fmt.Sprintf("%s after %d changes of slot", a.what, *soak), Unit: a.unit, Values: []float64{a.after}, Max: &most}.say(t)
	}
	if after.grown(before) {
		t.Errorf("it held %+v and holds %+v", before, after)
	}
}

// grown says whether a page holds more than it did.
func (a age) grown(before age) bool {
	// Requests under way and the patience with each clock exchange are timers and listeners too;
	// they come and go.
	return a.Videos != 2 || a.Embedder > before.Embedder+1<<20 || math.Abs(a.Heap-before.Heap) > 1<<20 ||
		a.Nodes != before.Nodes || a.Listeners > before.Listeners+12 ||
		a.Timers > 25 || a.Intervals != before.Intervals || a.URLs > before.URLs+1 || a.URLs < before.URLs-1
}

// between is what happens now and then while a page runs.
func (o *origin) between(i int, one, two content.Programme, figures func(int)) {
	o.programme([]content.Programme{one, two}[i%2])
	figures(i)
	if i%3 == 2 {
		o.alarm()
		o.say(protocol.Frame{Type: protocol.TypeTakeover, For: code}, protocol.Takeover{ID: "t1"})
		o.mu.Lock()
		for c := range o.conns {
			_ = c.Close()
		}
		o.mu.Unlock()
	}
}
