package mirror

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/internal/durable"
)

// TestDiskOf20MBFull needs the right to mount; without it the same is tested nowhere, and it says
// so.
func TestDiskOf20MBFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=20m"); err != nil {
		t.Skipf("may not mount a small disk here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	old, a, b, c := large("o", 6<<20), large("a", 8<<20), large("b", 9<<20), large("c", 12<<20)
	s := newShop(t, old, a, b, c)
	m, stop := running(t, Config{Dir: dir, Server: s.URL, Parallel: 1, Again: 50 * time.Millisecond})
	defer stop()
	m.Want([]Need{needOf(old, 0)}, 0)
	eventually(t, "the first is here", func() bool { return m.Missing() == 0 })

	m.Want([]Need{needOf(a, 0), needOf(b, 0), needOf(c, 0)}, 0)
	eventually(t, "what fits is here: the one that nobody wants went", func() bool { return m.Missing() == 1 })
	eventually(t, "the operator is told", func() bool { return strings.Contains(m.Trouble(), "disk is full") })
	asked := len(s.requests())
	if asked != 3 {
		t.Errorf("%d downloads: what does not fit is fetched in vain", asked)
	}
	f := needOf(c, 0)
	if _, err := m.OpenMedium(t.Context(), f.Digest); err == nil {
		t.Error("a medium that is not here is served")
	}

	// Somebody else fills the disk to the last byte; frames then cannot be kept, and that is an
	// error, not a torn file.
	filler, _ := os.Create(filepath.Join(dir, "filler"))
	block := make([]byte, 1<<20)
	for err := error(nil); err == nil; {
		_, err = filler.Write(block)
	}
	filler.Close()
	if err := durable.Write(filepath.Join(dir, "frames", "x.frame"), block); err == nil {
		t.Error("a frame is kept on a disk without room")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "frames", "*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, media := range [][]byte{a, b} {
		file, err := m.OpenMedium(t.Context(), needOf(media, 0).Digest)
		if err != nil {
			t.Fatalf("what was here is not served: %v", err)
		}
		file.Close()
	}

	// Somebody makes room, and what was missing comes by itself.
	if err := os.Remove(filler.Name()); err != nil {
		t.Fatal(err)
	}
	m.Want([]Need{needOf(c, 0)}, 0) // the others may go
	eventually(t, "what did not fit is here", func() bool { return m.Missing() == 0 })
}
