//go:build unix

package hub

import "net"

// descriptorOf is the descriptor of a plain TCP connection; -1 for any other, which writers serve.
//
// The threat: the kernel gives a closed descriptor to the next connection, and a stranger would get
// the frame. So only [Session.cut] closes a connection that has joined, and whoever writes to the
// descriptor holds the same lock and has checked that the session is not gone. In return a delivery
// touches neither the connection nor the poller: with ten thousand players, each of them is a cache
// miss (docs/performance.md).
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
