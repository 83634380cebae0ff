package e2e

import (
	"io"
	"net"
	"sync/atomic"
	"testing"
	"time"
)

// line leads to a server, is as slow as it is told to be, and is cut whenever so many bytes have
// gone up.
type line struct {
	at   string                   // its address
	rate func(passed int64) int64 // bits a second of what goes up; nil: as they come
	cut  []int64

	passed, cuts atomic.Int64
}

func newLine(t *testing.T, to string, rate func(passed int64) int64, cut ...int64) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	one := &line{at: l.Addr().String(), rate: rate, cut: cut}
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go one.carry(in, to)
		}
	}()
	return one
}

// carry passes bytes on, both ways, until an end closes or the line is cut.
func (l *line) carry(in net.Conn, to string) {
	defer in.Close()
	out, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer out.Close()
	go func() {
		_, _ = io.Copy(in, out)
		in.Close()
	}()
	buf := make([]byte, 256<<10)
	for {
		n, err := in.Read(buf)
		if err != nil {
			return
		}
		now := l.passed.Add(int64(n))
		if i := l.cuts.Load(); int(i) < len(l.cut) && now >= l.cut[i] && l.cuts.CompareAndSwap(i, i+1) {
			return
		}
		if l.rate != nil {
			time.Sleep(time.Duration(n) * 8 * time.Second / time.Duration(l.rate(now)))
		}
		if _, err := out.Write(buf[:n]); err != nil {
			return
		}
	}
}
