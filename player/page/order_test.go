package page

import "testing"

// A page orders frames of a thing by the key that signs today, the number, and since when it holds;
// what it kept is ordered in the same way after it was loaded again.
func TestFramesAreOrderedByKeyNumberAndFrom(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "the page is there", func() bool { return eval[bool](p, `!!(window.Ngatu && Ngatu.Frames)`) })
	got := eval[string](p, `(function () {
		var shelf = { put: () => Promise.resolve(), drop: () => Promise.resolve(), names: () => Promise.resolve([]) };
		var frames = new Ngatu.Frames(shelf, 'order'), n = 0, out = [];
		var take = (key, number, from) => out.push(frames.take({ type: 'takeover', for: 'S', key: key, sig: 's', number: number, from: from, hash: 'h' + (++n), body: {} }) ? 'y' : 'n');
		frames.follow('old');
		take('old', 5, 10); take('old', 5, 20); take('old', 5, 10); // by time alone; replayed
		take('old', Math.pow(2, 62), 0); take('old', 9, 0);         // a thief's
		frames.follow('new');
		take('new', 6, 0); take('old', Math.pow(2, 62), 99); take('new', 5, 0); take('new', 7, 0);
		var again = new Ngatu.Frames(shelf, 'order');
		return out.join('') + ' ' + again.key + ' ' + frames.head().number + ' ' + frames.newest();
	})()`)
	if want := "yynynynny new 7 7"; got != want {
		t.Errorf("took %q, want %q", got, want)
	}
}

// A number that lies far ahead of what the server's clock was last does not keep a page from
// knowing the time.
func TestANumberMovesNoClockOfThePage(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "the page is there", func() bool { return eval[bool](p, `!!(window.Ngatu && Ngatu.Clock)`) })
	got := eval[string](p, `[0, 60000, Math.pow(2, 62)].map((ahead) => {
		var kept = localStorage.getItem('ngatu.clock');
		localStorage.setItem('ngatu.clock', JSON.stringify({ wall: Date.now() - 1000, off: 0 }));
		var c = new Ngatu.Clock();
		c.restore(ahead ? Date.now() + ahead : 0);
		if (kept) { localStorage.setItem('ngatu.clock', kept); }
		return c.known();
	}).join()`)
	if got != "true,false,true" {
		t.Errorf("knows the time: %s", got)
	}
}
