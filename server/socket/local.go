package socket

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// Local gives a function that opens a socket to this server without a network: for players who reach it some other way.
// Whoever speaks on it passes the same door as on any other.
func Local(o Options) func(context.Context) (*Line, error) {
	s := newServer(o)
	return func(ctx context.Context) (*Line, error) {
		dialer := websocket.Dialer{
			HandshakeTimeout: handshakeIn,
			NetDialContext: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				go s.answer(far)
				return near, nil
			},
		}
		ws, _, err := dialer.DialContext(ctx, "ws://here"+protocol.PathSocket, nil)
		if err != nil {
			return nil, err
		}
		ws.SetReadLimit(protocol.MaxFrame)
		return &Line{ws}, nil
	}
}

// Line is the player's end of such a socket. One goroutine may read and one write at a time.
type Line struct{ ws *websocket.Conn }

// writeIn bounds the writing of one message; only a server that does not read makes it wait.
const writeIn = 5 * time.Second

// Read gives the next message. Its error says in [CloseOf] how the socket ended.
func (l *Line) Read() ([]byte, error) {
	_, b, err := l.ws.ReadMessage()
	return b, err
}

// Write sends one message.
func (l *Line) Write(b []byte) error {
	if err := l.ws.SetWriteDeadline(time.Now().Add(writeIn)); err != nil {
		return err
	}
	return l.ws.WriteMessage(websocket.TextMessage, b)
}

// Close hangs up.
func (l *Line) Close() { l.ws.Close() }

// CloseOf is the code and reason with which a socket was closed; 1006 where it ended without.
func CloseOf(err error) (int, string) {
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		return closed.Code, closed.Text
	}
	return websocket.CloseAbnormalClosure, ""
}

// answer reads the handshake at the far end and goes on as for a connection from outside. Nothing follows a handshake
// before its answer, so the reader keeps no bytes back.
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
