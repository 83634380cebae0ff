package signin

import (
	"fmt"
	"sync"
	"time"

	"ngatu/content"
)

// Waits between failures. The longest is short enough that somebody who types a colleague's name wrong on purpose does not
// keep them out for a morning, and long enough that guessing is hopeless: 12 an hour.
const (
	firstWait   = 2 * time.Second
	longestWait = 5 * time.Minute
	forgetAfter = time.Hour
	maxTracked  = 20_000
)

// limiter makes each failure above free cost a longer wait than the one before. It lives in memory: a restart forgives.
type limiter struct {
	free int

	mu   sync.Mutex
	seen map[string]*failures
}

type failures struct {
	count int
	last  time.Time
	until time.Time // no attempt is looked at before
}

func newLimiter(free int) *limiter { return &limiter{free: free, seen: map[string]*failures{}} }

// allow refuses an attempt while the key has to wait, and says how long.
func (l *limiter) allow(key string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.seen[key]
	if f == nil || !now.Before(f.until) {
		return nil
	}
	seconds := int(f.until.Sub(now).Seconds()) + 1
	return &content.Error{
		Code: content.TooMany,
		Vi:   fmt.Sprintf("Sai quá nhiều lần. Hãy đợi %d giây rồi thử lại.", seconds),
		En:   fmt.Sprintf("Too many failed attempts. Wait %d seconds and try again.", seconds),
	}
}

func (l *limiter) failed(key string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.seen) >= maxTracked {
		l.forget(now)
	}
	f := l.seen[key]
	if f == nil || now.Sub(f.last) > forgetAfter {
		f = &failures{}
		l.seen[key] = f
	}
	f.count, f.last = f.count+1, now
	if over := f.count - l.free; over >= 0 {
		f.until = now.Add(min(longestWait, firstWait<<min(over, 12)))
	}
}

func (l *limiter) succeeded(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.seen, key)
}

// forget makes room: what is old goes first, and everything where all of it is young.
func (l *limiter) forget(now time.Time) {
	for key, f := range l.seen {
		if now.Sub(f.last) > forgetAfter {
			delete(l.seen, key)
		}
	}
	if len(l.seen) >= maxTracked {
		clear(l.seen)
	}
}
