//go:build linux

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// process is the server under test as the system counts it.
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
func (p process) memory() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", int(p)))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			v, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return v
		}
	}
	return 0
}
