package socket

import (
	"bufio"
	"context"
	"net"
	"net/http"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// Local gives a function that opens a socket to this server without a network: for players who reach it some other way.
// Whoever speaks on it passes the same door as on any other. remote is the player's IP address, host the one that it asked.
func Local(o Options) func(ctx context.Context, remote, host string) (*websocket.Conn, error) {
	s := newServer(o)
	return func(ctx context.Context, remote, host string) (*websocket.Conn, error) {
		dialer := websocket.Dialer{
			HandshakeTimeout: handshakeIn,
			NetDialContext: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				go s.answer(far, remote)
				return near, nil
			},
		}
		ws, _, err := dialer.DialContext(ctx, "ws://"+host+protocol.PathSocket, nil)
		return ws, err
	}
}

// answer reads the handshake at the far end and goes on as for a connection from outside. Nothing follows a handshake
// before its answer, so the reader keeps no bytes back.
func (s *server) answer(conn net.Conn, remote string) {
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		conn.Close()
		return
	}
	s.open(conn, r, remote)
}
