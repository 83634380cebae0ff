package player

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
)

const (
	maxLogLines = 500
	maxLogLine  = 600 // bytes
	logLines    = 100 // given where no number is asked for
)

// logTail holds the newest lines of the agent's own log, for staff who cannot come to the computer.
// Many goroutines may use it.
type logTail struct {
	mu   sync.Mutex
	list []string
}

// Write adds one line.
func (l *logTail) Write(b []byte) (int, error) {
	line := strings.TrimRight(string(b[:min(len(b), maxLogLine)]), "\n")
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, strings.ToValidUTF8(line, "\uFFFD"))
	if excess := len(l.list) - maxLogLines; excess > 0 {
		l.list = slices.Delete(l.list, 0, excess)
	}
	return len(b), nil
}

// newest gives the last n lines, or logLines if n is not positive, in at most so many bytes. The
// newest line comes last.
func (l *logTail) newest(n, most int) []byte {
	if n <= 0 {
		n = logLines
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	from, size := len(l.list), 0
	for from > 0 && len(l.list)-from < n && size+len(l.list[from-1])+1 <= most {
		from--
		size += len(l.list[from]) + 1
	}
	var out bytes.Buffer
	for _, line := range l.list[from:] {
		out.WriteString(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// secret are the names of log values that must stay on this machine: lines travel and are kept
// elsewhere.
var secret = []string{"code", "token", "proof", "poll", "mark", "secret", "password", "key"}

// handler writes log records into l, without secrets.
func (l *logTail) handler() slog.Handler {
	return slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if slices.Contains(secret, strings.ToLower(a.Key)) {
			a.Value = slog.StringValue("…")
		}
		return a
	}})
}

// both gives every record to two handlers, each at its own level.
type both [2]slog.Handler

func (b both) Enabled(ctx context.Context, level slog.Level) bool {
	return b[0].Enabled(ctx, level) || b[1].Enabled(ctx, level)
}

func (b both) Handle(ctx context.Context, r slog.Record) error {
	var all error
	for _, h := range b {
		if h.Enabled(ctx, r.Level) {
			all = errors.Join(all, h.Handle(ctx, r.Clone()))
		}
	}
	return all
}

func (b both) WithAttrs(a []slog.Attr) slog.Handler {
	return both{b[0].WithAttrs(a), b[1].WithAttrs(a)}
}

func (b both) WithGroup(name string) slog.Handler {
	return both{b[0].WithGroup(name), b[1].WithGroup(name)}
}
