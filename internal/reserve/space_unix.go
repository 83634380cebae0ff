//go:build unix

package reserve

import "syscall"

// space returns how many bytes this process's user can still write to the disk of a folder, and the
// disk's size.
func space(dir string) (free, total int64, err error) {
	var s syscall.Statfs_t
	err = syscall.Statfs(dir, &s)
	return int64(s.Bavail) * int64(s.Bsize), int64(s.Blocks) * int64(s.Bsize), err
}
