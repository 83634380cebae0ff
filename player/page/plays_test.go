package page

import (
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/player/protocol"
)

// What was shown comes back as runs, once stored never again, and what was open when the page went
// is not lost.
func TestPlaysAreSentUntilTheyAreStored(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.ack = false
	o.screen()
	gone := o.picture("gone", 600, blue)
	delete(o.media, string(gone.Medium.Digest))
	held := o.programme(o.looping(o.picture("one", 600, red), o.picture("two", 600, green), gone))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("one")
	time.Sleep(2500 * time.Millisecond)
	p.run(chromedp.Reload())
	runs := func() []protocol.Run {
		o.mu.Lock()
		defer o.mu.Unlock()
		if len(o.plays) == 0 {
			return nil
		}
		return o.plays[len(o.plays)-1].Runs
	}
	until(p.ctx, t, "a run", func() bool { return len(runs()) > 0 })
	r := runs()[0]
	if r.Programme != held.Hash || r.Audience != audience || r.Clock != "synced" || r.Entered != 0 || r.Seq != 1 {
		t.Errorf("the run says %+v", r)
	}
	if d := r.Until - r.From; d < 1500 || d > 120_000 {
		t.Errorf("the run is %d ms long", d)
	}
	// The first slot may be over before a busy machine has decoded a picture: then it was the safe
	// card's, and is told so.
	missing := slices.ContainsFunc(r.Except, func(e protocol.Except) bool { return e.Why == "missing" && e.Shown != "" })
	if !missing || r.Except[0].Start%600 != held.From%600 {
		t.Errorf("exceptions: %+v", r.Except)
	}
	o.mu.Lock()
	o.ack = true
	journal := o.plays[0].Journal
	o.mu.Unlock()
	p.shows("one")
	time.Sleep(time.Second)
	p.run(chromedp.Reload())
	until(p.ctx, t, "the next run", func() bool { rs := runs(); return len(rs) > 0 && rs[len(rs)-1].Seq == 2 })
	until(p.ctx, t, "nothing left to send", func() bool { return eval[bool](p, `Ngatu.player.plays.due() === null`) })
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, frame := range o.plays {
		if frame.Journal != journal {
			t.Errorf("journal %s, then %s", journal, frame.Journal)
		}
	}
}

// A run that was finished never changes: it may have been stored.
func TestARunIsCutByWhatIsFollowed(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	got := eval[[]protocol.Run](p, `(function () {
		var s = new Ngatu.Plays('x'); s.link(true); var a = { audience: 'a', hash: 'A', entered: 0, clock: 'synced' }, b = { audience: 'a', hash: 'B', entered: 5, clock: 'synced' };
		s.shown(a, 1000, 2000, null); s.shown(a, 2000, 3000, { start: 2000, shown: '', why: 'missing' });
		s.shown(b, 3000, 4000, null); s.shown(b, 9000, 9500, null);
		for (var t = 9500; t < 80000; t += 8000) { s.shown(b, t, t + 8000, null); }
		s.finish();
		return s.due().runs;
	})()`)
	want := [][3]int64{{1, 1000, 3000}, {2, 3000, 4000}, {3, 9000, 81500}}
	if len(got) != len(want) {
		t.Fatalf("%d runs: %+v", len(got), got)
	}
	for i, w := range want {
		if g := got[i]; g.Seq != w[0] || g.From != w[1] || g.Until != w[2] {
			t.Errorf("run %d is %+v, not %v", i, g, w)
		}
	}
}

// A journal that is full starts again from 1, without a gap; what may have been stored under the
// old name is not sent again.
func TestAFullJournalBeginsAnew(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	type journal struct {
		Name        string
		First, Last protocol.Run
		Runs        int
		Seq         int64
	}
	got := eval[[]journal](p, `(function () {
		var s = new Ngatu.Plays('full'), out = [];
		var look = function () { var r = s.kept.runs; out.push(JSON.parse(JSON.stringify({ Name: s.kept.journal, First: r[0], Last: r[r.length - 1], Runs: r.length, Seq: s.kept.seq }))); };
		var run = function (i) { s.shown({ audience: 'a', hash: 'H' + i, entered: 0, clock: 'synced' }, i * 10000, i * 10000 + 5000, null); };
		for (var i = 1; i <= 400; i++) { run(i); }
		s.finish(); look();
		run(401); s.finish(); look();
		s.going({ runs: s.kept.runs.slice(0, 100) });
		run(402); s.finish(); look();
		return out;
	})()`)
	for i, want := range []journal{{Runs: 400, Seq: 400}, {Runs: 400, Seq: 400}, {Runs: 301, Seq: 301}} {
		g := got[i]
		if g.Runs != want.Runs || g.Seq != want.Seq || g.First.Seq != 1 || g.Last.Seq != want.Seq {
			t.Errorf("state %d: %+v", i, g)
		}
		if i > 0 && (g.Name == got[i-1].Name || g.Last.Programme != []string{"", "H401", "H402"}[i]) {
			t.Errorf("state %d: journal %s as before, or the newest run %+v is lost", i, g.Name, g.Last)
		}
	}
	if got[1].First.Programme != "H2" || got[2].First.Programme != "H102" {
		t.Errorf("the oldest left are %s and %s", got[1].First.Programme, got[2].First.Programme)
	}
}
