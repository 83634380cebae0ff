package browser

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// endLeftovers ends browsers that a killed agent left behind. Only this agent uses its folder of
// profiles, so a process of the same account with a profile below it is one of those. It touches no
// other process: it reads the command line once more after it has opened the process, because the
// kernel may have given the number to another one.
func (b *Browser) endLeftovers() {
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range all {
		if !b.isLeftover(path) {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		process, err := os.FindProcess(pid) // opens it, if the kernel can
		if err != nil {
			continue
		}
		if b.isLeftover(path) {
			b.cfg.Log.Warn("a browser of an agent that was killed is ended", "pid", pid)
			process.Kill()
			for until := time.Now().Add(2 * time.Second); b.isLeftover(path) && time.Now().Before(until); {
				time.Sleep(10 * time.Millisecond)
			}
		}
		process.Release()
	}
}

func (b *Browser) isLeftover(path string) bool {
	info, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return false
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(owner.Uid) != os.Getuid() {
		return false
	}
	line, _ := os.ReadFile(path)
	profile := []byte("--user-data-dir=" + filepath.Join(b.cfg.Dir, profilePrefix))
	for _, word := range bytes.FieldsFunc(line, func(r rune) bool { return r == 0 }) {
		if bytes.HasPrefix(word, profile) {
			return true
		}
	}
	return false
}

// isStopped says whether a signal has stopped a process.
func isStopped(pid int) bool {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && stateOf(b) == 'T'
}

// anyStopped says whether a signal has stopped any process of a group.
func anyStopped(group int) bool {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		b, err := os.ReadFile(path)
		if err == nil && groupOf(b) == group && stateOf(b) == 'T' {
			return true
		}
	}
	return false
}

// stateOf is the state of a process in its stat file: the first field after the name.
func stateOf(stat []byte) byte {
	at := bytes.LastIndexByte(stat, ')')
	if at < 0 || at+2 >= len(stat) {
		return 0
	}
	return stat[at+2]
}
