package edge

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Whoever sends all of a file before they look at the answer, as browsers do, gets the sentence of
// a refusal that did not wait for it. Whoever stops on the way gets it soon.
func TestARefusedBodyIsReadOn(t *testing.T) {
	app := fiber.New(fiber.Config{DisableStartupMessage: true, StreamRequestBody: true})
	app.Use(func(c *fiber.Ctx) error { defer ReadOn(c); return c.Next() })
	app.Post("/", func(c *fiber.Ctx) error { return c.Status(fiber.StatusUnauthorized).SendString("hãy đăng nhập") })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go app.Listener(l)
	t.Cleanup(func() { app.Shutdown() })
	const whole = 24 << 20
	for name, sent := range map[string]int64{"all of it": whole, "some of it": 1 << 20} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(time.Minute))
			fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", whole)
			if n, err := io.CopyN(c, zeros{}, sent); err != nil {
				t.Fatalf("cut off after %d of %d bytes: %v", n, sent, err)
			}
			answer, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(answer.Body)
			if answer.StatusCode != fiber.StatusUnauthorized || string(b) != "hãy đăng nhập" || err != nil {
				t.Errorf("%d %q %v", answer.StatusCode, b, err)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
