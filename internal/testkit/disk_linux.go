package testkit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Disk is a folder on a small disk of its own, which is gone when the test ends. Mounting takes
// root: without, the test is skipped.
type Disk struct{ Dir string }

// SmallDisk makes a disk of so many bytes.
func SmallDisk(t testing.TB, size int64) Disk {
	t.Helper()
	d := Disk{t.TempDir()}
	if err := syscall.Mount("ngatu-test", d.Dir, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		t.Skipf("SKIPPED: a disk that is full needs the right to mount one, which root has: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(d.Dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("the small disk stays mounted at %s: %v", d.Dir, err)
		}
	})
	return d
}

func (d Disk) filler() string { return filepath.Join(d.Dir, "filler") }

// Fill writes until nothing more can be written.
func (d Disk) Fill(t testing.TB) {
	t.Helper()
	f, err := os.OpenFile(d.filler(), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, n := range []int{1 << 20, 4 << 10, 1} {
		for b := make([]byte, n); err == nil; {
			_, err = f.Write(b)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		err = nil
	}
}

// Empty gives the room back that Fill took.
func (d Disk) Empty(t testing.TB) {
	t.Helper()
	if err := os.Remove(d.filler()); err != nil {
		t.Fatal(err)
	}
}
