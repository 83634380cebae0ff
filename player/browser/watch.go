package browser

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"ngatu/player/protocol"
)

const (
	// steady is how long a browser has to run to count as working. If several end sooner, the first
	// few are restarted at once, the others after a growing wait.
	steady = time.Minute
	quick  = 5
	// lookEvery is the time between two looks at its memory and the clock.
	lookEvery = 20 * time.Second
	// patienceMost bounds how far the time to hang may grow on a slow computer.
	patienceMost = 60 * time.Second
	// A computer with so many hangs within this time counts as slow.
	calm  = 10 * time.Minute
	often = 4
	// nightSpread spreads the nightly restarts of many screens.
	nightSpread = 10 * time.Minute
)

// watch looks after one browser after the other.
type watch struct {
	b       *Browser
	back    protocol.Backoff
	hang    time.Duration // grows with many hangs: a slow browser is not hung, and a restart makes a slow computer slower
	hung    []time.Time   // recent hangs
	short   int           // browsers in a row that ended soon
	spread  time.Duration
	lastDay int // day of the year of the last nightly start
	now     func() time.Time
}

func newWatch(b *Browser) *watch {
	return &watch{
		b: b, back: protocol.Backoff{Base: time.Second, Max: 15 * time.Second}, hang: b.cfg.Hang,
		spread: time.Duration(rand.Int64N(int64(nightSpread))), lastDay: -1, now: time.Now,
	}
}

// until watches a browser until it has to be replaced. It says why, and whether it may run on until
// another is there.
func (w *watch) until(ctx context.Context, l *life) (why string, planned bool) {
	beat, look := time.NewTicker(w.step()), time.NewTicker(w.b.lookEvery)
	defer beat.Stop()
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return "the agent ends", false
		case <-l.done:
			return "it ended: " + l.cmd.ProcessState.String(), false
		case <-l.crashed:
			l.kill()
			return "its page crashed", false
		case why := <-w.b.restart:
			return why, true
		case <-beat.C:
			if why := w.late(l); why != "" {
				l.kill()
				return why, false
			}
			if w.stopped(l) {
				return "it was stopped", true
			}
		case <-look.C:
			if why := w.look(l); why != "" {
				return why, true
			}
		}
	}
}

// overdue is how long without a beat until all of the browser's processes are checked: a little
// more than two beats.
const overdue = time.Second

// step is the time between two looks at the beats: short enough not to add to the time that the
// glass is dark.
func (w *watch) step() time.Duration {
	return max(min(w.b.cfg.Hang/8, time.Second), 50*time.Millisecond)
}

// late says why a browser counts as hung; "" if it does not.
func (w *watch) late(l *life) string {
	if w.b.cfg.Hang < 0 {
		return ""
	}
	last, _ := l.heard()
	now := w.now()
	if last.IsZero() {
		if now.Sub(l.began) > w.b.cfg.Load {
			return "it drew nothing after its start"
		}
		return ""
	}
	if silent := now.Sub(last); silent > l.patience(w.hang, now) {
		w.patience(now)
		return fmt.Sprintf("its page drew nothing for %v", silent.Round(100*time.Millisecond))
	}
	if n := len(w.hung); n > 0 && now.Sub(w.hung[n-1]) > 6*calm {
		w.hang, w.hung = w.b.cfg.Hang, nil
	}
	return ""
}

// stopped says, once for each browser, that a signal has stopped it. Such a browser takes no
// processor time, and its last picture is on the glass. If only its main process was stopped, its
// page even keeps drawing. So it stays until another has drawn; if none does, its beats decide.
func (w *watch) stopped(l *life) bool {
	if l.seen {
		return false
	}
	pid := l.cmd.Process.Pid
	last, _ := l.heard()
	l.seen = isStopped(pid) || !last.IsZero() && w.now().Sub(last) > overdue && anyStopped(pid)
	return l.seen
}

// patience doubles the time to hang if hangs come often.
func (w *watch) patience(now time.Time) {
	w.hung = append(w.hung, now)
	if n := len(w.hung); n >= often && now.Sub(w.hung[n-often]) < calm {
		w.hang = min(2*w.hang, max(patienceMost, w.b.cfg.Hang))
		w.hung = w.hung[n-1:]
	}
}

// look says why a working browser should be replaced; "" if it should not.
func (w *watch) look(l *life) string {
	used := groupMemory(l.cmd)
	w.b.note(func(s *Status) { s.Memory = used })
	if limit := w.b.cfg.Memory; limit > 0 && used > limit {
		return fmt.Sprintf("it takes %d MB of memory", used>>20)
	}
	if w.night() && time.Since(l.began) > 2*time.Hour {
		return "it is the time of night for it"
	}
	return ""
}

// night says once a day that it is time for the nightly restart. It may say so for an hour, so that
// a screen that is busy or has just learnt the time is not left out.
func (w *watch) night() bool {
	if w.b.nightly < 0 {
		return false
	}
	now, ok := w.b.cfg.Local()
	if !ok || now.YearDay() == w.lastDay {
		return false
	}
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	since := now.Sub(midnight) - w.b.nightly - w.spread
	if since < 0 || since > time.Hour {
		return false
	}
	w.lastDay = now.YearDay()
	return true
}

// pause is how long to wait before another browser is started after one ended.
func (w *watch) pause(l *life) time.Duration {
	if time.Since(l.began) > steady {
		w.back.Reset()
		w.short = 0
		return 0
	}
	if w.short++; w.short <= quick {
		return 0
	}
	return w.back.Next()
}
