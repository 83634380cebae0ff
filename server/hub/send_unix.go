//go:build unix && !(linux && (amd64 || arm64 || arm))

package hub

import "syscall"

// write writes to a descriptor that Go has made non-blocking; full says that the socket takes no
// more now.
func write(fd int, b []byte) (n int, full bool, err error) {
	for {
		n, err = syscall.Write(fd, b)
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
