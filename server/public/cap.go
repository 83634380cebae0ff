package public

import (
	"sync"
	"time"
)

// mostAnHour bounds the openings counted for one screen in an hour: more than any crowd scans, and little enough that
// somebody who reloads a page in a loop does not write the statistics. No address is needed for it.
const mostAnHour = 2000

// hourCap counts openings of the current hour by screen; only codes of real screens come here, so it stays small.
type hourCap struct {
	mu   sync.Mutex
	hour time.Time
	seen map[string]int
}

func (h *hourCap) allow(code string, now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if hour := now.Truncate(time.Hour); !hour.Equal(h.hour) || h.seen == nil {
		h.hour, h.seen = hour, map[string]int{}
	}
	if h.seen[code] >= mostAnHour {
		return false
	}
	h.seen[code]++
	return true
}
