package inbox

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Commands of fcntl and names of its locks that package syscall leaves out
// (include/uapi/linux/fcntl.h).
const setLease = 1024

// writingTo reports whether a program of this machine has the file open for writing. Linux grants a
// read lease only on a file that nobody writes to, and only to its owner or a process with
// CAP_LEASE. The lease is released at once.
func writingTo(f *os.File) writer {
	conn, err := f.SyscallConn()
	if err != nil {
		return unknown
	}
	answer := unknown
	_ = conn.Control(func(fd uintptr) {
		_, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, setLease, syscall.F_RDLCK)
		switch {
		case errno == 0:
			answer = closed
			_, _, _ = syscall.Syscall(syscall.SYS_FCNTL, fd, setLease, syscall.F_UNLCK)
		case errors.Is(errno, syscall.EAGAIN):
			answer = writing
		}
	})
	return answer
}

// changeTime returns the file's ctime. Unlike the modification time nobody can set it, so it
// reveals a correction that was copied with the same size and modification time. Zero if unknown.
func changeTime(info os.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctim.Unix()) //nolint:unconvert // the widths differ between machines
	}
	return time.Time{}
}

// networks are file systems whose bytes are on another machine, or behind a program, by their magic
// number (include/uapi/linux/magic.h and the file systems' own sources).
var networks = map[uint32]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "SMB (CIFS)", 0xfe534d42: "SMB", 0x65735546: "FUSE", 0x01021997: "9P",
	0x5346414f: "AFS", 0x00c36400: "Ceph", 0x786f4256: "VirtualBox", 0xbacbacbc: "VMware", 0x0bd00bd0: "Lustre", 0x73757245: "Coda",
}

// Network names the kind of network drive that a path is on; "" for a local disk, and if unknown.
func Network(path string) string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return ""
	}
	kind := networks[uint32(s.Type)] //nolint:unconvert // the width differs between machines
	if kind != "FUSE" {
		return kind
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return kind
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return kind
	}
	return fuseKind(string(mounts), real)
}

// fuseKind names FUSE file systems that fetch from elsewhere (sshfs, rclone), unlike those that
// serve a local disk: Windows drives, container layers. mounts is /proc/self/mountinfo, proc(5).
func fuseKind(mounts, path string) string {
	kind, longest := "FUSE", -1
	for line := range strings.Lines(mounts) {
		before, after, ok := strings.Cut(line, " - ")
		fields, system := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(system) < 2 {
			continue
		}
		point := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\134`, `\`).Replace(fields[4])
		if within := point == "/" || path == point || strings.HasPrefix(path, point+"/"); !within || len(point) < longest {
			continue
		}
		longest = len(point)
		switch name := strings.TrimPrefix(system[0], "fuse."); name {
		case "fuseblk", "fuse-overlayfs", "ntfs-3g", "exfat":
			kind = ""
		case "fuse":
			kind = "FUSE " + system[1]
		default:
			kind = "FUSE " + name
		}
	}
	return kind
}
