package report

import (
	"slices"
	"sync"
	"time"
)

const (
	maxDelays  = 16        // measurements kept: about 45 minutes of them
	lossWindow = time.Hour // older losses are not counted
	maxLosses  = 1000      // a line that breaks more often in an hour is no worse for it
)

// line is how good the connection to the server is. The zero line is ready. Many goroutines may use
// it.
type line struct {
	mu     sync.Mutex
	up     bool
	delays []int64     // round trips of the last exchanges, in milliseconds
	losses []time.Time // when connections ended
}

func (l *line) connected() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.up = true
}

// disconnected notes the end of a connection; an attempt that failed is no loss.
func (l *line) disconnected(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.up {
		l.losses = append(l.losses[max(0, len(l.losses)-maxLosses+1):], now)
	}
	l.up = false
}

// roundTrip notes how long an exchange took there and back, in milliseconds.
func (l *line) roundTrip(ms int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delays = append(l.delays[max(0, len(l.delays)-maxDelays+1):], max(ms, 0))
}

// delay is the shortest and the median round trip, in milliseconds; 0 if no server has answered.
func (l *line) delay() (least, median int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.delays) == 0 {
		return 0, 0
	}
	all := slices.Sorted(slices.Values(l.delays))
	return all[0], all[len(all)/2]
}

// lost is how many connections ended in the last hour.
func (l *line) lost(now time.Time) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.losses = slices.DeleteFunc(l.losses, func(at time.Time) bool { return now.Sub(at) > lossWindow })
	return len(l.losses)
}
