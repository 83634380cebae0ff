//go:build !linux

package player

import "time"

// MachineClock is the clock of this computer. Desktop systems keep it right by themselves, so it is believed.
func MachineClock() Clock {
	start := time.Now()
	return Clock{
		Mono: func() int64 { return time.Since(start).Milliseconds() },
		Boot: func() string { return "" },
		Wall: func() (int64, bool) { return time.Now().UnixMilli(), true },
	}
}
