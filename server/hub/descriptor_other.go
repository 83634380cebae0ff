//go:build !unix

package hub

import (
	"errors"
	"net"
)

// descriptorOf is -1: this system has no Unix descriptors, so writers write to every socket.
func descriptorOf(net.Conn) int { return -1 }

func write(int, []byte) (int, bool, error) { return 0, false, errors.ErrUnsupported }
