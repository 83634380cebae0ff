package page

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/player/protocol"
)

// On an origin that is not secure there is no worker and no Cache Storage: the page itself must
// come from somewhere, but its frames and media are the shelf's, in IndexedDB, and need nobody.
func TestOnAPlainOriginTheShelfOutlivesAReload(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	_, port, _ := net.SplitHostPort(o.addr)
	o.addr = net.JoinHostPort("m01.ngatu.test", port)
	o.screen()
	o.programme(o.looping(o.picture("one", 1000, red), o.picture("two", 1000, green)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	if eval[bool](p, `window.isSecureContext || !!window.caches || !!navigator.serviceWorker`) {
		t.Fatal("this origin is secure: nothing is tested")
	}
	p.shows("one")
	p.shows("two")
	until(p.ctx, t, "the shelf", func() bool { return len(kept(p)) >= 4 })
	o.fails("/media/", "/ws", "/poll", "/api/")
	o.mu.Lock()
	o.asked = map[string]int{}
	o.mu.Unlock()
	o.cut()
	p.run(evaluate(`window.before = true`), chromedp.Reload())
	until(p.ctx, t, "the new page", func() bool { return eval[bool](p, `!window.before && !!window.Ngatu && !!Ngatu.debug`) })
	p.shows("one")
	p.shows("two")
	if got := eval[int](p, `Ngatu.debug.rank`); got != 0 {
		t.Errorf("rank %d is on the glass", got)
	}
}

// kept are the names on the shelf.
func kept(p *tab) []string {
	p.t.Helper()
	var names []string
	p.run(awaited(`Ngatu.openShelf().then(function (s) { return s.names(); })`, &names))
	return names
}

// A base that the browser closes, as it does when room is short, is opened again.
func TestTheShelfIsOpenedAgain(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("one", 800, red), o.picture("two", 800, green)))
	p := newTab(t, 432, 216, `Object.defineProperty(window, 'caches', { value: undefined });`).open(o, "?screen="+code)
	p.shows("one")
	p.shows("two")
	p.run(evaluate(`Ngatu.player.media.shelf.base.close()`))
	since := time.Now()
	until(p.ctx, t, "more changes", func() bool { return len(p.since(since)) >= 4 })
	for _, c := range p.since(since) {
		if c.Rank != 0 {
			t.Errorf("%+v: not its own picture", c)
		}
	}
}

// bulky is a picture of which each byte counts: noise after the end of the file, which decoders
// pass over.
func (o *origin) bulky(id string, size int, seed byte) content.Shown {
	s := o.picture(id, 1000, red)
	body := append([]byte(nil), o.media[string(s.Medium.Digest)].body...)
	x := uint32(seed) + 1
	for len(body) < size {
		x = x*1664525 + 1013904223
		body = append(body, byte(x>>24))
	}
	s.Medium = o.store("image/png", body)
	return s
}

// cramped is a base with so little room as the test says: Chromium's override of the quota does not
// count what is in IndexedDB.
const cramped = `Object.defineProperty(window, 'caches', { value: undefined });
window.room = Infinity;
(function () {
	var sizes = {}, kept = IDBObjectStore.prototype, put = kept.put, drop = kept.delete;
	window.used = function () { return Object.keys(sizes).reduce(function (sum, k) { return sum + sizes[k]; }, 0); };
	kept.put = function (v, k) {
		var old = sizes[k], request = put.call(this, v, k);
		sizes[k] = v.size;
		if (used() > room) { if (old === undefined) { delete sizes[k]; } else { sizes[k] = old; } this.transaction.abort(); }
		return request;
	};
	kept.delete = function (k) { delete sizes[k]; return drop.call(this, k); };
})();`

// quota leaves so many bytes of room on the shelf.
func (p *tab) quota(o *origin, spare float64) {
	p.t.Helper()
	if eval[bool](p, `window.room === Infinity`) {
		p.run(evaluate(fmt.Sprintf(`window.room = used() + %.0f`, spare)))
		return
	}
	var bytes float64
	p.run(awaited(`navigator.storage.estimate().then(function (e) { return e.usage; })`, &bytes))
	bytes += spare
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		return storage.OverrideQuotaForOrigin("http://" + o.addr).WithQuotaSize(bytes).Do(ctx)
	}))
}

