//go:build unix

package hub

import (
	"net"
	"syscall"
)

// rawOf is the descriptor of a plain TCP connection; nil for any other, which is written to by writers.
func rawOf(c net.Conn) syscall.RawConn {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return nil
	}
	return raw
}
