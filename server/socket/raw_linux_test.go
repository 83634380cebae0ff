package socket_test

import (
	"bytes"
	"fmt"
	"math"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// bare is a player without any Go memory: a descriptor.
type bare int

// dialBare does the handshake and the hello, and reads the welcome.
func dialBare(t testing.TB, addr, screen, extensions string) bare {
	t.Helper()
	_, port, _ := net.SplitHostPort(addr)
	n, _ := strconv.Atoi(port)
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &syscall.Timeval{Sec: 60})
	syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_RCVBUF, 16<<10)
	if err := syscall.Connect(fd, &syscall.SockaddrInet4{Port: n, Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	c := bare(fd)
	c.write(t, fmt.Appendf(nil, "GET /ws HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n%s\r\n", addr, extensions))
	if got := c.until(t, "\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.1 101 ") {
		t.Fatalf("handshake: %q", got)
	}
	c.say(t, fmt.Sprintf(`{"type":"hello","body":{"v":1,"screen":%q,"token":%q}}`, screen, token))
	if got := c.until(t, "}}"); !strings.Contains(got, "welcome") {
		t.Fatalf("no welcome: %q", got)
	}
	return c
}

func (c bare) write(t testing.TB, b []byte) {
	t.Helper()
	for len(b) > 0 {
		n, err := syscall.Write(int(c), b)
		if err != nil {
			t.Fatal(err)
		}
		b = b[n:]
	}
}

// say sends a text frame masked with zeros.
func (c bare) say(t testing.TB, s string) {
	b := []byte{0x81, 0x80 | 126, byte(len(s) >> 8), byte(len(s)), 0, 0, 0, 0}
	c.write(t, append(b, s...))
}

// until reads byte by byte up to an end.
func (c bare) until(t testing.TB, end string) string {
	t.Helper()
	var out []byte
	var b [1]byte
	for !bytes.HasSuffix(out, []byte(end)) {
		n, err := syscall.Read(int(c), b[:])
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n == 0 {
			t.Fatalf("read %d, %v after %q", n, err, out)
		}
		out = append(out, b[0])
	}
	return string(out)
}

// resident is the process's memory in bytes, with what Go holds back from the system.
func resident(t testing.TB) int64 {
	t.Helper()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip(err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(b))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}

// A city's players fit on a small machine only if a waiting one costs a few kilobytes and one
// goroutine.
func TestIdlePlayerIsSmall(t *testing.T) {
	const players = 2000
	r := newRig(t, hub.Options{})
	for i := range 50 { // what grows once
		dialBare(t, r.addr, "warm-"+strconv.Itoa(i), "")
	}
	settle := func(most int) (rss int64, m runtime.MemStats, left int) {
		time.Sleep(100 * time.Millisecond)
		left = goroutines(most)
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return resident(t), m, left
	}
	rss0, m0, g0 := settle(math.MaxInt)
	for i := range players {
		dialBare(t, r.addr, "screen-"+strconv.Itoa(i), "")
	}
	rss1, m1, g1 := settle(g0 + players*105/100)
	perRSS := float64(rss1-rss0) / players
	heap := float64(m1.HeapAlloc-m0.HeapAlloc) / players
	stack := (float64(m1.StackInuse) - float64(m0.StackInuse)) / players
	perG := float64(g1-g0) / players
	t.Logf("an idle player: %.0f bytes resident, of them %.0f heap in use and %.0f stack; %.2f goroutines", perRSS, heap, stack, perG)
	if r.hub.Stats().Players != players+50 {
		t.Errorf("%d players here", r.hub.Stats().Players)
	}
	if perG > 1.05 {
		t.Errorf("%.2f goroutines a player", perG)
	}
	if !raceDetector && perRSS > 12<<10 {
		t.Errorf("%.0f bytes a player", perRSS)
	}
	if !raceDetector && heap+stack > 6<<10 { // of what Go itself counts: it does not vary with the machine
		t.Errorf("%.0f bytes of heap and %.0f of stack a player", heap, stack)
	}
}

// A player that reads nothing is dropped after a while; the others have every frame meanwhile, at
// once.
func TestSlowPlayerIsDroppedAlone(t *testing.T) {
	r := newRig(t, hub.Options{Patience: 1500 * time.Millisecond})
	slow := dialBare(t, r.addr, "slow", "")
	quick := dialBare(t, r.addr, "quick", "")
	fill := strings.Repeat("đường phố Hà Nội ", 5000)
	start, worst, sent := time.Now(), time.Duration(0), 0
	for r.hub.Stats().Dropped == 0 && time.Since(start) < time.Minute {
		began := time.Now()
		body := protocol.Figures{Board: board, AsOf: int64(sent), Cells: map[string]protocol.Cell{"x": {T: fill}}}
		r.publish(t, "board/"+board, r.seal(t, protocol.TypeFigures, board, body))
		sent++
		quick.frame(t)
		worst = max(worst, time.Since(began))
	}
	if r.hub.Stats().Dropped != 1 {
		t.Fatalf("dropped %d players after %d frames", r.hub.Stats().Dropped, sent)
	}
	t.Logf("%d frames of %d kB, the slowest %v; waited in backlogs %d", sent, len(fill)>>10, worst, r.hub.Stats().Parked)
	for deadline := time.Now().Add(30 * time.Second); len(r.hub.PresenceOf("slow")) > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the slow one is still here")
		}
	}
	if p := r.hub.PresenceOf("quick"); len(p) != 1 || p[0].Behind != 0 {
		t.Errorf("the quick one: %+v", p)
	}
	_ = slow
}

