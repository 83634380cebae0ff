//go:build unix

package socket

import (
	"net"
	"syscall"
)

// rawOf is the descriptor of a plain TCP connection; nil for any other: what TLS has decrypted already cannot be waited
// for on the socket.
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

// readable looks, without taking anything, whether a read would return at once. When the runtime calls it again, something
// came: what it was, the read will tell.
func (p *player) readable(fd uintptr) bool {
	if p.looked {
		return true
	}
	p.looked = true
	var b [1]byte
	for {
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK)
		if err != syscall.EINTR {
			return err != syscall.EAGAIN
		}
	}
}
