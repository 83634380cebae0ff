// Command contrib is a server as one writes it with Fiber and gofiber/contrib/websocket: a
// goroutine a player that reads, a loop over all players that writes. Write buffers come from a
// pool, the others are as small as it allows; nothing is compressed. GET /publish sends one frame,
// prepared once, to everybody.
//
// A module of its own, built by the bench: what it needs is not in the house's go.mod.
package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	fast "github.com/fasthttp/websocket"
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
)

// crowd is everybody who is here.
type crowd struct {
	mu  sync.Mutex
	all map[*websocket.Conn]bool
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "contrib:", err)
		os.Exit(1)
	}
}

func run() error {
	c := &crowd{all: map[*websocket.Conn]bool{}}
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	web.Get("/ws", websocket.New(c.take, websocket.Config{
		ReadBufferSize: 256, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{},
	}))
	for path, argument := range map[string]int{"/publish": 1, "/large": 2} {
		frame, err := fast.NewPreparedMessage(websocket.TextMessage, []byte(strings.Repeat("x", size(argument))))
		if err != nil {
			return err
		}
		web.Get(path, func(*fiber.Ctx) error { return c.publish(frame) })
	}
	web.Get("/rest", func(*fiber.Ctx) error { debug.FreeOSMemory(); return nil })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + l.Addr().String())
	go func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		os.Exit(0)
	}()
	return web.Listener(l)
}

// take answers the hello and reads until the player goes.
func (c *crowd) take(ws *websocket.Conn) {
	for first := true; ; first = false {
		if _, _, err := ws.ReadMessage(); err != nil {
			break
		}
		if first {
			if err := ws.WriteMessage(websocket.TextMessage, []byte("{}")); err != nil {
				break
			}
			c.mu.Lock()
			c.all[ws] = true
			c.mu.Unlock()
		}
	}
	c.mu.Lock()
	delete(c.all, ws)
	c.mu.Unlock()
}

// publish writes to everybody, by as many goroutines as there are processors.
func (c *crowd) publish(frame *fast.PreparedMessage) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := make(chan *websocket.Conn, 64)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for ws := range next {
				_ = ws.WritePreparedMessage(frame) // a player that is gone is noticed by its reader
			}
		})
	}
	for ws := range c.all {
		next <- ws
	}
	close(next)
	all.Wait()
	return nil
}

// size is one of the two arguments, the weights of the frames in bytes.
func size(argument int) int {
	if argument < len(os.Args) {
		if n, err := strconv.Atoi(os.Args[argument]); err == nil {
			return n
		}
	}
	return 1024
}
