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

// write writes to a descriptor that Go has made non-blocking; full says that the socket takes no more now.
func write(fd uintptr, b []byte) (n int, full bool, err error) {
	for {
		n, err = syscall.Write(int(fd), b)
		switch err {
		case nil:
			return n, false, nil
		case syscall.EINTR:
		case syscall.EAGAIN:
			return 0, true, nil
		default:
			return 0, false, err
		}
	}
}
