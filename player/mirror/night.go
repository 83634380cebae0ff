package mirror

import (
	"fmt"
	"strings"
	"time"

	"ngatu/content"
)

// lastBegin is the part of the night in which downloads begin: one that begins at its end would run
// into the day.
const lastBegin = 0.6

// Window is a daily time from From to Until, after midnight; Until may be on the next day.
type Window struct {
	From, Until time.Duration
}

// ParseWindow reads a window such as 01:00-05:00; "" is the zero one. The error is a
// [content.Error].
func ParseWindow(s string) (Window, error) {
	if s == "" {
		return Window{}, nil
	}
	a, b, ok := strings.Cut(s, "-")
	from, err1 := time.Parse("15:04", strings.TrimSpace(a))
	until, err2 := time.Parse("15:04", strings.TrimSpace(b))
	if !ok || err1 != nil || err2 != nil || from.Equal(until) {
		return Window{}, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Khung giờ %q không đúng. Hãy viết giờ bắt đầu và giờ kết thúc, ví dụ 01:00-05:00.", s),
			En:   fmt.Sprintf("The window %q is none. Write when it begins and ends, such as 01:00-05:00.", s),
		}
	}
	midnight := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	w := Window{from.Sub(midnight), until.Sub(midnight)}
	if w.Until < w.From {
		w.Until += 24 * time.Hour
	}
	return w, nil
}

// begin is the beginning of the window that t is in, or else of the next one.
func (w Window) begin(t time.Time) time.Time {
	for day := -1; day <= 1; day++ {
		midnight := time.Date(t.Year(), t.Month(), t.Day()+day, 0, 0, 0, 0, t.Location())
		if t.Before(midnight.Add(w.Until)) {
			return midnight.Add(w.From)
		}
	}
	return t // not reached: tomorrow's window ends after today
}

// waits is how long a medium has to wait for the night; 0: it may come now. Only large media wait
// that are not on before the night begins. Screens begin at different times of the night.
func (m *Mirror) waits(w *want) time.Duration {
	if m.cfg.Night == (Window{}) || w.Size < m.cfg.Large {
		return 0
	}
	now, ok := m.cfg.Local()
	if !ok {
		return 0
	}
	begin := m.cfg.Night.begin(now)
	if begin.After(now) && w.At < begin.UnixMilli() {
		return 0
	}
	length := m.cfg.Night.Until - m.cfg.Night.From
	return max(0, begin.Add(time.Duration(w.late*float64(length))).Sub(now))
}