// Where the browser gives no more room, what the programme does not name goes first; and when that
// is not enough, what is on air stays and the rest is held in memory. Nothing of it is seen on the
// glass.
func TestWithoutRoomWhatIsOnAirStays(t *testing.T) {
	t.Parallel()
	const mega = 1 << 20
	for name, script := range map[string]string{
		"cache storage": "",
		"IndexedDB":     cramped,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen()
			old, air := o.bulky("old", 2*mega, 1), o.bulky("air", 2*mega, 2)
			o.programme(o.looping(old, air))
			p := tabIn(t, lasting, 432, 216, script, stays).open(o, "?screen="+code)
			p.shows("old")
			p.shows("air")
			without := o.programme(o.looping(air))
			until(p.ctx, t, "the old slide is off", func() bool { return eval[string](p, `Ngatu.debug.programme`) == without.Hash && p.slide() == "air" })
			here := func(s content.Shown) bool { // on the shelf itself, not as the page remembers it
				for _, n := range kept(p) {
					if n == "medium/"+string(s.Medium.Digest) {
						return true
					}
				}
				return false
			}
			if !here(old) || !here(air) {
				t.Fatal("what was shown is not kept")
			}
			p.quota(o, mega/2)
			since := time.Now()
			next := o.bulky("next", 2*mega, 3)
			o.programme(o.looping(air, next))
			p.shows("next")
			if here(old) || !here(air) || !here(next) {
				t.Errorf("kept: what nothing names %v, what is on air %v, what is new %v", here(old), here(air), here(next))
			}

			third := o.bulky("third", 2*mega, 4)
			held := o.programme(o.looping(air, next, third))
			p.shows("third")
			p.shows("air")
			if !here(air) || !here(next) || here(third) {
				t.Errorf("kept: on air %v and %v, too much %v", here(air), here(next), here(third))
			}
			for _, c := range p.since(since) {
				if c.Rank > 0 {
					t.Errorf("%+v was not shown as it is", c)
				}
			}
			if got := eval[string](p, `Ngatu.debug.programme`); got != held.Hash {
				t.Error("the newest programme does not rule")
			}
		})
	}
}

// asked notes what the page asks of its browser. A lock that is taken back is a matter of the
// machine, so it is played here.
const asked = `window.asks = { persist: 0, lock: 0 };
(function () {
	var persist = StorageManager.prototype.persist;
	StorageManager.prototype.persist = function () { asks.persist++; return persist.call(this); };
	navigator.wakeLock.__proto__.request = function (kind) { asks.lock += kind === 'screen'; window.lock = new EventTarget(); return Promise.resolve(window.lock); };
	var set = window.setTimeout;
	window.setTimeout = function (f, ms) { return set(f, ms === 30000 ? 50 : ms); };
})();`

// The browser is asked to keep what the page stores and not to let the screen go to sleep, also
// after it did; no pointer is seen.
func TestThePageAsksToBeKeptAndAwake(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	p := newTab(t, 432, 216, asked).open(o, "?screen="+code)
	until(p.ctx, t, "the page asks", func() bool { return eval[bool](p, `asks.persist === 1 && asks.lock === 1`) })
	p.run(evaluate(`window.lock.dispatchEvent(new Event('release'))`))
	until(p.ctx, t, "the lock is asked for again", func() bool { return eval[bool](p, `asks.lock === 2`) })
	pointers := eval[[]string](p, `Array.from(document.querySelectorAll('*')).map(function (e) { return e.tagName + '#' + e.id + ' ' + getComputedStyle(e).cursor; })
		.filter(function (s) { return s.slice(-4) !== 'none'; })`)
	for _, s := range pointers {
		t.Errorf("a pointer is seen over %s", s)
	}
}

// Commands to dim outlive a reload, end by the server's time or by a word, and leave the screen's
// own curve as it is.
func TestDimmingByCommand(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.ahead = 5 * time.Hour
	o.screen(func(s *protocol.Screen) { s.Dimming = []content.Dim{{From: 0, Level: 80}} })
	o.programme(o.looping(o.picture("p", 1500, red)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("p")
	level := func(percent float64) {
		t.Helper()
		want := fmt.Sprintf("%.2f", 1-percent/100)
		until(p.ctx, t, fmt.Sprintf("a brightness of %.0f %%", percent), func() bool {
			return eval[string](p, `!!document.getElementById('dim') && Number(document.getElementById('dim').style.opacity).toFixed(2)`) == want
		})
	}
	sent := 0
	dim := func(percent int, until int64) string {
		sent++
		id := fmt.Sprint("d", sent)
		o.push(must(protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: code, Until: o.now() + 60000},
			protocol.Command{ID: id, Kind: protocol.DimGlass, Level: percent, Until: until}, nil)))
		return id
	}
	level(80)
	id := dim(30, o.now()+600000)
	level(30)
	until(p.ctx, t, "the report", func() bool { d := o.lastStatus().Done; return len(d) > 0 && d[len(d)-1] == id })
	p.run(evaluate(`window.before = true`), chromedp.Reload())
	until(p.ctx, t, "the new page", func() bool { return eval[bool](p, `!window.before && !!window.Ngatu && !!Ngatu.debug`) })
	level(30)
	until(p.ctx, t, "the connection", func() bool { return eval[bool](p, `Ngatu.debug.linked`) })
	dim(100, o.now())
	level(80)
	dim(2, o.now()+8000) // as dark as may be, and no darker
	level(10)
	level(80)
	if eval[bool](p, `localStorage.getItem('ngatu.dim.`+code+`') !== null`) {
		t.Error("a command that is over is kept")
	}
}
