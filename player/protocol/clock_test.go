package protocol_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// server is what the server's clock says at an instant of the player's.
func server(mono, ahead int64) int64 { return content.Epoch + mono + ahead }

// ask makes one exchange that takes there and back milliseconds.
func ask(f *protocol.ClockFilter, mono, ahead, there, back int64) int64 {
	c := protocol.Clock{Sent: mono, Got: server(mono+there, ahead), Answered: server(mono+there+1, ahead)}
	got := mono + there + 1 + back
	f.Answered(c, got)
	return got
}

func off(f *protocol.ClockFilter, mono, ahead int64) int64 {
	t, _ := f.Time(mono)
	return t - server(mono, ahead)
}

func TestClockStates(t *testing.T) {
	var f protocol.ClockFilter
	if now, s := f.Time(5); now != 0 || s != protocol.ClockUnknown {
		t.Errorf("before anything: %d %s", now, s)
	}
	f.NotBefore(content.Epoch)
	if now, s := f.Time(5); now != content.Epoch || s != protocol.ClockUnknown {
		t.Errorf("a verified number has passed: %d %s", now, s)
	}
	at := ask(&f, 1000, 0, 20, 20)
	if _, s := f.Time(at); s != protocol.ClockSynced || off(&f, at, 0) != 0 {
		t.Errorf("after an answer: %s, off by %d", s, off(&f, at, 0))
	}
	if _, s := f.Time(at + 180_000); s != protocol.ClockSynced {
		t.Errorf("three minutes later: %s", s)
	}
	if now, s := f.Time(at + 10*60_000); s != protocol.ClockHeld || now != server(at+10*60_000, 0) {
		t.Errorf("ten minutes later: %d %s", now, s)
	}
	for _, number := range []int64{server(at+99*60_000, 0), 1 << 62} {
		f.NotBefore(number)
		if now, _ := f.Time(at + 11*60_000); now != server(at+11*60_000, 0) {
			t.Errorf("a number of %d moved a clock that a server had set to %d", number, now)
		}
	}
}

func TestClockBelievesTheQuickest(t *testing.T) {
	var f protocol.ClockFilter
	at := ask(&f, 1000, 0, 2, 2)
	for range 5 {
		at = ask(&f, at+1000, 0, 400, 2) // a queue on the way there would put the clock off by 199 ms
	}
	if d := off(&f, at, 0); d < -1 || d > 1 {
		t.Errorf("off by %d ms", d)
	}
	if f.Delay() > 4 {
		t.Errorf("delay %d", f.Delay())
	}
}

func TestSmallErrorIsSlewed(t *testing.T) {
	for _, ahead := range []int64{200, -200} {
		var f protocol.ClockFilter
		ask(&f, 1000, 0, 30, 30)
		at := ask(&f, 20_000, ahead, 1, 1)
		if f.StepDue() {
			t.Fatal("200 ms are no reason to step")
		}
		before, _ := f.Time(at)
		last, worst := before, int64(0)
		for i := int64(1); i <= 1000; i++ {
			now, _ := f.Time(at + i)
			if now < last {
				t.Fatal("time went backwards")
			}
			worst = max(worst, now-last)
			last = now
		}
		if gone := last - before; gone < 945 || gone > 1055 {
			t.Errorf("in a second the clock ran %d ms", gone)
		}
		if worst > 2 {
			t.Errorf("a jump of %d ms", worst)
		}
		if d := off(&f, at+6000, ahead); d < -1 || d > 1 {
			t.Errorf("six seconds later still off by %d ms", d)
		}
	}
}

func TestLargeErrorIsStepped(t *testing.T) {
	var f protocol.ClockFilter
	ask(&f, 1000, 0, 30, 30)
	at := ask(&f, 20_000, 5000, 1, 1)
	if !f.StepDue() {
		t.Fatal("five seconds are a step")
	}
	if d := off(&f, at+2000, 5000); d > -4990 {
		t.Errorf("moved before the slot changed: off by %d", d)
	}
	if d := f.Step(at + 3000); d < 4990 || d > 5010 {
		t.Errorf("stepped by %d", d)
	}
	if d := off(&f, at+3000, 5000); d < -1 || d > 1 || f.StepDue() {
		t.Errorf("after the step off by %d", d)
	}
}

