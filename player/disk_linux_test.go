package player

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A disk that was full and has room again: what could not be written then is written within the
// minute, so that a power cut later does not bring back what was on air before.
func TestWhatAFullDiskRefusedIsWrittenLater(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("may not mount a small disk here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	s := newServer(t)
	s.all("a")
	p, stop := enrolled(t, s, dir)

	filler, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 1<<16); err == nil; {
		_, err = filler.Write(block)
	}
	filler.Close()
	s.handOver(s.rescue)
	s.mu.Lock()
	for c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	eventually(t, "it follows the new key, and cannot write that down", func() bool { return p.linked() && unwritten(p) })
	s.programme("a", "new")
	eventually(t, "the new programme is on air, and the operator hears of the disk", func() bool {
		for _, f := range p.held(0) {
			if strings.Contains(string(f.Body), `"new"`) {
				return strings.Contains(p.status.Status().Trouble, "no space")
			}
		}
		return false
	})

	if err := os.Remove(filler.Name()); err != nil {
		t.Fatal(err)
	}
	p.keepRest() // as once a minute
	stop()
	s.stop()
	p, _ = agent(t, s.url(), dir)
	page := openPage(t, p)
	if got := page.slides(); got != "a new" {
		t.Errorf("after a restart without the server %q is on", got)
	}
}

// unwritten says that the disk has refused who the screen is.
func unwritten(p *Player) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unsaved
}
