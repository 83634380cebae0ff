package page

import (
	"flag"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"testing"
	"time"
)

var skew = flag.Duration("skew", 0, "how long TestStepOn4G measures; 0: not at all")

// faulty is a line like a bad 4G one before an origin: each way 60 ± 30 ms, so 120 ± 60 ms there and back, and one piece in
// fifty is lost and comes a quarter of a second later, with all that was behind it: that is what TCP makes of 2 % loss. It gives the address.
func faulty(t *testing.T, to string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", to)
			if err != nil {
				near.Close()
				return
			}
			go slowly(far, near)
			go slowly(near, far)
		}
	}()
	return l.Addr().String()
}

type piece struct {
	b  []byte
	at time.Time
}

// slowly copies in order, each piece at its time.
func slowly(to, from net.Conn) {
	pieces := make(chan piece, 1000)
	var once sync.Once
	end := func() { once.Do(func() { to.Close(); from.Close() }) }
	go func() {
		defer end()
		for p := range pieces {
			time.Sleep(time.Until(p.at))
			if _, err := to.Write(p.b); err != nil {
				return
			}
		}
	}()
	defer close(pieces)
	for {
		b := make([]byte, 16<<10)
		n, err := from.Read(b)
		if n > 0 {
			wait := 30*time.Millisecond + time.Duration(rand.IntN(60_000))*time.Microsecond
			if rand.IntN(50) == 0 {
				wait += 250 * time.Millisecond
			}
			pieces <- piece{b[:n], time.Now().Add(wait)}
		}
		if err != nil {
			if err != io.EOF {
				end()
			}
			return
		}
	}
}

// Two pages, each on a bad line of its own, change slots within a frame of each other. It takes long to be sure of the last
// percent, so it is run by itself: go test ./player/page -run TestStepOn4G -skew 2m.
func TestStepOn4G(t *testing.T) {
	if *skew == 0 {
		t.Skip("asked for with -skew")
	}
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("a", 500, red), o.picture("b", 500, green), o.picture("c", 500, blue)))
	at := []map[int64]change{{}, {}}
	var pages []*tab
	direct := o.addr
	for range 2 {
		o.addr = faulty(t, direct)
		p := newTabFor(t, 432, 216, "", *skew+time.Minute).open(o, "?screen="+code)
		p.shows("b", 20*time.Second)
		pages = append(pages, p)
	}
	time.Sleep(4 * time.Second)
	for end := time.Now().Add(*skew); time.Now().Before(end); time.Sleep(5 * time.Second) {
		for i, p := range pages {
			for _, c := range eval[[]change](p, `Ngatu.debug.changes`) {
				at[i][c.Start] = c
			}
		}
	}
	var off, clocks []float64
	for start, c := range at[0] {
		if w, ok := at[1][start]; ok && c.Slide != "" && c.Slide == w.Slide {
			off = append(off, math.Abs(w.Wall-c.Wall))
		}
	}
	for _, p := range pages {
		clocks = append(clocks, eval[float64](p, `Ngatu.debug.now - Date.now()`))
	}
	slices.Sort(off)
	if len(off) < 20 {
		t.Fatalf("only %d common changes", len(off))
	}
	p99 := off[len(off)*99/100]
	t.Logf("%d changes: p50 %.1f, p99 %.1f, most %.1f ms apart; clocks %.1f ms off", len(off), off[len(off)/2], p99, off[len(off)-1], clocks)
	if p99 > 17 {
		t.Errorf("p99 is %.1f ms, more than a frame of 60 Hz", p99)
	}
}
