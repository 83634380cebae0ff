package main

import (
	"context"
	"fmt"
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
}

// connect brings n players, spread over screens.
func connect(ctx context.Context, address string, screens []string, n int) (*players, error) {
	all := &players{}
	dialer := websocket.Dialer{EnableCompression: true, ReadBufferSize: 1024, WriteBufferSize: 512, HandshakeTimeout: 10 * time.Second}
	for i := range n {
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
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
		p.frames.Add(1)
	}
}

func (p *players) leave() {
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.done.Wait()
}
