package machine

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Limits of a plausible temperature, in thousandths of a degree: some chips report nonsense if no
// sensor is wired.
const (
	coldest = -40_000
	hottest = 150_000
)

func look(root, dir string) State {
	s := State{
		Celsius: celsius(root), Slowed: slowed(root),
		Memory: line(root, "proc/meminfo", "MemTotal:"), Free: line(root, "proc/meminfo", "MemAvailable:"),
		Own: line(root, "proc/self/status", "VmRSS:"), Load: first(root, "proc/loadavg"), Uptime: int64(first(root, "proc/uptime")),
	}
	var disk syscall.Statfs_t
	if syscall.Statfs(dir, &disk) == nil {
		s.Disk, s.Room = int64(disk.Blocks)*int64(disk.Bsize), int64(disk.Bavail)*int64(disk.Bsize)
	}
	return s
}

// celsius is the hottest of the kernel's thermal zones.
func celsius(root string) float64 {
	zones, _ := filepath.Glob(filepath.Join(root, "sys/class/thermal/thermal_zone*/temp"))
	most, known := 0, false
	for _, path := range zones {
		n, err := strconv.Atoi(text(path))
		if err == nil && n > coldest && n < hottest && (!known || n > most) {
			most, known = n, true
		}
	}
	return float64(most) / 1000
}

// slowed reads the firmware's bits for "capped, throttled or short of power now": the lowest four.
func slowed(root string) bool {
	n, err := strconv.ParseInt(text(filepath.Join(root, "sys/devices/platform/soc/soc:firmware/get_throttled")), 16, 64)
	return err == nil && n&0xf != 0
}

func text(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// line is a figure in kB from a file of /proc, in bytes.
func line(root, path, name string) int64 {
	for l := range strings.Lines(text(filepath.Join(root, path))) {
		if rest, ok := strings.CutPrefix(l, name); ok {
			if fields := strings.Fields(rest); len(fields) > 0 {
				n, _ := strconv.ParseInt(fields[0], 10, 64)
				return n << 10
			}
		}
	}
	return 0
}

// first is the first figure of a file.
func first(root, path string) float64 {
	fields := strings.Fields(text(filepath.Join(root, path)))
	if len(fields) == 0 {
		return 0
	}
	n, _ := strconv.ParseFloat(fields[0], 64)
	return n
}
