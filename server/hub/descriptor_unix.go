//go:build unix

package hub

import "net"

// descriptorOf is the descriptor of a plain TCP connection; -1 for any other, which is written to by writers.
//
// The threat: a descriptor that is closed is given to the next connection, and a frame would be said to a stranger.
// So nobody but [Session.cut] closes a connection that has joined, and whoever writes to the descriptor holds the same lock
// and has seen that the session is not gone. In return a delivery touches neither the connection nor the poller: with
// ten thousand players each of them is a miss of the cache (docs/performance.md).
func descriptorOf(c net.Conn) int {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return -1
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return -1
	}
	fd := -1
	if raw.Control(func(at uintptr) { fd = int(at) }) != nil {
		return -1
	}
	return fd
}
