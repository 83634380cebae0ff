package api

import (
	"fmt"
	"sync"
	"time"

	"ngatu/content"
)

// meter lets a key through so often in a minute.
type meter struct {
	most int

	mu     sync.Mutex
	minute time.Time
	seen   map[string]int
}

func newMeter(most int) *meter { return &meter{most: most, seen: map[string]int{}} }

// maxKeys bounds what is counted; above it nobody new gets through until the minute is over.
const maxKeys = 50_000

func (m *meter) allow(key string, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(m.minute) {
		m.minute = minute
		clear(m.seen)
	}
	if m.seen[key] < m.most && len(m.seen) < maxKeys {
		m.seen[key]++
		return nil
	}
	return &content.Error{
		Code: content.TooMany,
		Vi:   fmt.Sprintf("Quá %d yêu cầu trong một phút. Hãy đợi sang phút sau.", m.most),
		En:   fmt.Sprintf("More than %d requests in a minute. Wait for the next minute.", m.most),
	}
}
