package edge

import (
	"strconv"
	"testing"
	"time"
)

func TestMeter(t *testing.T) {
	t.Parallel()
	m, now := NewMeter(20, time.Minute), time.Now()
	for i := range 20 {
		if !m.Allow("a", 1, now) {
			t.Fatalf("number %d of 20 was refused", i+1)
		}
	}
	if m.Allow("a", 1, now) {
		t.Error("more than its allowance")
	}
	if !m.Allow("b", 20, now) || m.Allow("b", 1, now) || m.Allow("c", 21, now) {
		t.Error("another key does not have just its own allowance")
	}
	if m.Allow("a", 11, now.Add(30*time.Second)) || !m.Allow("a", 10, now.Add(30*time.Second)) {
		t.Error("in half the time not half of it came back")
	}
	if !m.Allow("a", 20, now.Add(2*time.Minute)) || m.Allow("a", 1, now.Add(2*time.Minute)) {
		t.Error("after a while it may have other than the whole")
	}
}

// Whoever comes from very many addresses does not fill the memory, and those who are known keep
// their allowance.
func TestMeterIsBounded(t *testing.T) {
	t.Parallel()
	m, now := NewMeter(2, time.Minute), time.Now()
	passed := 0
	for i := range maxKeys + 1000 {
		if m.Allow(strconv.Itoa(i), 1, now) {
			passed++
		}
	}
	if len(m.keys) > maxKeys || passed > maxKeys+2 {
		t.Errorf("%d keys are kept, %d got through", len(m.keys), passed)
	}
	if !m.Allow("7", 1, now) {
		t.Error("a known key lost its allowance to the crowd")
	}
	if !m.Allow("newcomer", 1, now.Add(2*time.Minute)) || len(m.keys) > 10 {
		t.Errorf("%d keys that are as good as new are kept", len(m.keys))
	}
}
