//go:build !unix

package socket

import (
	"net"
	"syscall"
)

// rawOf is nil: where descriptors are not those of Unix, a goroutine blocks in the read.
func rawOf(net.Conn) syscall.RawConn { return nil }

func (*player) readable(uintptr) bool { return true }
