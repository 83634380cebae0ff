package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/socket"
)

// What frames of the load weigh, in bytes of text.
const (
	frameSize = 1024
	largeSize = 20480
)

// childHub is what the load measures: the sockets and the hub as the server uses them, with a
// screen, an audience and a board to listen to for every player, and nothing of store or media. GET
// /publish and GET /large send one frame to all. Its arguments: their weights, "tls" or "plain",
// file for a profile or "".
func childHub(args []string) error {
	if len(args) != 4 {
		return errors.New("a hub is started with four arguments")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if args[2] == "tls" {
		if l, err = secured(l); err != nil {
			return err
		}
	}
	stop, err := profiled(args[3])
	if err != nil {
		return err
	}
	h := hub.New(hub.Options{})
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	web.Get(protocol.PathSocket, socket.Handler(socket.Options{
		Hub: h, Now: func() int64 { return time.Now().UnixMilli() },
		Accept: func(_ context.Context, k socket.Knock) (hub.Player, protocol.Welcome, error) {
			topics := []string{"screen/" + k.Hello.Screen, "audience/0123456789abcdef", "board/accounts@2024-11/01"}
			return hub.Player{Screen: k.Hello.Screen, Topics: topics}, protocol.Welcome{}, nil
		},
	}))
	var number atomic.Int64
	for i, path := range []string{"/publish", "/large"} {
		size, err := strconv.Atoi(args[i])
		if err != nil {
			return err
		}
		web.Get(path, func(*fiber.Ctx) error {
			f, err := loadFrame(number.Add(1), size)
			if err != nil {
				return err
			}
			return h.Publish("board/accounts@2024-11/01", f)
		})
	}
	web.Get("/rest", func(*fiber.Ctx) error { debug.FreeOSMemory(); return nil })
	fmt.Println("http://" + l.Addr().String())
	go func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		stop()
		os.Exit(0) // nothing here is worth closing
	}()
	return web.Listener(socket.Listen(l))
}

// loadFrame is a frame of figures of size bytes.
func loadFrame(n int64, size int) (protocol.Frame, error) {
	make := func(pad int) (protocol.Frame, []byte, error) {
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeFigures, For: "accounts@2024-11/01", Number: 1_700_000_000_000 + n},
			protocol.Figures{Board: strings.Repeat("x", pad), AsOf: n}, nil)
		if err != nil {
			return f, nil, err
		}
		b, err := f.Encode()
		return f, b, err
	}
	_, bare, err := make(0)
	if err != nil {
		return protocol.Frame{}, err
	}
	f, _, err := make(max(size-len(bare), 0))
	return f, err
}
