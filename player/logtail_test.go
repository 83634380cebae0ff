package player

import (
	"strings"
	"testing"
)

func TestLogTail(t *testing.T) {
	var l logTail
	for range 3 * maxLogLines {
		l.Write([]byte(strings.Repeat("đ", maxLogLine) + "\n"))
	}
	if n := len(l.list); n != maxLogLines {
		t.Errorf("%d lines kept", n)
	}
	if got := l.newest(1000, 4096); len(got) > 4096 || len(got) < 3000 {
		t.Errorf("%d bytes", len(got))
	}
	if got := (&logTail{}).newest(5, 100); len(got) != 0 {
		t.Errorf("%q of nothing", got)
	}
}
