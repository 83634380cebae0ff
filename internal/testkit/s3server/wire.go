package s3server

import (
	"io"
	"math"
	"net"
	"strings"
	"sync"
	"testing"
)

// Wire is connections to a server that can stop in the middle without ending.
type Wire struct {
	listener net.Listener

	mu   sync.Mutex
	left int64 // bytes that it still lets through from the server
	more *sync.Cond
}

// NewWire makes one that ends with the test.
func NewWire(t testing.TB, s *Server) *Wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &Wire{listener: l, left: math.MaxInt64}
	w.more = sync.NewCond(&w.mu)
	t.Cleanup(func() { l.Close(); w.StopAfter(math.MaxInt64) })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", strings.TrimPrefix(s.Endpoint(), "http://"))
			if err != nil {
				near.Close()
				continue
			}
			go func() { defer far.Close(); _, _ = io.Copy(far, near) }()
			go func() { defer near.Close(); w.pass(near, far) }()
		}
	}()
	return w
}

// Endpoint is its address as one of S3.
func (w *Wire) Endpoint() string { return "http://" + w.listener.Addr().String() }

// StopAfter lets so many bytes more of what the server says through.
func (w *Wire) StopAfter(bytes int64) {
	w.mu.Lock()
	w.left = bytes
	w.mu.Unlock()
	w.more.Broadcast()
}

func (w *Wire) pass(to io.Writer, from io.Reader) {
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		for sent := 0; sent < n; {
			w.mu.Lock()
			for w.left == 0 {
				w.more.Wait()
			}
			part := min(int64(n-sent), w.left)
			w.left -= part
			w.mu.Unlock()
			if _, err := to.Write(b[sent : sent+int(part)]); err != nil {
				return
			}
			sent += int(part)
		}
		if err != nil {
			return
		}
	}
}
