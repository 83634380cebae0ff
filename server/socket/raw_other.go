//go:build !unix

package socket

import (
	"net"
	"syscall"
)

// rawOf is nil: this system has no Unix descriptors, so a goroutine blocks in the read.
func rawOf(net.Conn) syscall.RawConn { return nil }

func (*player) readable(uintptr) bool { return true }
