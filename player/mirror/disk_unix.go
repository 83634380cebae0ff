//go:build linux || darwin || freebsd

package mirror

import (
	"errors"
	"syscall"
)

// diskRoom is how many bytes can still be written to the disk of dir, and how large that disk is.
func diskRoom(dir string) (room, disk int64, ok bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0, 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), int64(s.Blocks) * int64(s.Bsize), true
}

// full says whether the disk, or this user's share of it, is full.
func full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }
