//go:build !linux

package store

import (
	"net"
	"time"
)

// dialer connects so that a machine that vanished is noticed soon.
func dialer(within time.Duration) *net.Dialer {
	return &net.Dialer{
		Timeout:         within,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 5 * time.Second, Count: 3},
	}
}
