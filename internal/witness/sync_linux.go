package witness

import (
	"os"
	"syscall"
)

// datasync waits until the disk has the file's bytes. Its length never changes, so the metadata
// need not be flushed.
func datasync(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); err != syscall.EINTR {
			return err
		}
	}
}
