package page

import (
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/player/protocol"
)

// The server goes; the page goes on, also through a reload, and catches up when the server is back.
func TestAloneThePagePlaysOn(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"cache storage": "",
		"IndexedDB":     `Object.defineProperty(window, 'caches', { value: undefined });`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.ahead = 3 * time.Hour
			o.screen()
			o.programme(o.looping(o.picture("one", 1000, red), o.picture("two", 1000, green)))
			p := newTab(t, 432, 216, script).open(o, "?screen="+code)
			p.shows("one")
			p.shows("two")
			until(p.ctx, t, "the page is kept", func() bool {
				var active bool
				p.run(awaited(`navigator.serviceWorker.ready.then(function (r) { return !!r.active && r.active.state === 'activated'; })`, &active))
				return active
			})
			addr := o.addr
			o.stop()
			p.run(chromedp.Reload())
			p.shows("one")
			p.shows("two")
			if got := eval[string](p, `Ngatu.debug.clock`); got != "held" {
				t.Errorf("the clock is %s", got)
			}
			if off := eval[float64](p, `Ngatu.debug.now - Date.now()`) - float64(o.ahead.Milliseconds()); off > 250 || off < -250 {
				t.Errorf("alone the page is %v ms off", off)
			}
			o.listen(addr)
			until(p.ctx, t, "the connection", func() bool { return eval[bool](p, `Ngatu.debug.linked`) })
			o.mu.Lock()
			hello := o.hellos[len(o.hellos)-1]
			held := map[string]string{}
			for _, f := range o.frames {
				held[f.Thing()] = f.Hash
			}
			o.mu.Unlock()
			for thing, hash := range held {
				if hello.Has[thing] != hash {
					t.Errorf("the hello says %q for %s, not %s", hello.Has[thing], thing, hash)
				}
			}
			if n := eval[int](p, `Ngatu.debug.frames`); n != 0 {
				t.Errorf("%d frames were sent again", n)
			}
		})
	}
}

// A server that shuts down says when to come back.
func TestThePageComesBackWhenTold(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "the connection", func() bool { return eval[bool](p, `!!Ngatu.debug && Ngatu.debug.linked`) })
	addr := o.addr
	o.refusal = "retry=4000"
	o.stop()
	gone := time.Now()
	o.listen(addr)
	until(p.ctx, t, "the next hello", func() bool { o.mu.Lock(); defer o.mu.Unlock(); return len(o.hellos) >= 2 })
	// By itself it would have tried within the first half of a second, and again within the second.
	if after := time.Since(gone); after < 3900*time.Millisecond {
		t.Errorf("it came back after %v", after)
	}
}

// Backoff is random over the whole range up to its ceiling, which doubles up to a minute.
func TestBackoffIsFullJitter(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	got := eval[[][3]float64](p, `[0, 3, 20].map(function (failures) {
		var l = new Ngatu.Link(null, {}, null), low = 1e9, high = 0, sum = 0;
		for (var i = 0; i < 2000; i++) { l.failures = failures; var b = l.backoff(); low = Math.min(low, b); high = Math.max(high, b); sum += b; }
		return [low, high, sum / 2000];
	})`)
	for i, ceiling := range []float64{500, 4000, 30000} {
		if g := got[i]; g[0] > ceiling*0.02 || g[1] > ceiling || g[1] < ceiling*0.97 || g[2] < ceiling*0.46 || g[2] > ceiling*0.54 {
			t.Errorf("with a ceiling of %v ms: least %.0f, most %.0f, mean %.0f", ceiling, g[0], g[1], g[2])
		}
	}
}

// Commands are carried out once, reported, and dropped when they have expired.
func TestCommands(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("one", 1500, red), o.picture("two", 1500, green)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("one")
	command := func(id, kind string, life time.Duration) {
		o.push(must(protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: code, Until: o.now() + life.Milliseconds()}, protocol.Command{ID: id, Kind: kind}, nil)))
	}
	noted := func() bool { return !eval[bool](p, `document.getElementById('note').hidden`) }
	command("c0", "identify", -time.Second)
	time.Sleep(200 * time.Millisecond)
	if noted() {
		t.Error("an expired command was carried out")
	}
	command("s1", "screenshot", time.Minute) // a computer's to do, which answers for itself
	command("c1", "identify", time.Minute)
	until(p.ctx, t, "the screen's name", noted)
	p.run(evaluate(`window.before = true`))
	command("c2", "reload", time.Minute)
	command("c2", "reload", time.Minute)
	until(p.ctx, t, "a new page", func() bool {
		return eval[bool](p, `!window.before && !!window.Ngatu && !!Ngatu.debug && Ngatu.debug.linked`)
	})
	p.run(evaluate(`window.before = true`))
	command("c2", "reload", time.Minute)
	time.Sleep(2500 * time.Millisecond)
	if !eval[bool](p, `!!window.before`) {
		t.Error("it reloaded for a command that was carried out")
	}
	until(p.ctx, t, "the report", func() bool {
		return slices.Contains(o.lastStatus().Done, "c2")
	})
	if done := o.lastStatus().Done; slices.Contains(done, "s1") {
		t.Errorf("the page says that it did what it cannot: %v", done)
	}
}
