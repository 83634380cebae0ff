//go:build linux

package field

import (
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// weather is what a line does to packets. The zero one lets all pass at once.
type weather struct {
	delay, jitter time.Duration // each way; packets keep their order, as on a mobile network
	loss          float64       // part of the packets
	rate          int           // bytes a second each way; 0: any
	cut           bool          // nothing passes, and nobody is told
}

// mobile is a bad mobile network in a crowd.
var mobile = weather{delay: 60 * time.Millisecond, jitter: 30 * time.Millisecond, loss: 0.02}

// queued is how long packets may wait for a slow line before it drops those that come.
const queued = 1500 * time.Millisecond

// line is a cable between two networks whose packets pass through this process. The kernel's own
// netem would do the same, but many kernels lack it; a tunnel device is everywhere, and every
// byte can be counted.
type line struct {
	ends       [2]*os.File  // the server's, the agent's
	down, up   atomic.Int64 // bytes of IP packets sent so far to the agent and from it, those that the line lost too
	whole      sync.WaitGroup
	mu         sync.Mutex
	w          weather
	interfaces [2]string
}

// parcel is a packet on its way.
type parcel struct {
	b   []byte
	due time.Time
}

func (l *line) set(w weather) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.w = w
}

func (l *line) weather() weather {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w
}

// run carries packets both ways until the ends are closed.
func (l *line) run() {
	for way, count := range []*atomic.Int64{&l.down, &l.up} {
		from, to := l.ends[way], l.ends[1-way]
		road := make(chan parcel, 2000)
		l.whole.Go(func() { l.pick(from, road, count) })
		l.whole.Go(func() { l.deliver(to, road) })
	}
}

// pick takes packets and decides what becomes of each.
func (l *line) pick(from *os.File, road chan<- parcel, count *atomic.Int64) {
	defer close(road)
	var free, last time.Time // when the line is free again, when the packet before arrives
	b := make([]byte, 1<<16)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		w, now := l.weather(), time.Now()
		if w.cut || b[0]>>4 != 4 { // the kernel's own IPv6 chatter is not the agent's
			continue
		}
		if free.Before(now) {
			free = now
		}
		if free.Sub(now) > queued {
			continue
		}
		count.Add(int64(n))
		if w.rate > 0 {
			free = free.Add(time.Duration(n) * time.Second / time.Duration(w.rate))
		}
		if rand.Float64() < w.loss {
			continue
		}
		due := free.Add(w.delay)
		if w.jitter > 0 {
			due = due.Add(rand.N(2*w.jitter) - w.jitter)
		}
		if due.Before(last) {
			due = last
		}
		last = due
		select {
		case road <- parcel{append([]byte(nil), b[:n]...), due}:
		default: // the road is full
		}
	}
}

func (l *line) deliver(to *os.File, road <-chan parcel) {
	for p := range road {
		time.Sleep(time.Until(p.due))
		if !l.weather().cut {
			_, _ = to.Write(p.b) // an interface that is down loses it
		}
	}
}

func (l *line) close() {
	for _, end := range l.ends {
		if end != nil {
			end.Close()
		}
	}
	l.whole.Wait()
}

// tunnel opens a network interface whose packets are read from and written to a file.
func tunnel(t testing.TB, name string) *os.File {
	t.Helper()
	const (
		setInterface = 0x400454ca // TUNSETIFF
		packets      = 0x0001     // IFF_TUN: IP, no Ethernet
		bare         = 0x1000     // IFF_NO_PI: nothing before the packet
	)
	fd, err := syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		t.Skipf("no tunnel devices here (/dev/net/tun: %v), so there is no line to spoil", err)
	}
	var ask struct {
		name  [16]byte
		flags uint16
		_     [22]byte
	}
	copy(ask.name[:15], name)
	ask.flags = packets | bare
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), setInterface, uintptr(unsafe.Pointer(&ask))); errno != 0 {
		syscall.Close(fd)
		t.Skipf("a tunnel device cannot be made (%v), so there is no line to spoil", errno)
	}
	return os.NewFile(uintptr(fd), name)
}
