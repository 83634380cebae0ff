//go:build !linux

package screens

import "net"

// keepUnsentLow does nothing where the system has no such setting.
func keepUnsentLow(net.Conn) {}
