package page

import (
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"
)

// faulty is a line like a bad 4G one before an origin: each way 60 ± 30 ms, so 120 ± 60 ms there
// and back, and one piece in fifty is lost and comes a quarter of a second later, with all that was
// behind it: that is what TCP makes of 2 % loss. It gives the address.
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
