package edge

import (
	"net"

	"golang.org/x/sys/unix"
)

const movesKnown = true

// movesOf asks the kernel how much has moved on a connection.
func movesOf(c *net.TCPConn) (m moves, ok bool) {
	raw, err := c.SyscallConn()
	if err != nil {
		return m, false
	}
	err = raw.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if ok = err == nil; ok {
			m = moves{bytes: info.Bytes_acked + info.Bytes_received, waits: info.Notsent_bytes > 0 || info.Unacked > 0}
		}
	})
	return m, ok && err == nil
}
