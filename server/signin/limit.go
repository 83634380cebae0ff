package signin

import (
	"context"
	"fmt"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Waits between attempts. The longest is short enough that somebody who types a colleague's name
// wrong on purpose does not lock out their new browser for a morning, and long enough that guessing
// is hopeless: 12 an hour.
const (
	firstWait   = 2 * time.Second
	longestWait = 5 * time.Minute
	forgetAfter = time.Hour
	maxTracked  = 20_000
)

// limiter makes each attempt beyond the free ones wait longer than the one before. An attempt
// counts as a failure from its arrival until it has succeeded, so guesses sent at once count like
// guesses sent one by one. It lives in memory, where a restart clears it; of several servers that
// share a database, there: an attacker would else have as many free guesses at each.
type limiter struct {
	name   string // tells the keys of one from those of another
	free   int
	shared *store.Nodes // nil: in memory

	mu   sync.Mutex
	seen map[string]*attempts
}

type attempts struct {
	count int
	last  time.Time
	until time.Time // attempts before this are refused
}

func newLimiter(name string, free int, shared *store.Nodes) *limiter {
	return &limiter{name: name, free: free, shared: shared, seen: map[string]*attempts{}}
}

// take counts an attempt, or refuses it while the key has to wait and says how long. A refused
// attempt does not lengthen the wait: it has learned nothing.
func (l *limiter) take(ctx context.Context, key string, now time.Time) error {
	wait, err := l.wait(ctx, key, now)
	if err != nil || wait <= 0 {
		return err
	}
	seconds := int(wait.Seconds()) + 1
	return &content.Error{
		Code: content.TooMany,
		Vi:   fmt.Sprintf("Sai quá nhiều lần. Hãy đợi %d giây rồi thử lại. Trình duyệt đã từng đăng nhập không bị người khác làm phải đợi.", seconds),
		En:   fmt.Sprintf("Too many failed attempts. Wait %d seconds and try again. A browser that has signed in before is not held up by others.", seconds),
	}
}

// wait counts an attempt, or gives how long the key has to wait.
func (l *limiter) wait(ctx context.Context, key string, now time.Time) (time.Duration, error) {
	if l.shared != nil {
		return l.shared.Attempt(ctx, l.name+"/"+key, store.Waits{Free: l.free, First: firstWait, Longest: longestWait, Forget: forgetAfter})
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.count(key, now)
	if now.Before(a.until) {
		return a.until.Sub(now), nil
	}
	a.count, a.last = a.count+1, now
	if excess := a.count - l.free; excess >= 0 {
		a.until = now.Add(min(longestWait, firstWait<<min(excess, 12)))
	}
	return 0, nil
}

// exceeds counts an attempt in memory and says whether the key has used up its free ones, of which
// each of some nodes has its share.
func (l *limiter) exceeds(key string, now time.Time, nodes int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.count(key, now)
	a.count, a.last = a.count+1, now
	return a.count > max(1, l.free/nodes)
}

func (l *limiter) count(key string, now time.Time) *attempts {
	a := l.seen[key]
	if a == nil || now.Sub(a.last) > forgetAfter {
		if a == nil && len(l.seen) >= maxTracked {
			l.forget(now)
		}
		a = &attempts{}
		l.seen[key] = a
	}
	return a
}

func (l *limiter) succeeded(ctx context.Context, key string) error {
	if l.shared != nil {
		return l.shared.Forgive(ctx, l.name+"/"+key)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.seen, key)
	return nil
}

// undo takes back a counted attempt that was no failure.
func (l *limiter) undo(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a := l.seen[key]; a != nil && a.count > 0 {
		a.count--
	}
}

// forget makes room: old keys go first, then those tried least often. Made-up names, once each, do
// not push out the name that is really under attack.
func (l *limiter) forget(now time.Time) {
	for key, a := range l.seen {
		if now.Sub(a.last) > forgetAfter {
			delete(l.seen, key)
		}
	}
	for least := 1; len(l.seen) > maxTracked/2; least++ {
		for key, a := range l.seen {
			if a.count <= least {
				delete(l.seen, key)
			}
		}
	}
}
