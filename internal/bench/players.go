package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// players are light ones: they say hello, take every frame, and fetch no media.
type players struct {
	conns  []*websocket.Conn
	done   sync.WaitGroup
	frames atomic.Int64

	mu    sync.Mutex
	mark  []byte        // what a frame must hold to be noted; nil: nothing is
	times []time.Time   // when players took it
	all   chan struct{} // closed when all have
}

// connect brings n players, spread over screens.
func connect(ctx context.Context, address string, screens []string, n int) (*players, error) {
	all := &players{}
	dialer := websocket.Dialer{EnableCompression: true, ReadBufferSize: 1024, WriteBufferSize: 512, HandshakeTimeout: 10 * time.Second}
	for i := range n {
		from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+i/500))}} // as many as one address may
		dialer.NetDialContext = from.DialContext
		c, _, err := dialer.DialContext(ctx, strings.Replace(address, "http", "ws", 1)+protocol.PathSocket, nil)
		if err != nil {
			all.leave()
			return nil, fmt.Errorf("player %d: %w", i, err)
		}
		all.conns = append(all.conns, c)
		hello, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: screens[i%len(screens)]})
		if err == nil {
			err = c.WriteJSON(hello)
		}
		if err != nil {
			all.leave()
			return nil, err
		}
		all.done.Go(func() { all.read(c) })
	}
	return all, nil
}

// read takes frames until the socket ends; gorilla answers the server's pings meanwhile.
func (p *players) read(c *websocket.Conn) {
	for {
		_, frame, err := c.ReadMessage()
		if err != nil {
			return
		}
		p.frames.Add(1)
		p.hear(frame)
	}
}

func (p *players) leave() {
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.done.Wait()
}
