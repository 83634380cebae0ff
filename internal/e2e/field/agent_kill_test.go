//go:build linux

package field

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ngatu/internal/testkit"
)

var kills = flag.Int("kills", 4, "how often the agent is killed at a random moment")

// TestKilledAtAnyMoment ends the agent with SIGKILL while it fetches, writes plays down and sends
// them. Each time it is the same screen again, has its page and the programme at once, and goes on;
// in the end nothing was fetched twice but what was on the way, and every run that it had
// acknowledged is at the server once.
func TestKilledAtAnyMoment(t *testing.T) {
	s := serve(t, here, "127.0.0.1:0")
	m := newMeter(t, s.base, 256<<10)
	a := newAgent(t, here, m.address)
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme", 1, 60*time.Second)
	who := identity(t, a)
	d := newDiary(a, first)
	slides := len(first.Slides)
	var number int64
	var served []float64
	for n := range *kills {
		if n%4 == 0 {
			s.drop(t, fmt.Sprintf("anh-%d.jpg", n), picture(t, n))
			slides++
		}
		busy(d, func() {
			time.Sleep(rand.N(1500 * time.Millisecond))
			a.kill()
		})
		began := time.Now()
		a.start(t)
		f, _, err := a.programme()
		if err != nil {
			t.Fatalf("kill %d: the page gets no programme at once: %v\n%s", n, err, tail(a.said.String()))
		}
		served = append(served, ms(time.Since(began)))
		if f.Number < number {
			t.Errorf("kill %d: the programme is an older one: %d after %d", n, f.Number, number)
		}
		number = f.Number
		if !bytes.Equal(identity(t, a), who) {
			t.Fatalf("kill %d: the screen is somebody else", n)
		}
	}
	a.whole(t, "all pictures after the kills", slides, 3*time.Minute)
	all, again, requests := m.twice()
	t.Logf("%d kills; %d bytes of media in %d requests, %d of them twice; %d runs", *kills, all, requests, again, d.told)
	if most := int64(*kills) * onTheWay; again > most {
		t.Errorf("%d bytes were fetched twice; at most %d were on the way", again, most)
	}
	testkit.Figure{What: "agent: process started → page and programme served, after kill -9, no browser", Unit: "ms", Values: served, P50: 1000}.Say(t)
	d.atServer(t, s)
}

// onTheWay is how many bytes may be between the meter and the disk when the agent dies: buffers
// of three downloads.
const onTheWay = 3 * 16 << 10

// busy has the page report what it shows while do does something to the agent.
func busy(d *diary, do func()) {
	stop := make(chan struct{})
	var page sync.WaitGroup
	page.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
				_ = d.tell(d.told + 3) // what was not acknowledged is told again
			}
		}
	})
	do()
	close(stop)
	page.Wait()
}

// identity is what the agent is known by: its key and which screen it is.
func identity(t testing.TB, a *agent) []byte {
	t.Helper()
	var all []byte
	for _, name := range []string{"device.key", "screen.json"} {
		b, err := os.ReadFile(filepath.Join(a.data, name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}
