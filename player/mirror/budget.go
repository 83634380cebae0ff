package mirror

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/durable"
)

const (
	budgetFile = "fetched.json"
	// small media are fetched whatever the budget is: the stills that stand in for all others are
	// no larger.
	small = 64 << 10
	// The sum is saved after so many bytes; a power cut loses less than that.
	saveEach = 1 << 20
	// later is how long a medium waits if it does not fit in today's budget, and as much again at
	// random.
	later = 10 * time.Minute
)

// budget counts the bytes of a day, over restarts of the agent too: a SIM card is paid by the
// megabyte.
type budget struct {
	path  string
	daily int64

	mu    sync.Mutex
	day   string
	bytes int64
	saved int64
}

// ledger is what the disk holds.
type ledger struct {
	Day   string `json:"day"` // local, as 2024-11-21; "" while the day is unknown
	Bytes int64  `json:"bytes"`
}

func openBudget(path string, daily int64) *budget {
	b := &budget{path: path, daily: daily}
	var l ledger
	if text, err := os.ReadFile(path); err == nil && json.Unmarshal(text, &l) == nil && l.Bytes >= 0 {
		b.day, b.bytes, b.saved = l.Day, l.Bytes, l.Bytes
	}
	return b
}

// on begins a new day if it is one. What was fetched before any day was known counts for the first.
func (b *budget) on(day string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if day == b.day {
		return
	}
	if b.day != "" {
		b.bytes = 0
	}
	b.day = day
	b.save()
}

// spend counts n bytes and says whether there may be more of a medium of that size.
func (b *budget) spend(n int, size int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bytes += int64(n)
	if b.bytes-b.saved >= saveEach {
		b.save()
	}
	return b.open(size)
}

func (b *budget) may(size int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open(size)
}

func (b *budget) open(size int64) bool { return b.daily <= 0 || size <= small || b.bytes < b.daily }

func (b *budget) spent() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.bytes
}

// settle saves the sum at the end of a download.
func (b *budget) settle() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bytes != b.saved {
		b.save()
	}
}

// save does its best: a full disk must not stop what fills the glass. The caller holds mu.
func (b *budget) save() {
	if text, err := json.Marshal(ledger{b.day, b.bytes}); err == nil && durable.Write(b.path, text) == nil {
		b.saved = b.bytes
	}
}

// errToday says that the day's budget is used up.
var errToday = errors.New("today's budget is used up")

// overBudget is the error for a medium that does not fit in today's budget.
func (m *Mirror) overBudget() error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   fmt.Sprintf("Hôm nay đã tải hết %d MB cho phép; các tệp còn lại sẽ được tải từ ngày mai. Nếu cần ngay, hãy tăng --daily.", m.cfg.Daily>>20),
		En:   fmt.Sprintf("Today's %d MB of downloads are used up; the rest comes from tomorrow on. If it is needed now, raise --daily.", m.cfg.Daily>>20),
		Err:  errToday,
	}
}

// today tells the budget which day it is.
func (m *Mirror) today() {
	if now, ok := m.cfg.Local(); ok {
		m.budget.on(now.Format(time.DateOnly))
	}
}

// metered counts what is read of a medium, and stops when the day's budget is used up. What was
// read is kept and continued later.
type metered struct {
	r     io.Reader
	m     *Mirror
	size  int64
	spent bool
}

func (r *metered) Read(p []byte) (int, error) {
	if r.spent {
		return 0, r.m.overBudget()
	}
	n, err := r.r.Read(p)
	r.spent = !r.m.budget.spend(n, r.size)
	return n, err
}
