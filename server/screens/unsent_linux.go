package screens

import (
	"net"

	"golang.org/x/sys/unix"
)

// unsent is how much of a file, in bytes, lies in the kernel for one player beyond what is on its way to it.
const unsent = 64 << 10

// keepUnsentLow has the kernel ask for more of a large file only when little of it is left to send. By itself it takes
// 4 MB ahead for every player: two thousand that fetch a clip push each other out of the processor's cache, and of the
// memory. What is on its way is not touched, so a long line is as full as before. On one machine that is 1.4 times as fast as
// without (docs/performance.md); where it is not to be had, nothing is lost.
func keepUnsentLow(c net.Conn) {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return // TLS copies, and writes no more at once than one record
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) {
			_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, unsent)
		})
	}
}
