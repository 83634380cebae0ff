package hub_test

import (
	"net"
	"runtime"
	"strconv"
	"testing"
	"time"

	"ngatu/server/hub"
)

// tcp joins n players over real sockets that nobody reads; what is sent fits the kernel's buffers.
func tcp(t testing.TB, h *hub.Hub, topic string, n int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for i := range n {
		mine, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		s, err := h.Join(theirs, hub.Player{Screen: topic + strconv.Itoa(i), Topics: []string{topic}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { mine.Close(); s.Leave() })
	}
}

// A frame costs the same few allocations for ten players as for three hundred, and no goroutine
// stays behind.
func TestDeliveryAllocatesNothing(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	tcp(t, h, "few", 10)
	tcp(t, h, "many", 310)
	before := runtime.NumGoroutine()
	number := int64(0)
	cost := func(topic string) float64 {
		return testing.AllocsPerRun(20, func() {
			number++
			if err := h.Publish(topic, figures(t, topic, number, strconv.FormatInt(number, 10))); err != nil {
				t.Fatal(err)
			}
		})
	}
	few, many := cost("few"), cost("many")
	per := (many - few) / 300
	t.Logf("a publish: %.0f allocations for 10 players, %.0f for 310: %.3f a delivery", few, many, per)
	if per > 0.1 && !raceDetector {
		t.Errorf("%.3f allocations a delivery", per)
	}
	if n := h.Stats(); n.Encoded != number || n.Delivered != 21*320 || n.Parked != 0 {
		t.Errorf("encoded %d of %d frames; delivered %d, parked %d", n.Encoded, number, n.Delivered, n.Parked)
	}
	for deadline := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if now := runtime.NumGoroutine(); now > before {
		t.Errorf("%d goroutines more than before", now-before)
	}
}

// Players that come and go leave nothing behind.
func TestNothingStaysOfThoseWhoLeft(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	for range 50 {
		for i := range 4 {
			s, e := join(t, h, hub.Player{Screen: strconv.Itoa(i), Topics: []string{"a", "b"}})
			e.conn.Close()
			s.Leave()
			s.Send(figures(t, "a", 1, "to nobody"))
			s.Close(1000, "")
		}
	}
	if n := h.Stats().Players; n != 0 || len(h.Presence()) != 0 {
		t.Errorf("%d players here", n)
	}
}

// A screen whose line breaks again and again holds so many sockets and no more: the one that was
// silent for longest goes, and the newest is heard.
func TestAScreenHasSoManySockets(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	var all []*ear
	for range 100 {
		_, e := join(t, h, hub.Player{Screen: "S", Topics: []string{"a"}})
		all = append(all, e)
	}
	closed := 0
	for _, e := range all[:len(all)-32] {
		if first, _, err := e.next(); err == nil && first == 0x88 {
			closed++
		}
	}
	if closed != 68 {
		t.Errorf("%d of the oldest 68 sockets were closed", closed)
	}
	if err := h.Publish("a", figures(t, "a", 1, "x")); err != nil {
		t.Fatal(err)
	}
	if got := all[99].frame(t); got.For != "a" {
		t.Errorf("the newest got %s", got.For)
	}
}

func BenchmarkPublish(b *testing.B) {
	h := hub.New(hub.Options{})
	defer end(b, h)
	tcp(b, h, "board/x", 500)
	number := int64(0)
	for b.Loop() {
		number++
		if err := h.Publish("board/x", figures(b, "x", number, strconv.FormatInt(number, 10))); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/500, "ns/delivery")
}