// A slow player that begins to read again gets the rest of what was begun, whole, and then the
// newest of each thing: not what was overtaken.
func TestSlowPlayerGetsTheNewest(t *testing.T) {
	r := newRig(t, hub.Options{})
	c := dialBare(t, r.addr, "slow", "")
	fill := strings.Repeat("y", 200<<10)
	last := int64(0)
	for r.hub.Stats().Parked < 20 {
		last++
		body := protocol.Figures{Board: board, AsOf: last, Cells: map[string]protocol.Cell{"x": {T: fill}}}
		r.publish(t, "board/"+board, r.seal(t, protocol.TypeFigures, board, body))
	}
	r.programme(t)
	var seen []int64
	for {
		b := c.frame(t)
		f, err := protocol.Decode(b)
		if err != nil {
			t.Fatalf("frame %d is damaged: %v", len(seen), err)
		}
		if f.Type == protocol.TypeProgramme {
			break
		}
		if f.Hash != string(content.DigestOf(f.Body)) {
			t.Fatal("frame is damaged")
		}
		var fig protocol.Figures
		if err := f.Open(&fig); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, fig.AsOf)
	}
	if len(seen) == 0 || seen[len(seen)-1] != last || int64(len(seen)) > last-15 {
		t.Errorf("of %d frames saw %v", last, seen)
	}
}

// frame reads one unmasked frame.
func (c bare) frame(t testing.TB) []byte {
	t.Helper()
	head := c.exactly(t, 2)
	n := int(head[1])
	switch n {
	case 126:
		b := c.exactly(t, 2)
		n = int(b[0])<<8 | int(b[1])
	case 127:
		n = 0
		for _, b := range c.exactly(t, 8) {
			n = n<<8 | int(b)
		}
	}
	return c.exactly(t, n)
}

func (c bare) exactly(t testing.TB, n int) []byte {
	t.Helper()
	b := make([]byte, n)
	for at := 0; at < n; {
		m, err := syscall.Read(int(c), b[at:])
		if err == syscall.EINTR {
			continue
		}
		if err != nil || m == 0 {
			t.Fatalf("read %d, %v", m, err)
		}
		at += m
	}
	return b
}
