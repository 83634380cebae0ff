//go:build linux

package field

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/testkit"
)

var (
	filmSize = flag.Int("film-kb", 160, "kB of the clip that is brought over 64 kbit/s")
	cuts     = flag.Int("cuts", 3, "how often the line is cut while pictures come")
)

// TestOnAMobileNetwork: a screen enrols and gets its programme and media over a line with delay and
// loss. The line is then cut at random moments while pictures are dropped; in the end all of them
// are there, and all that the page had shown is at the server.
func TestOnAMobileNetwork(t *testing.T) {
	t.Parallel()
	serverSide, agentSide, l := field(t)
	s := serve(t, serverSide, "0.0.0.0:4080")
	l.set(mobile)
	began := time.Now()
	a := newAgent(t, agentSide, "http://"+serverAt)
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme over a mobile network", 1, 90*time.Second)
	testkit.Figure{
		What: "agent: power on → first programme and all media, 60 ± 30 ms each way, 2 % loss", Unit: "ms",
		Values: []float64{ms(time.Since(began))},
	}.Say(t)

	d := newDiary(a, first)
	for n := range *cuts {
		s.drop(t, fmt.Sprintf("anh-%d.jpg", n), picture(t, n))
		d.show(t, 5)
		time.Sleep(rand.N(2 * time.Second))
		if n%2 == 0 {
			silent := mobile
			silent.cut = true
			l.set(silent)
		} else {
			agentSide.ip(t, "link", "set", l.interfaces[1], "down")
		}
		d.show(t, 5) // the page goes on
		time.Sleep(rand.N(3 * time.Second))
		l.set(mobile)
		if n%2 != 0 {
			agentSide.ip(t, "link", "set", l.interfaces[1], "up")
		}
	}
	// A line that is cut in silence shows after 150 s without a word at the latest.
	p := a.whole(t, "all pictures after cuts", len(first.Slides)+*cuts, 4*time.Minute)
	for _, shown := range newer(p, first) {
		if !a.has(shown.Medium) {
			t.Errorf("the agent does not serve slide %s whole", shown.ID)
		}
	}
	d.atServer(t, s)
}

// TestOn64kbit: over a narrow line the small still stands in before its clip is there; a line and a
// server that fail in the middle cost no byte twice but those on the way.
func TestOn64kbit(t *testing.T) {
	t.Parallel()
	serverSide, agentSide, l := field(t)
	s := serve(t, serverSide, "0.0.0.0:4080")
	a := newAgent(t, agentSide, "http://"+serverAt)
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme", 1, 60*time.Second)

	narrow := weather{delay: 60 * time.Millisecond, rate: 64_000 / 8}
	l.set(narrow)
	before := l.down.Load()
	s.drop(t, "phim.mp4", film(t, *filmSize))
	var clip content.Shown
	alone := 0 // looks that saw the clip in the programme without its still
	until(t, "the clip in the programme", 60*time.Second, func() bool {
		more := newer(a.onAir(t), first)
		if len(more) == 1 {
			clip = more[0]
		}
		if len(more) == 1 && clip.Still == nil {
			alone++
		}
		return len(more) == 1 && clip.Still != nil
	})
	until(t, "the still", 30*time.Second, func() bool { return a.has(*clip.Still) })
	// A clip goes on air before a busy machine has its still; that it has one is then told
	// behind the clip itself.
	if alone == 0 && a.has(clip.Medium) {
		t.Errorf("a clip of %d kB was there with its still", clip.Medium.Size/1000)
	}
	half := before + clip.Still.Size + clip.Medium.Size/2
	until(t, "half of the clip", 5*time.Minute, func() bool { return l.down.Load() > half })
	cut := narrow
	cut.cut = true
	l.set(cut)
	s.kill()
	time.Sleep(time.Second)
	s.start(t)
	l.set(narrow)
	a.whole(t, "the clip after the cut", len(first.Slides)+1, 10*time.Minute)
	if !a.has(clip.Medium) {
		t.Error("the clip is not whole")
	}
	sent, most := l.down.Load()-before, clip.Medium.Size+clip.Still.Size
	t.Logf("clip %d bytes, still %d, on the wire %d", clip.Medium.Size, clip.Still.Size, sent)
	if sent > most+most*15/100+overhead {
		t.Errorf("%d bytes came over the wire for media of %d", sent, most)
	}
}

// overhead is what goes over the wire beside media in these minutes: programmes, hellos, clock.
const overhead = 24_000

// TestServerKilledAndReplaced: kill -9 and the same folder again is nothing that a screen notices;
// another server at the same address, with other keys, changes nothing on air.
func TestServerKilledAndReplaced(t *testing.T) {
	t.Parallel()
	serverSide, agentSide, _ := field(t)
	s := serve(t, serverSide, "0.0.0.0:4080")
	a := newAgent(t, agentSide, "http://"+serverAt)
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme", 1, 60*time.Second)
	d := newDiary(a, first)

	s.kill()
	d.show(t, 5)
	s.start(t)
	s.drop(t, "anh.jpg", picture(t, 1))
	a.whole(t, "a new picture from the server that was killed", len(first.Slides)+1, 3*time.Minute)
	d.show(t, 5)
	d.atServer(t, s)

	before, _, err := a.programme()
	if err != nil {
		t.Fatal(err)
	}
	thief := serve(t, serverSide, "0.0.0.0:4080")
	thief.drop(t, "khac.jpg", picture(t, 2))
	until(t, "the agent speaks to the other server", 60*time.Second, func() bool { return a.figure("linked") == 0 })
	time.Sleep(8 * time.Second)
	after, p, err := a.programme()
	if err != nil {
		t.Fatal(err)
	}
	if after.Hash != before.Hash || after.Number != before.Number {
		t.Errorf("another server changed what is on air: %d slides", len(p.Slides))
	}
	if v := a.figure("media_missing"); v != 0 {
		t.Errorf("%v media are missing", v)
	}
	thief.stop()

	s.start(t)
	s.drop(t, "anh-2.jpg", picture(t, 3))
	// The other server may have sent the agent away for five minutes: it is started
	// again, as staff would.
	a.stop()
	a.start(t)
	a.whole(t, "the right server is back", len(first.Slides)+2, 60*time.Second)
}

func ms(d time.Duration) float64 { return float64(d.Milliseconds()) }
