package player

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/clock"
	"ngatu/player/protocol"
)

const day = 24 * time.Hour

// clocked is an agent on a computer whose clock is wrong and may have been told otherwise by NTP.
func clocked(t *testing.T, server, dir, boot string, wrong time.Duration, ntp bool) (*Player, func()) {
	t.Helper()
	machine := clock.ThisMachine()
	machine.Boot = func() string { return boot }
	machine.Wall = func() (int64, bool) { return time.Now().Add(wrong).UnixMilli(), ntp }
	p, err := New(Config{Server: server, Data: dir, Listen: "127.0.0.1:0", Clock: &machine, Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			p.Stop(ctx)
		}
	}
	t.Cleanup(stop)
	return p, stop
}

// storedRuns waits for so many runs and gives them by their number.
func storedRuns(t *testing.T, s *server, n int) map[int64]protocol.Run {
	t.Helper()
	eventually(t, fmt.Sprintf("%d runs are stored", n), func() bool { return len(s.shown()) >= n })
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[int64]protocol.Run{}
	for _, r := range s.plays {
		out[r.Seq] = r
	}
	return out
}

// near says whether an instant is when it should be; a busy machine may take its time between two
// readings. What is dated wrongly is so by hours, days or years here.
func near(unix int64, want time.Time) bool {
	return time.UnixMilli(unix).Sub(want).Abs() < 30*time.Second
}

// TestPlaysAreDatedOnceTheTimeIsKnown plays without a server on a computer whose clock is unknown
// or wrong, and then lets the server come back: what was shown stands where it was in truth.
func TestPlaysAreDatedOnceTheTimeIsKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		wrong time.Duration
		ntp   bool
		clock string // as the page has it
	}{
		{"1970, clock unknown", -56 * 365 * day, false, "unknown"},
		{"a day ahead by NTP", day, true, "synced"},
		{"a day behind by NTP", -day, true, "synced"},
		{"right by NTP", 0, true, "synced"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.all("a")
			dir := t.TempDir()
			_, stop := enrolled(t, s, dir)
			stop()
			s.stop()

			p, stop := clocked(t, s.url(), dir, "after the power cut", c.wrong, c.ntp)
			page := openPage(t, p)
			scale := func(at time.Time) int64 { now, _ := p.clock.Now(); return now - time.Since(at).Milliseconds() }
			if c.clock == "unknown" {
				opened := time.Now().Add(-time.Hour)
				scale = func(at time.Time) int64 { return content.Epoch + at.Sub(opened).Milliseconds() }
			}
			ends := time.Now()
			from := ends.Add(-10 * time.Minute)
			began := scale(from)
			middle := began + (5 * time.Minute).Milliseconds()
			page.say(protocol.TypePlays, protocol.Plays{Journal: "of the page", Runs: []protocol.Run{
				{Seq: 1, Audience: audience, Entered: began, From: began, Until: middle, Clock: c.clock},
				{
					Seq: 2, Audience: audience, From: middle, Until: scale(ends), Clock: c.clock,
					Except: []protocol.Except{{Start: scale(ends.Add(-time.Minute)), Why: "missing"}},
				},
			}})
			page.await(protocol.TypeAcked)
			stop() // the agent is restarted, the machine is not
			s.start()
			clocked(t, s.url(), dir, "after the power cut", c.wrong, c.ntp)
			got := storedRuns(t, s, 2)
			one, two := got[1], got[2]
			if !near(one.From, from) || !near(one.Entered, from) || !near(two.Until, ends) || one.Until != two.From || !near(two.Except[0].Start, ends.Add(-time.Minute)) {
				t.Errorf("dated %v to %v, want %v to %v", time.UnixMilli(one.From), time.UnixMilli(two.Until), from, ends)
			}
			if shifted := one.Shift != 0; shifted != (c.wrong != 0) || shifted && one.Clock != "held" || one.From-one.Shift != began {
				t.Errorf("%+v", one)
			}
		})
	}
}

// TestPlaysOfABootWithoutTimeStayUnknown: nobody can say any more when that was.
func TestPlaysOfABootWithoutTimeStayUnknown(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	_, stop := enrolled(t, s, dir)
	stop()
	s.stop()
	show := func(boot string, seq int64) {
		p, stop := clocked(t, s.url(), dir, boot, -20*365*day, false)
		page := openPage(t, p)
		page.say(protocol.TypePlays, protocol.Plays{Journal: "of the page", Runs: []protocol.Run{
			{Seq: seq, Audience: audience, From: content.Epoch, Until: content.Epoch + 60_000, Clock: "unknown"},
		}})
		page.await(protocol.TypeAcked)
		stop()
	}
	show("second", 1)
	show("third", 2)
	s.start()
	clocked(t, s.url(), dir, "third", -20*365*day, false)
	got := storedRuns(t, s, 2)
	if one := got[1]; one.Clock != "unknown" || one.From != content.Epoch || one.Shift != 0 {
		t.Errorf("of the boot that never learnt the time: %+v", one)
	}
	if two := got[2]; two.Clock != "held" || time.Since(time.UnixMilli(two.Until)).Abs() > 5*time.Minute {
		t.Errorf("of the boot that did: %+v", two)
	}
}
