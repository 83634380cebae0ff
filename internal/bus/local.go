package bus

import (
	"context"
	"sync"
)

// Local is the bus within one process. The zero Local is ready for use.
type Local struct {
	mu   sync.Mutex
	ears map[chan struct{}]struct{}
}

var _ Bus = (*Local)(nil)

// Ring implements [Bus].
func (l *Local) Ring() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ear := range l.ears {
		select {
		case ear <- struct{}{}:
		default: // it has not looked since the last ring; that one stands for both
		}
	}
}

// Subscribe implements [Bus].
func (l *Local) Subscribe(ctx context.Context) <-chan struct{} {
	ear := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ears == nil {
		l.ears = make(map[chan struct{}]struct{})
	}
	l.ears[ear] = struct{}{}
	context.AfterFunc(ctx, func() { l.leave(ear) })
	return ear
}

func (l *Local) leave(ear chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.ears, ear)
	close(ear) // under the lock, so that no Ring can be sending on it
}
