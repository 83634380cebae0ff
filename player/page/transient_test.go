package page

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// halves lets media come to their middle and then end the line, as a link does that is cut.
func (o *origin) halves() {
	f := failing(func(w http.ResponseWriter, r *http.Request) bool {
		digest, ok := strings.CutPrefix(r.URL.Path, "/media/")
		if !ok {
			return false
		}
		o.mu.Lock()
		body := o.media[digest].body
		o.mu.Unlock()
		w.Header().Set("Content-Length", "1000000")
		_, _ = w.Write(body[:len(body)/2])
		panic(http.ErrAbortHandler)
	})
	o.fault.Store(&f)
}

// What fails for a while (the server's disk, the link, the decoder, the shelf) never puts anything
// worse on the glass than the rule says: the small still, else the same campaign; never the safe
// card, never evergreen while the campaign is here, never nothing. When it is over, what was
// missing comes by itself.
func TestAPassingFailureShowsNothingWorse(t *testing.T) {
	t.Parallel()
	const spoilt = `window.spoil = false;
		var create = URL.createObjectURL;
		URL.createObjectURL = function (b) { return create.call(URL, window.spoil && b.size > 2000 ? new Blob(['spoilt'], { type: b.type }) : b); };`
	const torn = `window.tear = false;
		var match = Cache.prototype.match;
		Cache.prototype.match = function (k) { return window.tear && k.indexOf('medium') > 0 && k.indexOf(window.tear) > 0 ? Promise.reject(new Error('torn')) : match.apply(this, arguments); };`
	for _, tt := range []struct {
		name, script string
		still        bool
		fail, mend   func(o *origin, p *tab, b content.Shown)
	}{
		{"the server's errors", "", false, func(o *origin, _ *tab, _ content.Shown) { o.fails("/media/") }, func(o *origin, _ *tab, _ content.Shown) { o.fails() }},
		{"the server's errors, with a still", "", true, func(o *origin, _ *tab, b content.Shown) { o.fails("/media/" + string(b.Medium.Digest)) }, func(o *origin, _ *tab, _ content.Shown) { o.fails() }},
		{"a link that is cut in the middle", "", false, func(o *origin, _ *tab, _ content.Shown) { o.halves() }, func(o *origin, _ *tab, _ content.Shown) { o.fails() }},
		{"a decoder without memory", spoilt, false, func(_ *origin, p *tab, _ content.Shown) { p.run(evaluate(`window.spoil = true`)) }, func(_ *origin, p *tab, _ content.Shown) { p.run(evaluate(`window.spoil = false`)) }},
		{
			"a shelf that cannot be read", torn, false,
			func(_ *origin, p *tab, b content.Shown) {
				p.run(evaluate(`window.tear = '` + string(b.Medium.Digest) + `'`))
			},
			func(_ *origin, p *tab, _ content.Shown) { p.run(evaluate(`window.tear = false`)) },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen()
			any := o.picture("any day", 900, green)
			any.Campaign = "e"
			a, b := o.picture("a", 900, red), o.bulky("b", 4000, 7)
			if tt.still {
				ref := o.store("image/png", plain(yellow))
				b.Still = &ref
			}
			first := o.looping(a, any)
			first.Loops, first.Evergreen = [][]int{{0}, {1}}, 1
			o.programme(first)
			p := newTab(t, 432, 216, tt.script).open(o, "?screen="+code)
			p.settles(2)
			since := time.Now()

			tt.fail(o, p, b)
			second := o.looping(a, any, b)
			second.Loops, second.Evergreen = [][]int{{0, 2}, {1}}, 1
			held := o.programme(second)
			seen := p.watch()
			until(p.ctx, t, "the programme", func() bool { return eval[string](p, `Ngatu.debug.programme`) == held.Hash })
			time.Sleep(4500 * time.Millisecond) // its turn comes twice and more
			want := content.Shown{ID: "a"}
			if tt.still {
				want = b
			}
			if tt.still {
				until(p.ctx, t, "the still", func() bool {
					return slices.ContainsFunc(p.since(since), func(c change) bool { return c.Rank > 0 })
				})
			}
			for _, c := range p.since(since) {
				if c.Rank > 2 || c.Rank > 0 && c.Slide != want.ID {
					t.Errorf("%+v: worse than the rule", c)
				}
			}
			if eval[string](p, `Ngatu.debug.slide`) == "" {
				t.Error("the safe card is on the glass")
			}
			tt.mend(o, p, b)
			until(p.ctx, t, "what was missing", func() bool {
				p.run(evaluate(`Object.keys(Ngatu.player.media.bad).forEach(function (d) { Ngatu.player.media.bad[d].until = 0; })`)) // minutes of patience, made short
				return eval[bool](p, `Ngatu.debug.slide === 'b' && Ngatu.debug.rank === 0`)
			})
			if s := seen(); s.blank > 0 {
				t.Errorf("%d of %d frames were blank: %s", s.blank, s.frames, s.which)
			}
		})
	}
}

// A medium whose bytes seem spoilt stays on the shelf until it has come again: the server may be
// away for weeks, and it may have been the decoder that failed.
func TestASeemingSpoiltMediumIsKeptUntilItComesAnew(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	b := o.bulky("b", 4000, 9)
	o.programme(o.looping(b))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.settles(1)
	o.stop()
	p.run(evaluate(`Ngatu.player.media.refetch('` + string(b.Medium.Digest) + `')`))
	time.Sleep(300 * time.Millisecond)
	held := false
	for _, name := range kept(p) {
		held = held || name == "medium/"+string(b.Medium.Digest)
	}
	if !held || eval[int](p, `Ngatu.debug.missing`) != 0 {
		t.Error("it was given up, and nobody is there to send it again")
	}
}

// lateFirst gives every clip its first picture two seconds after it was asked for.
const lateFirst = `(function () {
	var state = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'readyState');
	Object.defineProperty(HTMLMediaElement.prototype, 'readyState', { get: function () {
		var v = this;
		if (v.asked !== v.src) { v.asked = v.src; v.since = performance.now(); setTimeout(function () { v.dispatchEvent(new Event('loadeddata')); }, 2050); }
		return performance.now() - v.since < 2000 ? 0 : state.get.call(v);
	} });
})();`

// A clip comes on the glass with its first picture, not before: what was there stays until then.
func TestAClipComesWithItsFirstPicture(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 4000, Medium: o.store("video/mp4", must(os.ReadFile("testdata/clip.mp4")))}
	o.programme(o.looping(clip, o.picture("p", 1000, green)))
	p := newTab(t, 432, 216, lateFirst).open(o, "?screen="+code)
	p.shows("p")
	p.settles(2)
	since := time.Now()
	seen := p.watch()
	turns := func() (out []change) {
		for _, c := range p.since(since) {
			if c.Slide == "clip" && c.Rank == 0 {
				out = append(out, c)
			}
		}
		return out
	}
	until(p.ctx, t, "two turns of the clip", func() bool { return len(turns()) >= 2 })
	for _, c := range turns() {
		if late := c.At - float64(c.Start); late < 500 { // asked for a second before its turn
			t.Errorf("it came %.0f ms after its time, before it had a picture", late)
		}
	}
	if s := seen(); s.blank > 0 {
		t.Errorf("%d of %d frames were blank: %s", s.blank, s.frames, s.which)
	}
}
