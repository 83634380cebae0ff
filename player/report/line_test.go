package report

import (
	"testing"
	"time"
)

func TestLine(t *testing.T) {
	var l line
	now := time.Now()
	if least, median := l.delay(); least != 0 || median != 0 || l.lost(now) != 0 {
		t.Errorf("an unused line: %d, %d", least, median)
	}
	l.disconnected(now) // never came to be
	for _, ms := range []int64{900, 900, 900, 900, 900, 900, 900, 900, 900, 900} {
		l.roundTrip(ms)
	}
	for range maxDelays / 2 {
		l.roundTrip(80)
		l.roundTrip(120)
	}
	if least, median := l.delay(); least != 80 || median != 120 {
		t.Errorf("least %d, median %d", least, median)
	}
	for _, before := range []time.Duration{90 * time.Minute, 50 * time.Minute, time.Minute} {
		l.connected()
		l.disconnected(now.Add(-before))
		l.disconnected(now.Add(-before)) // the next try failed
	}
	if n := l.lost(now); n != 2 {
		t.Errorf("%d losses in the last hour", n)
	}
}
