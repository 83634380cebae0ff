package browser

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"ngatu/player/protocol"
)

const (
	// steady is how long a browser has to run to count as one that works. Of those that end sooner, the first few are
	// started again at once, the others after a wait that grows.
	steady = time.Minute
	quick  = 5
	// lookEvery is how often its memory is read, and the clock.
	lookEvery = 20 * time.Second
	// patienceMost bounds how far a slow computer's time to hang may grow.
	patienceMost = 60 * time.Second
	// calm is the time in which so many hangs may come before a computer counts as slow.
	calm  = 10 * time.Minute
	often = 4
	// nightSpread is over how long the nightly starts of many screens are spread.
	nightSpread = 10 * time.Minute
)

// watch looks after one browser after the other.
type watch struct {
	b       *Browser
	back    protocol.Backoff
	hang    time.Duration // grows with many hangs: who is slow is not hung, and a start makes a slow computer slower
	hung    []time.Time   // hangs of late
	short   int           // lives in a row that ended soon
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

// until watches a browser until it has to be replaced, and says why, and whether it may go on until another is there.
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
		case why := <-w.b.anew:
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

// overdue is after how long without a beat all of the browser's processes are looked at: two beats and a bit.
const overdue = time.Second

// step is how often beats are looked at: often enough not to add to the time that the glass is dark.
func (w *watch) step() time.Duration {
	return max(min(w.b.cfg.Hang/8, time.Second), 50*time.Millisecond)
}

// late says why a browser counts as hung; "" when it does not.
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

// stopped says once of a browser that it was stopped by a signal. It takes no time of the processor and its last picture is on
// the glass; where the browser alone was stopped, its page even goes on drawing. So it stays until another has drawn, and
// if none does, its beats decide.
func (w *watch) stopped(l *life) bool {
	if l.seen {
		return false
	}
	pid := l.cmd.Process.Pid
	last, _ := l.heard()
	l.seen = isStopped(pid) || !last.IsZero() && w.now().Sub(last) > overdue && anyStopped(pid)
	return l.seen
}

// patience doubles the time to hang when hangs come often.
func (w *watch) patience(now time.Time) {
	w.hung = append(w.hung, now)
	if n := len(w.hung); n >= often && now.Sub(w.hung[n-often]) < calm {
		w.hang = min(2*w.hang, max(patienceMost, w.b.cfg.Hang))
		w.hung = w.hung[n-1:]
	}
}

// look says why a browser that works should give way to a new one; "" when it should not.
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

// night says once a day that the time for a new start has come; for an hour from then on, so that a screen that is
// busy or has just learnt the time is not left out.
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

// pause is how long to wait before a browser that ended is started again.
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
