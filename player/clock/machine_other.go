//go:build !linux

package clock

import "time"

// ThisMachine is the clock of this computer. Desktop systems set it by themselves, so it is
// trusted.
func ThisMachine() Machine {
	start := time.Now()
	return Machine{
		Mono: func() int64 { return time.Since(start).Milliseconds() },
		Boot: func() string { return "" },
		Wall: func() (int64, bool) { return time.Now().UnixMilli(), true },
	}
}
