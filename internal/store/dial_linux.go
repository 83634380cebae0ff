package store

import (
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// silence is how long a database server's machine may leave what was sent to it unacknowledged. The
// system's own patience is a quarter of an hour.
const silence = 15 * time.Second

// dialer connects so that a machine that vanished is noticed soon.
func dialer(within time.Duration) *net.Dialer {
	return &net.Dialer{
		Timeout:         within,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silence / 3, Interval: silence / 3, Count: 3},
		Control: func(network, _ string, c syscall.RawConn) error {
			if network == "unix" {
				return nil
			}
			var failed error
			err := c.Control(func(fd uintptr) {
				failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(silence.Milliseconds()))
			})
			if err == nil {
				err = failed
			}
			return err
		},
	}
}
