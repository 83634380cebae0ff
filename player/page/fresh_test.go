package page

import (
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// failing answers a request in the origin's place, where it says true.
type failing func(w http.ResponseWriter, r *http.Request) bool

func (o *origin) faulted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f := o.fault.Load(); f != nil && (*f)(w, r) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

// fails lets requests whose path begins with one of these be answered with a server's error; no
// path ends that.
func (o *origin) fails(paths ...string) {
	f := failing(func(w http.ResponseWriter, r *http.Request) bool {
		for _, p := range paths {
			if strings.HasPrefix(r.URL.Path, p) {
				http.Error(w, "out of order", http.StatusInternalServerError)
				return true
			}
		}
		return false
	})
	o.fault.Store(&f)
}

// cut ends all connections; pages come back.
func (o *origin) cut() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for c := range o.conns {
		_ = c.Close()
	}
}

// newer makes another build of the page the origin's, and tells the pages by cutting their lines.
func (o *origin) newer() *Set {
	o.t.Helper()
	next := o.renewed()
	o.cut()
	return next
}

// renewed makes another build of the page the origin's. Pages hear of it when they ask for the time.
func (o *origin) renewed() *Set {
	o.t.Helper()
	dir := o.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("files")); err != nil {
		o.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "debug.js"), append(must(os.ReadFile("files/debug.js")), "window.newer = true;\n"...), 0o600); err != nil {
		o.t.Fatal(err)
	}
	next := must(Disk(dir))
	o.mu.Lock()
	o.set, o.build = next, next.Build()
	o.mu.Unlock()
	return next
}

// leaving notes, when a page lets itself be reloaded, how far its time is from the nearest
// change of slots. It goes when the browser has the next page, which on a busy machine is later.
const leaving = `window.addEventListener('beforeunload', function () {
	if (!window.Ngatu || !Ngatu.player || !Ngatu.player.show.slot) { return; }
	var t = Ngatu.player.clock.now(), s = Ngatu.player.show.slot;
	sessionStorage.setItem('test.left', String(Math.min(Math.abs(t - s.end), Math.abs(t - s.start))));
});`

// A newer build is fetched whole first, by the worker that keeps the page or, where there is none,
// by the page itself; with a file missing nothing happens, and the change is made between two
// slots.
func TestANewBuildIsTakenUpWholeAndBetweenSlots(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"worker":    leaving,
		"no worker": leaving + `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen()
			o.programme(o.looping(o.picture("one", 4500, red), o.picture("two", 4500, green)))
			p := newTab(t, 432, 216, script).open(o, "?screen="+code)
			p.shows("one")
			if name == "worker" {
				until(p.ctx, t, "the page is kept", func() bool { return eval[bool](p, `!!navigator.serviceWorker.controller`) })
			}
			p.run(evaluate(`window.before = true`))

			o.fails("/play/night.js")
			var next *Set
			if name == "worker" { // one that stays connected while the servers change
				next = o.renewed()
				p.run(evaluate(`Ngatu.player.link.exchange(1)`))
				until(p.ctx, t, "the page has heard", func() bool { return eval[string](p, `Ngatu.player.fresh.newer`) == next.Build() })
			} else {
				next = o.newer()
				until(p.ctx, t, "the page has come back", func() bool { o.mu.Lock(); defer o.mu.Unlock(); return len(o.hellos) >= 2 })
			}
			back := time.Now()
			until(p.ctx, t, "two changes of slots", func() bool { return !eval[bool](p, `!!window.before`) || len(p.since(back)) >= 2 })
			if !eval[bool](p, `!!window.before`) {
				t.Fatal("it left for a build of which a file is missing")
			}

			o.fails()
			o.cut()
			until(p.ctx, t, "the newer page", func() bool {
				return eval[string](p, `document.documentElement.dataset.build`) == next.Build() && eval[bool](p, `!!window.newer`)
			})
			// Without a worker it asks first whether somebody answers, and goes if that was within
			// a second and a half.
			off := math.Abs(eval[float64](p, `Number(sessionStorage.getItem('test.left') || 9999)`))
			if off > 1800 {
				t.Errorf("it left %.0f ms from a change of slots", off)
			}
			t.Logf("it left %.0f ms from a change of slots", off)
			p.shows("two")
		})
	}
}

// A proxy that goes on serving the old page does not make a page load itself again and again.
func TestANewBuildIsTakenUpOnce(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("one", 1000, red), o.picture("two", 1000, green)))
	p := newTab(t, 432, 216, `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`)
	var loads atomic.Int32
	chromedp.ListenTarget(p.ctx, func(ev any) {
		if _, ok := ev.(*cdpage.EventLoadEventFired); ok {
			loads.Add(1)
		}
	})
	p.open(o, "?screen="+code)
	p.shows("one")
	o.newer()
	until(p.ctx, t, "the page is reloaded", func() bool { return loads.Load() >= 2 })
	o.mu.Lock()
	o.build = "another that the proxy does not let through"
	o.mu.Unlock()
	o.cut()
	time.Sleep(2500 * time.Millisecond)
	if n := loads.Load(); n != 2 {
		t.Errorf("the page was loaded %d times", n)
	}
	p.shows("one")
}

// Told to reload itself while nobody would answer, a page without a worker stays what it is.
func TestAReloadWaitsForSomebodyWhoAnswers(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("one", 700, red), o.picture("two", 700, green)))
	p := newTab(t, 432, 216, `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`).open(o, "?screen="+code)
	p.shows("one")
	p.shows("two")
	addr := o.addr
	o.stop()
	p.run(evaluate(`window.before = true; Ngatu.player.fresh.reload()`))
	time.Sleep(1800 * time.Millisecond)
	if !eval[bool](p, `!!window.before`) {
		t.Fatal("it left for nothing")
	}
	p.shows("one")
	o.listen(addr)
	until(p.ctx, t, "a new page", func() bool { return eval[bool](p, `!window.before && !!window.Ngatu && !!Ngatu.debug`) })
	p.shows("one")
}
