//go:build !linux

package players

import "net"

// keepUnsentLow does nothing: this system has no such setting.
func keepUnsentLow(net.Conn) {}
