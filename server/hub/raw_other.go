//go:build !unix

package hub

import (
	"errors"
	"net"
	"syscall"
)

// rawOf is nil: where descriptors are not those of Unix, writers write to every socket.
func rawOf(net.Conn) syscall.RawConn { return nil }

func write(uintptr, []byte) (int, bool, error) { return 0, false, errors.ErrUnsupported }
