//go:build unix

package app

import "syscall"

// freeBytes is what can still be written to the disk of a folder by whom this process runs as.
func freeBytes(dir string) (int64, error) {
	var s syscall.Statfs_t
	err := syscall.Statfs(dir, &s)
	return int64(s.Bavail) * int64(s.Bsize), err
}
