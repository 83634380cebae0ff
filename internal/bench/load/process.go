//go:build linux

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// process is a program as the system counts it.
type process int

// ticks of processor time in a second, as /proc counts them on every Linux.
const ticks = 100

// seconds is the processor time that all its threads have used.
func (p process) seconds() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", int(p)))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ") // the name before it may hold anything
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / ticks
}

// memory is what of it lies in RAM, in kB.
func (p process) memory() float64 { return p.status("VmRSS:") }

// peak is the most that lay there since forgetPeak, in kB.
func (p process) peak() float64 { return p.status("VmHWM:") }

// forgetPeak has the system start a new peak (proc(5), clear_refs).
func (p process) forgetPeak() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", int(p)), []byte("5"), 0)
}

func (p process) status(name string) float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", int(p)))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			v, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return v
		}
	}
	return 0
}

// spent is what server and load have used; two of them give what something cost.
type spent struct{ server, load float64 }

func (p process) spent() spent { return spent{p.seconds(), process(os.Getpid()).seconds()} }
