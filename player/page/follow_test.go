package page

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// A new programme waits for the slot on the glass to finish, and is then entered there: its own cut
// slot is left out.
func TestANewProgrammeLetsTheSlotFinish(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	// Slots that are long enough for a busy machine to be told of the new programme before they
	// end.
	long := o.looping(o.picture("long", 8000, red), o.picture("other", 8000, blue))
	o.programme(long)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "a slide", func() bool { return p.slide() != "" })
	was := p.slide()
	end := eval[int64](p, `Ngatu.debug.end`)
	if end-o.now() < 5000 { // near its end: take the next slot
		until(p.ctx, t, "the next slide", func() bool { return p.slide() != was })
		was, end = p.slide(), eval[int64](p, `Ngatu.debug.end`)
	}
	// An offset that puts the new programme in the middle of a slot at the moment of entering.
	next := o.looping(o.picture("new", 3000, green), o.picture("newer", 3000, yellow), o.picture("long", 8000, red), o.picture("other", 8000, blue))
	next.Spans[0].Offset = (next.From - end - 1000) % 22000
	if next.Spans[0].Offset < 0 {
		next.Spans[0].Offset += 22000
	}
	told := time.Now()
	held := o.programme(next)
	until(p.ctx, t, "the new programme", func() bool { return eval[string](p, `Ngatu.debug.programme`) == held.Hash })
	until(p.ctx, t, "a new slide", func() bool { return len(p.since(told)) > 0 })
	if got := eval[int64](p, `Ngatu.debug.entered`); got != end {
		t.Errorf("entered at %d, not when the slot ended, %d", got, end)
	}
	slot := next.AtEntered(end, end)
	first := p.since(told)[0]
	if first.Slide != next.Slides[slot.Slide].ID {
		t.Errorf("%q came on first, Go says %q", first.Slide, next.Slides[slot.Slide].ID)
	}
	if first.At < float64(end)-50 {
		t.Errorf("it came %.0f ms before %q had finished", float64(end)-first.At, was)
	}
}

func TestWhatDoesNotWait(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		next func(o *origin, keep content.Shown) content.Programme
	}{
		{"a slide that was taken off goes at once", func(o *origin, _ content.Shown) content.Programme {
			return o.looping(o.picture("new", 20000, green))
		}},
		{"a slide that a hold keeps off for now goes at once", func(o *origin, keep content.Shown) content.Programme {
			p := o.looping(o.picture("new", 20000, green), keep)
			p.Loops = [][]int{{0}, {0, 1}}
			p.Spans = []content.Span{{Length: o.now() + 3_600_000 - p.From, Loop: 0}, {Length: 3_600_000, Loop: 1}}
			return p
		}},
		{"an exclusive slide comes at once", func(o *origin, keep content.Shown) content.Programme {
			p := o.looping(o.picture("new", 20000, green), keep)
			p.Loops = [][]int{{1}, {0}}
			p.Spans = []content.Span{
				{Length: o.now() - 50 - p.From, Loop: 0},
				{Length: 60000, Loop: 1, Exclusive: true},
			}
			return p
		}},
		{"an exclusive slide that begins before the slot ends", func(o *origin, keep content.Shown) content.Programme {
			p := o.looping(o.picture("new", 20000, green), keep)
			p.Loops = [][]int{{1}, {0}}
			p.Spans = []content.Span{
				{Length: o.now() + 800 - p.From, Loop: 0},
				{Length: 60000, Loop: 1, Exclusive: true},
			}
			return p
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen()
			keep := o.picture("long", 3_000_000, red)
			o.programme(o.looping(keep))
			p := newTab(t, 432, 216, "").open(o, "?screen="+code)
			p.shows("long")
			told := time.Now()
			o.programme(tt.next(o, keep))
			p.shows("new")
			atOnce(t, told, p.since(told))
			p.seen(200, 100, green)
		})
	}
}

// atOnce holds the first of some changes to not having waited for the thirty seconds for which a
// slot may be finished. At rest it is there within a tenth of a second; what a busy machine adds to
// that is not the page's.
func atOnce(t *testing.T, told time.Time, changes []change) {
	t.Helper()
	if len(changes) == 0 {
		t.Error("nothing came on the glass")
	} else if took := changes[0].Wall - float64(told.UnixMilli()); took > 20_000 {
		t.Errorf("%q came after %.0f ms", changes[0].Slide, took)
	}
}

