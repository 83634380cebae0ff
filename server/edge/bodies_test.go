package edge

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// large is a body of which the last byte never comes, in bytes.
const large = 256 << 10

// Whoever begins many large bodies and ends none loses the oldest; a small one that comes among
// them is answered.
func TestUnfinishedBodiesGiveWay(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true, StreamRequestBody: true})
	app.Post("/", func(c *fiber.Ctx) error {
		b, err := e.ReadBody(c, large)
		if err != nil {
			return err
		}
		return c.SendString(fmt.Sprint(len(b)))
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = app.Listener(l) }()
	t.Cleanup(func() { _ = app.ShutdownWithTimeout(time.Second) })

	const beyond = 8
	var held []net.Conn
	for range bodiesOfHall/large + beyond {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		held = append(held, c)
		fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", large)
		if _, err := c.Write(bytes.Repeat([]byte("a"), large-1)); err != nil {
			t.Fatal(err)
		}
	}
	closed := 0
	for _, c := range held {
		_ = c.SetReadDeadline(time.Now().Add(30 * time.Second))
		if closed == beyond {
			_ = c.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		}
		if _, err := c.Read(make([]byte, 1)); err != nil && !isTimeout(err) {
			closed++
		}
	}
	if closed < beyond || closed > beyond+1 {
		t.Errorf("%d unfinished bodies gave way, not %d", closed, beyond)
	}
	r, err := http.Post("http://"+l.Addr().String()+"/", "text/plain", bytes.NewReader(make([]byte, 9000)))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if b, _ := io.ReadAll(r.Body); string(b) != "9000" {
		t.Errorf("a whole body is answered with %q", b)
	}
	if r, err := http.Post("http://"+l.Addr().String()+"/", "text/plain", bytes.NewReader(make([]byte, large+1))); err == nil {
		r.Body.Close()
		if r.StatusCode == http.StatusOK {
			t.Error("a body that is too long was taken")
		}
	}
}

func isTimeout(err error) bool {
	n, ok := err.(net.Error)
	return ok && n.Timeout()
}

// Nobody pays for another's bodies before the one who holds most.
func TestBodiesOfOthersStay(t *testing.T) {
	var b bodies
	from := func(n int) Client {
		return Client{Addr: netip.PrefixFrom(netip.AddrFrom4([4]byte{203, 0, byte(n >> 8), byte(n)}), 32)}
	}
	begin := func(n int, bytes int64) *body {
		here, there := net.Pipe()
		t.Cleanup(func() { here.Close(); there.Close() })
		return b.begin(from(n), bytes, here)
	}
	small := begin(0, 10_000)
	for i := range 40 {
		begin(1+i%20, bodiesOfOne/2)
	}
	if small.at == nil {
		t.Error("a small body gave way to large ones")
	}
	if b.bytes > bodiesOfAll {
		t.Errorf("%d bytes are held", b.bytes)
	}
	own := begin(100, bodiesOfOne)
	newer := begin(100, 1000)
	if own.at != nil || newer.at == nil {
		t.Error("beyond its bound an address keeps its oldest body")
	}
	b.end(own) // its reader ends later
	b.end(newer)
	b.end(small)
	for _, s := range b.senders {
		for s.bodies.Len() > 0 {
			b.end(s.bodies.Front().Value.(*body))
		}
	}
	if b.bytes != 0 || len(b.senders) != 0 {
		t.Errorf("%d bytes of %d senders are left", b.bytes, len(b.senders))
	}
}
