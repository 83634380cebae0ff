package players

import (
	"net"

	"golang.org/x/sys/unix"
)

// unsent is how many bytes of a file the kernel queues for one player beyond those in flight.
const unsent = 64 << 10

// keepUnsentLow makes the kernel ask for more of a large file only when little of it is left to
// send. By default it queues 4 MB for every player: two thousand that fetch a clip push each other
// out of the processor's cache, and out of memory. Bytes in flight are not limited, so a long line
// is as full as before. On one machine this is 1.4 times as fast (docs/performance.md); where it is
// not available, nothing is lost.
func keepUnsentLow(c net.Conn) {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return // TLS copies, and writes at most one record at once
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) {
			_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, unsent)
		})
	}
}
