package reserve

import (
	"io/fs"
	"os"
	"syscall"
)

// fill allocates the space; if the file system cannot, the file is written.
func fill(f *os.File, size int64) error {
	err := syscall.Fallocate(int(f.Fd()), 0, 0, size)
	if err == syscall.EOPNOTSUPP || err == syscall.ENOSYS {
		return write(f, size)
	}
	return err
}

// keepSize is FALLOC_FL_KEEP_SIZE: blocks are allocated and the file's length stays the same.
const keepSize = 1

// extend allocates blocks up to size bytes. A failure is tried again at the next look.
func extend(f *os.File, size int64) { syscall.Fallocate(int(f.Fd()), keepSize, 0, size) }

// blocks returns how many bytes are allocated for a file.
func blocks(info fs.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Blocks * 512
	}
	return info.Size()
}
