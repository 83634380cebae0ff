package socket

import (
	"bufio"
	"context"
	"net"
	"net/http"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// Local gives a function that opens a socket to this server without a network, for players that
// reach it some other way. They are checked as on any other socket.
func Local(o Options) func(context.Context) (*websocket.Conn, error) {
	s := newServer(o)
	return func(ctx context.Context) (*websocket.Conn, error) {
		dialer := websocket.Dialer{
			HandshakeTimeout: handshakeLimit,
			NetDialContext: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				go s.answer(far)
				return near, nil
			},
		}
		ws, _, err := dialer.DialContext(ctx, "ws://here"+protocol.PathSocket, nil)
		return ws, err
	}
}

// answer reads the handshake at the far end, and continues as for a connection from outside. A
// player sends nothing after its handshake before the answer, so the reader has no bytes left over.
func (s *server) answer(conn net.Conn) {
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err == nil {
		if p := s.open(conn, r); p != nil {
			p.keep(conn)
			return
		}
	}
	conn.Close()
}
