package mirror

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
)

var hanoi = time.FixedZone("", 7*3600)

// hand is a clock at the screen that a test sets.
type hand struct {
	mu sync.Mutex
	t  time.Time
}

func (h *hand) now() (time.Time, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.t, !h.t.IsZero()
}

func (h *hand) set(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.t = t
}

func large(name string, size int) []byte { return bytes.Repeat([]byte(name), size/len(name)) }

func needOf(b []byte, at int64) Need {
	return Need{content.Ref{Digest: content.DigestOf(b), Type: "video/mp4", Size: int64(len(b))}, at}
}

func TestBudgetOfADay(t *testing.T) {
	a, b, still := large("a", 600<<10), large("b", 600<<10), large("s", 30<<10)
	s := newShop(t, a, b, still)
	dir := t.TempDir()
	clock := &hand{t: time.Date(2024, 11, 21, 9, 0, 0, 0, hanoi)}
	cfg := Config{Dir: dir, Server: s.URL, Daily: 800 << 10, Parallel: 1, Local: clock.now}
	m, stop := running(t, cfg)
	m.Want([]Need{needOf(a, 0), needOf(b, 0)}, 0)
	eventually(t, "the budget is used up", func() bool { return strings.Contains(m.Trouble(), "used up") })
	if spent := m.Spent(); spent < 800<<10 || spent > 900<<10 || m.Missing() != 1 {
		t.Fatalf("%d bytes fetched, %d missing", spent, m.Missing())
	}
	part, err := os.Stat(filepath.Join(dir, "parts", string(content.DigestOf(b))))
	if err != nil || part.Size() < 100<<10 {
		t.Fatalf("what was fetched of the second is thrown away: %v", err)
	}
	stop()

	asked := len(s.requests())
	m, stop = running(t, cfg) // a restart is no new day
	m.Want([]Need{needOf(still, 0), needOf(a, 0), needOf(b, 0)}, 0)
	eventually(t, "a still comes whatever the budget says", func() bool { return m.Missing() == 1 })
	time.Sleep(100 * time.Millisecond)
	if n := len(s.requests()) - asked; n != 1 {
		t.Fatalf("%d requests beside the still's", n-1)
	}
	clock.set(time.Date(2024, 11, 22, 0, 1, 0, 0, hanoi))
	m.Retry()
	eventually(t, "the next day goes on", func() bool { return m.Missing() == 0 })
	if spent := m.Spent(); spent > 600<<10 {
		t.Errorf("%d bytes for the rest: it did not go on where it stopped", spent)
	}
	stop()
}

func TestLargeMediaWaitForTheNight(t *testing.T) {
	night, err := ParseWindow("22:00-05:00")
	if err != nil {
		t.Fatal(err)
	}
	day := func(d, h int) time.Time { return time.Date(2024, 11, d, h, 0, 0, 0, hanoi) }
	m := &Mirror{cfg: Config{Night: night, Large: 4 << 20}}
	clock := &hand{}
	m.cfg.Local = clock.now
	for _, c := range []struct {
		name string
		now  time.Time
		size int64
		at   time.Time
		late float64
		want time.Duration
	}{
		{"large, for tomorrow", day(21, 9), 5 << 20, day(22, 9), 0, 13 * time.Hour},
		{"the same, another screen", day(21, 9), 5 << 20, day(22, 9), 0.5, 16*time.Hour + 30*time.Minute},
		{"large, on this evening", day(21, 9), 5 << 20, day(21, 20), 0, 0},
		{"large, on now", day(21, 9), 5 << 20, day(21, 9), 0, 0},
		{"small, for tomorrow", day(21, 9), 1 << 20, day(22, 9), 0, 0},
		{"large, at night", day(21, 23), 5 << 20, day(22, 9), 0, 0},
		{"large, at night, another screen", day(21, 23), 5 << 20, day(22, 9), 0.5, 150 * time.Minute},
		{"large, after midnight", day(22, 4), 5 << 20, day(22, 9), 0.5, 0},
		{"large, clock unknown", time.Time{}, 5 << 20, day(22, 9), 0, 0},
	} {
		clock.set(c.now)
		w := &want{Need: Need{content.Ref{Size: c.size}, c.at.UnixMilli()}, late: c.late}
		if got := m.waits(w); got != c.want {
			t.Errorf("%s: waits %v, want %v", c.name, got, c.want)
		}
	}
	for _, bad := range []string{"22:00", "22-5", "25:00-05:00", "05:00-05:00", "-", "01:00-05:00-06:00"} {
		if _, err := ParseWindow(bad); content.CodeOf(err) != content.Invalid {
			t.Errorf("%q is taken for a window", bad)
		}
	}
}
