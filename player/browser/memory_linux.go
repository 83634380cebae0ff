package browser

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// groupMemory is how many bytes the browser's process group takes: the share (PSS) of each process,
// because they have much memory in common, or the resident size where PSS may not be read.
func groupMemory(cmd *exec.Cmd) int64 {
	if cmd.Process == nil {
		return 0
	}
	var sum int64
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		b, err := os.ReadFile(path)
		if err != nil || groupOf(b) != cmd.Process.Pid {
			continue
		}
		sum += memoryOf(filepath.Dir(path))
	}
	return sum
}

// groupOf reads the process group from a stat file: the third field after the name, which may
// contain anything.
func groupOf(stat []byte) int {
	_, rest, ok := bytes.Cut(stat[max(bytes.LastIndexByte(stat, ')'), 0):], []byte(") "))
	fields := bytes.Fields(rest)
	if !ok || len(fields) < 3 {
		return 0
	}
	n, _ := strconv.Atoi(string(fields[2]))
	return n
}

func memoryOf(proc string) int64 {
	if b, err := os.ReadFile(filepath.Join(proc, "smaps_rollup")); err == nil {
		if n := kilobytes(b, "\nPss:"); n > 0 {
			return n << 10
		}
	}
	b, _ := os.ReadFile(filepath.Join(proc, "status"))
	return kilobytes(b, "\nVmRSS:") << 10
}

// kilobytes is the number after a name at the start of a line.
func kilobytes(b []byte, name string) int64 {
	_, rest, ok := bytes.Cut(b, []byte(name))
	if !ok {
		return 0
	}
	fields := bytes.Fields(rest[:min(len(rest), 64)])
	if len(fields) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return n
}