func TestASlotIsNotHeldLongerThanThirtySeconds(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	got := eval[[]int64](p, `(function () {
		var f = new Ngatu.Follow(), t = 1732500000000;
		var body = function (id) { return { from: t - 1000, until: t + 1e9, slides: [{ id: id, ms: 600000 }, { id: 'a', ms: 600000 }], loops: [[0, 1]],
			spans: [{ ms: 1e9 + 1000, l: 0, o: 0 }], evergreen: -1 }; };
		f.offer({ body: body('a'), hash: 'A' }, t, null);
		f.offer({ body: body('b'), hash: 'B' }, t, { slide: 'a', end: t + 599000 });
		f.offer({ body: body('c'), hash: 'C' }, t + 20000, { slide: 'a', end: t + 599000 });
		return [f.waiting.entered - t, f.look(t + 29999, true).end - t];
	})()`)
	if got[0] != 30000 || got[1] != 30000 {
		t.Errorf("the last of two programmes is entered after %d ms, the slot ends after %d; both must be 30000", got[0], got[1])
	}
}

// A page's clock may be a little behind: a takeover that follows another one is on when it comes,
// so that nothing else flashes between the two.
func TestATakeoverThatFollowsAnotherDoesNotWaitForASlowClock(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	got := eval[[]string](p, `(function () {
		var f = new Ngatu.Follow(), t = 1732500000000;
		var over = function (id, from) { return { hash: id, from: from, until: t + 4000, body: { id: id, programme: { from: from, until: t + 4000,
			slides: [{ id: id, ms: 8000 }], loops: [[0]], spans: [{ ms: t + 4000 - from, l: 0, o: 0 }], evergreen: -1 } } }; };
		var on = function (at) { var s = f.look(at, true); return s.takeover && s.slide ? s.slide.id : 'none'; };
		f.lay(over('first', t - 9000), t, true);
		f.lay(over('second', t + 300), t + 1, true);
		return [on(t + 1), on(t + 299), on(t + 300), on(t + 3999), on(t + 4000)];
	})()`)
	if want := "second second second second none"; strings.Join(got, " ") != want {
		t.Errorf("the glass goes through %q, not %q", got, want)
	}
}

func TestATakeoverCutsInAndEnds(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("usual", 3_000_000, red)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("usual")

	l := must(json.Marshal(layout.Layout{Width: 432, Height: 216, Ground: "#14a03c", Words: "Sơ tán ngay"}))
	d := content.DigestOf(l)
	small := o.looping(content.Shown{ID: "alarm", Kind: content.Notice, Dwell: 10000, Medium: content.Ref{Digest: d, Type: content.LayoutType}})
	over := protocol.Takeover{ID: "t1", Programme: &small, Layouts: map[content.Digest]json.RawMessage{d: l}}
	told := time.Now()
	f := o.say(protocol.Frame{Type: protocol.TypeTakeover, For: code, From: small.From, Until: o.now() + 600_000}, over)
	p.shows("alarm")
	atOnce(t, told, p.since(told))
	p.seen(200, 100, green)
	if got := eval[string](p, `document.getElementById('stage').getAttribute('aria-label')`); got != "Sơ tán ngay" {
		t.Errorf("a screen reader hears %q", got)
	}
	until(p.ctx, t, "the receipt", func() bool {
		s := o.lastStatus()
		return s.Takeover == f.Number && s.Painted > 0
	})
	told = time.Now()
	o.say(protocol.Frame{Type: protocol.TypeTakeover, For: code}, protocol.Takeover{ID: "t1"})
	p.shows("usual")
	atOnce(t, told, p.since(told))

	// Another one ends by its own window, with nobody saying so; and what is older than the newest
	// is refused.
	told = time.Now()
	o.say(protocol.Frame{Type: protocol.TypeTakeover, For: code, From: small.From, Until: o.now() + 5000}, over)
	p.came("alarm", told)
	o.push(f)
	p.shows("usual")
	time.Sleep(200 * time.Millisecond)
	if p.slide() != "usual" {
		t.Error("an older takeover was taken")
	}
}

func TestFramesOfOthersAndOlderOnesAreNotTaken(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("usual", 30000, red)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("usual")
	wrong := o.looping(o.picture("wrong", 30000, green))
	for _, f := range []protocol.Frame{
		{Type: protocol.TypeProgramme, For: audience, Number: 5},
		{Type: protocol.TypeProgramme, For: "another", Number: 1 << 40},
	} {
		o.push(must(protocol.Seal(f, wrong, nil)))
	}
	o.push(must(protocol.Seal(protocol.Frame{Type: protocol.TypeScreen, For: "M02", Number: 1 << 40}, protocol.Screen{Code: "M02"}, nil)))
	time.Sleep(400 * time.Millisecond)
	if got := p.slide(); got != "usual" {
		t.Errorf("%q is on", got)
	}
}
