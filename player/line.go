package player

import (
	"slices"
	"sync"
	"time"
)

const (
	lineDelays = 16        // exchanges of the time that tell how the line is: three quarters of an hour of them
	lineLost   = time.Hour // losses longer ago are history
	mostLost   = 1000      // a line that is lost more often in an hour is no worse for it
)

// line is how good the connection to the server is. The zero line has not been used. It may be used by many goroutines.
type line struct {
	mu     sync.Mutex
	up     bool
	delays []int64     // milliseconds there and back, of the last exchanges
	lost   []time.Time // when a connection that was welcomed ended
}

func (l *line) came() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.up = true
}

// went notes the end of a connection; one that never came to be was no loss.
func (l *line) went(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.up {
		l.lost = append(l.lost[max(0, len(l.lost)-mostLost+1):], now)
	}
	l.up = false
}

// took notes how long an exchange was on the way there and back, in milliseconds.
func (l *line) took(delay int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.delays = append(l.delays[max(0, len(l.delays)-lineDelays+1):], max(delay, 0))
}

// delay is the least and the median time there and back, in milliseconds; 0 where no server has answered.
func (l *line) delay() (least, median int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.delays) == 0 {
		return 0, 0
	}
	all := slices.Sorted(slices.Values(l.delays))
	return all[0], all[len(all)/2]
}

// losses is how many connections ended in the last hour.
func (l *line) losses(now time.Time) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost = slices.DeleteFunc(l.lost, func(at time.Time) bool { return now.Sub(at) > lineLost })
	return len(l.lost)
}
