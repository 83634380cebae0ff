package worker

import (
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/procfs"
	"golang.org/x/sys/unix"
)

// Memory returns how many bytes this process and its workers may use together: the machine's, or
// the limit of its control groups if that is lower.
func Memory() int64 {
	var info unix.Sysinfo_t
	most := int64(1) << 40
	if unix.Sysinfo(&info) == nil {
		most = int64(info.Totalram) * int64(info.Unit)
	}
	var groups []procfs.Cgroup
	if self, err := procfs.Self(); err == nil {
		groups, _ = self.Cgroups() // a machine without control groups has its own memory
	}
	for _, g := range groups {
		root, file := "/sys/fs/cgroup", "memory.max"
		switch {
		case g.HierarchyID == 0: // cgroup v2
		case slices.Contains(g.Controllers, "memory"):
			root, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		default:
			continue
		}
		for group := g.Path; ; group = path.Dir(group) {
			if b, err := os.ReadFile(path.Join(root, group, file)); err == nil {
				if n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil {
					most = min(most, n)
				}
			}
			if group == "/" || group == "." {
				break
			}
		}
	}
	return most
}
