//go:build unix

package socket

import (
	"net"
	"syscall"
)

// rawOf is the descriptor of a plain TCP connection; nil for any other: nothing can be waited for
// on the socket that TLS has already decrypted.
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

// readable looks, without taking anything, whether a read would return at once. It also notes
// whether all that the read could say is that the connection has ended.
func (p *player) readable(fd uintptr) bool {
	var b [1]byte
	for {
		n, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK)
		switch err {
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
			return false
		}
		p.ended = err != nil || n == 0
		return true
	}
}
