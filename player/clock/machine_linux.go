package clock

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// timeError is the kernel's answer until NTP has set its clock (adjtimex(2), TIME_ERROR).
const timeError = 5

// ThisMachine is the clock of this computer.
func ThisMachine() Machine {
	start, count := counting()
	return Machine{
		Mono: func() int64 { return count + time.Since(start).Milliseconds() },
		Boot: func() string {
			b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
			if err != nil {
				return ""
			}
			return strings.TrimSpace(string(b))
		},
		Wall: func() (int64, bool) {
			state, err := syscall.Adjtimex(&syscall.Timex{})
			return time.Now().UnixMilli(), err == nil && state != timeError
		},
	}
}

// counting pairs an instant with the machine's count at that instant. It reads five times and takes
// the reading that was interrupted least.
func counting() (at time.Time, count int64) {
	least := time.Duration(-1)
	for range 5 {
		before := time.Now()
		n := uptime()
		took := time.Since(before)
		if least < 0 || took < least {
			least, at, count = took, before.Add(took/2), n
		}
	}
	return at, count
}

// uptime is how long the machine has been running, in milliseconds.
func uptime() int64 {
	b, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(b), " ")
	s, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return 0
	}
	return int64(s * 1000)
}
