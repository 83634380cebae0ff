package edge

import (
	"errors"
	"net"
	"syscall"
	"time"
)

// maxPause is the longest pause of the listener while the system accepts no connection.
const maxPause = time.Second

// Listen bounds what l accepts, and keeps trying while the system has no descriptor or memory left:
// the web server would stop.
func (k *Connections) Listen(l net.Listener) net.Listener { return &listener{l, k} }

type listener struct {
	net.Listener
	*Connections
}

// Accept waits for a connection that has a place. It fails only when the listener has ended.
func (l *listener) Accept() (net.Conn, error) {
	pause := time.Millisecond
	for {
		c, err := l.Listener.Accept()
		switch {
		case err == nil:
			tcp, ok := c.(*net.TCPConn)
			if !ok || l.admit(tcp) {
				return c, nil
			}
			tcp.SetLinger(0)
			tcp.Close()
			continue
		case ended(err):
			return nil, err
		}
		l.full.Do(func() {
			l.log.Error("the system takes no more connections for now; the oldest of whoever holds most are closed", "error", err)
		})
		if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
			l.mu.Lock()
			l.evict(l.largest())
			l.mu.Unlock()
		}
		time.Sleep(pause)
		pause = min(2*pause, maxPause)
	}
}

// ended says that a listener will never accept again. All other errors concern one connection, or
// pass.
func ended(err error) bool {
	return errors.Is(err, net.ErrClosed) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.EBADF) ||
		errors.Is(err, syscall.ENOTSOCK)
}
