//go:build linux

package field

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestDiskOf20MBFull: a screen whose disk takes less than what is on air shows what fits, says what
// is missing, keeps its journal, and starts again on the full disk.
func TestDiskOf20MBFull(t *testing.T) {
	t.Parallel()
	s := serve(t, here, "127.0.0.1:0")
	a := newAgent(t, here, s.base)
	if err := os.MkdirAll(a.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", a.data, "tmpfs", 0, "size=20m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(a.data, syscall.MNT_DETACH) })
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme", 1, 60*time.Second)
	d := newDiary(a, first)
	for n := range 3 {
		s.drop(t, fmt.Sprintf("phim-%d.mp4", n), film(t, 9000+n))
	}
	until(t, "the programme with three clips of 9 MB", 90*time.Second, func() bool { return len(a.onAir(t).Slides) == len(first.Slides)+3 })
	until(t, "what does not fit is missing, and said", 2*time.Minute, func() bool {
		page, err := a.get("/")
		return err == nil && a.figure("media_missing") > 0 && a.figure("media_bytes") > 8e6 && strings.Contains(string(page), "disk is full")
	})
	d.show(t, 50)
	for range 2 { // a restart on the full disk
		a.kill()
		a.start(t)
		if _, _, err := a.programme(); err != nil {
			t.Fatalf("on a full disk the page gets no programme: %v", err)
		}
		d.show(t, 10)
	}
	for _, shown := range first.Slides {
		if !a.has(shown.Medium) {
			t.Errorf("slide %s of before is gone", shown.ID)
		}
	}
	d.atServer(t, s)
}

// TestFlippedBytes: between two runs somebody changes one byte in every file that the agent
// mirrors. It shows nothing of that, has all of it again from the server, and is the same screen.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	s := serve(t, here, "127.0.0.1:0")
	a := newAgent(t, here, s.base)
	a.start(t)
	a.enrol(t, s, screen)
	first := a.whole(t, "the first programme", 1, 60*time.Second)
	s.drop(t, "anh.jpg", picture(t, 1))
	first = a.whole(t, "a picture more", len(first.Slides)+1, 60*time.Second)
	a.stop()
	s.stop()
	harmed := 0
	for _, folder := range []string{"media", "frames"} {
		err := filepath.WalkDir(filepath.Join(a.data, folder), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			harmed++
			return flip(path)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	a.start(t)
	for _, shown := range first.Slides {
		if b, err := a.get("/media/" + string(shown.Medium.Digest)); err == nil {
			t.Errorf("%d bytes of slide %s are served that are not what was approved", len(b), shown.ID)
		}
	}
	if f, _, err := a.programme(); err == nil {
		t.Errorf("a programme with a changed byte is served: number %d", f.Number)
	}
	s.start(t)
	again := a.whole(t, "all of it once more", len(first.Slides), 90*time.Second)
	for _, shown := range again.Slides {
		if !a.has(shown.Medium) {
			t.Errorf("slide %s is not whole again", shown.ID)
		}
	}
	t.Logf("%d files were changed by a byte", harmed)
}

// flip changes one bit of a file, as a worn card does, and leaves its time alone.
func flip(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	b[rand.IntN(len(b))] ^= 1 << rand.IntN(8)
	if err := os.WriteFile(path, b, info.Mode()); err != nil {
		return err
	}
	return os.Chtimes(path, info.ModTime(), info.ModTime())
}
