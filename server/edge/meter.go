package edge

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxKeys bounds what a meter keeps, about 10 MB. Beyond it all new keys share one allowance.
const maxKeys = 50_000

// Meter gives each key an allowance in a time: requests of an address, bytes of a screen. Unused
// allowance comes back bit by bit, up to the whole. It lives in memory: a restart clears it.
type Meter struct {
	most  int
	in    time.Duration
	share func(most int) int // what of it is given here; nil: all

	mu     sync.Mutex
	keys   map[string]*rate.Limiter
	others *rate.Limiter
	tidied time.Time
}

// NewMeter allows most in each span of time.
func NewMeter(most int, in time.Duration) *Meter {
	m := &Meter{most: most, in: in, keys: map[string]*rate.Limiter{}}
	m.others = m.limiter(most)
	return m
}

func (m *Meter) limiter(most int) *rate.Limiter { return rate.NewLimiter(m.each(most), most) }

// each is how much of an allowance comes back in a second.
func (m *Meter) each(most int) rate.Limit { return rate.Limit(float64(most) / m.in.Seconds()) }

// Most is the whole allowance of a key.
func (m *Meter) Most() int { return m.most }

// Allow takes n of a key's allowance; false: there is not enough left, and nothing was taken.
func (m *Meter) Allow(key string, n int, now time.Time) bool {
	return m.of(key, now).AllowN(now, n)
}

// Left says whether a key may take one of its allowance. It takes nothing.
func (m *Meter) Left(key string, now time.Time) bool {
	return m.of(key, now).TokensAt(now) >= 1
}

func (m *Meter) of(key string, now time.Time) *rate.Limiter {
	most := m.most
	if m.share != nil {
		most = m.share(most)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.find(key, most, now)
	if l.Burst() != most { // there are more servers now, or fewer
		l.SetLimitAt(now, m.each(most))
		l.SetBurstAt(now, most)
	}
	return l
}

// find gives the limiter of a key. The caller holds the lock.
func (m *Meter) find(key string, most int, now time.Time) *rate.Limiter {
	l, ok := m.keys[key]
	if ok {
		return l
	}
	if len(m.keys) >= maxKeys && now.Sub(m.tidied) >= time.Second { // not for every new key of a crowd
		m.tidied = now
		for k, l := range m.keys {
			if l.TokensAt(now) >= float64(l.Burst()) { // its allowance is whole again
				delete(m.keys, k)
			}
		}
	}
	if len(m.keys) >= maxKeys {
		return m.others
	}
	l = m.limiter(most)
	m.keys[key] = l
	return l
}