func TestClockDropsWhatCannotBe(t *testing.T) {
	var f protocol.ClockFilter
	for _, c := range []struct {
		clock protocol.Clock
		got   int64
	}{
		{protocol.Clock{Sent: 100, Got: content.Epoch, Answered: content.Epoch}, 99},
		{protocol.Clock{Sent: 100, Got: content.Epoch, Answered: content.Epoch - 1}, 120},
		{protocol.Clock{Sent: 100, Got: content.Epoch, Answered: content.Epoch + 99999}, 120},
		{protocol.Clock{Sent: 100}, 120},
	} {
		f.Answered(c.clock, c.got)
	}
	if _, s := f.Time(200); s != protocol.ClockUnknown {
		t.Errorf("clock is %s", s)
	}
	f.SetFrom(200, content.Epoch, false)
	if now, s := f.Time(300); now != content.Epoch+100 || s != protocol.ClockSynced {
		t.Errorf("told by another: %d %s", now, s)
	}
}

// Whatever the line does, the clock of a player that gets answers now and then stays within half
// the best delay.
func TestClockOnABadLine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var f protocol.ClockFilter
	at := int64(1000)
	for range 200 {
		at = ask(&f, at+60_000, 0, 5+r.Int64N(300), 5+r.Int64N(300))
		if f.StepDue() {
			f.Step(at)
		}
		if d := off(&f, at+2000, 0); d > 150 || d < -150 {
			t.Fatalf("off by %d ms", d)
		}
	}
}

func TestBackoffIsFullJitter(t *testing.T) {
	b := protocol.Backoff{Base: 100 * time.Millisecond, Max: 2 * time.Second, Rand: rand.New(rand.NewPCG(3, 4))}
	bound := 100 * time.Millisecond
	spread := map[time.Duration]bool{}
	for range 200 {
		w := b.Next()
		if w < 0 || w > bound {
			t.Fatalf("waits %v where %v is the most", w, bound)
		}
		spread[w/(100*time.Millisecond)] = true
		bound = min(2*bound, 2*time.Second)
	}
	if len(spread) < 15 {
		t.Errorf("only %d different tenths of a second", len(spread))
	}
	b.Reset()
	if w := b.Next(); w > 100*time.Millisecond {
		t.Errorf("after a welcome waits %v", w)
	}
	var zero protocol.Backoff
	for range 100 {
		if w := zero.Next(); w < 0 || w > 30*time.Second {
			t.Errorf("waits %v", w)
		}
	}
}

func TestRetryReason(t *testing.T) {
	for in, want := range map[string]time.Duration{protocol.RetryReason(1500 * time.Millisecond): 1500 * time.Millisecond, "retry=0": 0, "retry=99999999": 10 * time.Minute} {
		if d, ok := protocol.RetryAfter(in); !ok || d != want {
			t.Errorf("%q: %v %v", in, d, ok)
		}
	}
	for _, in := range []string{"", "restart", "retry=", "retry=-5", "retry=x"} {
		if _, ok := protocol.RetryAfter(in); ok {
			t.Errorf("%q was believed", in)
		}
	}
}

// On a line of 120 ± 60 ms two players that asked sixteen times are as near to each other as one
// frame of a screen, 19 times in 20.
func TestClockOnAnUnevenLine(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 11))
	late := func() int64 { return 60 + random.Int64N(121) }
	var apart []int64
	for range 400 {
		var told [2]int64
		for i := range told {
			var f protocol.ClockFilter
			at := int64(1000)
			for range 16 {
				at = ask(&f, at+150, 0, late(), late())
			}
			f.Step(at)
			told[i] = off(&f, at, 0)
		}
		apart = append(apart, max(told[0]-told[1], told[1]-told[0]))
	}
	slices.Sort(apart)
	if p95 := apart[len(apart)*95/100]; p95 > 17 {
		t.Errorf("the 95th in a hundred is %d ms apart", p95)
	}
}

// Numbers bound a clock that nobody vouches for, within reason, and no other.
func TestNumbersMoveNoClockThatAServerTold(t *testing.T) {
	const told, hour = content.Epoch, int64(3600_000)
	for _, c := range []struct {
		name   string
		sure   bool
		number int64
		want   int64
	}{
		{"NTP, a number an hour ahead", false, told + hour, told + hour},
		{"NTP, the number of a thief", false, 1 << 62, told},
		{"a server before the restart, a number an hour ahead", true, told + hour, told},
		{"a server before the restart, the number of a thief", true, 1 << 62, told},
	} {
		var f protocol.ClockFilter
		f.SetFrom(100, told, c.sure)
		f.NotBefore(c.number)
		if now, _ := f.Time(100); now != c.want {
			t.Errorf("%s: %d, want %d", c.name, now, c.want)
		}
	}
}
