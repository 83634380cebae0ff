package players

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/server/edge"
)

func shelfOf(t testing.TB) *shelf {
	t.Helper()
	folder, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return newShelf(folder, nil, nil)
}

// sound says whether what a shelf believes to hold is what it holds.
func (s *shelf) sound() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := int64(0)
	for _, m := range s.small {
		if s.known[m.digest] != m {
			return fmt.Errorf("%.12s is held and not known", m.digest)
		}
		held += m.size
	}
	if held != s.held || held > maxHeld {
		return fmt.Errorf("%d bytes are held, %d counted, %d allowed", held, s.held, maxHeld)
	}
	return nil
}

func TestShelfHoldsNoMoreThanItMay(t *testing.T) {
	s := shelfOf(t)
	favourite, err := s.bucket.PutBytes(t.Context(), bytes.Repeat([]byte("*"), smallFile))
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.look(favourite, "")
	if err != nil {
		t.Fatal(err)
	}
	b := bytes.Repeat([]byte("x"), smallFile)
	for i := range maxHeld/smallFile + 50 {
		copy(b, fmt.Sprint(i))
		d := content.DigestOf(b)
		place(t, s.bucket.(*blob.Folder), d, b)
		if m, err := s.look(d, ""); err != nil || !bytes.Equal(m.bytes, b) {
			t.Fatalf("file %d: %v", i, err)
		}
		if m, err := s.look(favourite, ""); err != nil || m != first {
			t.Fatalf("what is asked for all the time was let go after %d others: %v", i, err)
		}
	}
	if err := s.sound(); err != nil {
		t.Error(err)
	}
	if err := s.bucket.(*blob.Folder).Delete(favourite); err != nil {
		t.Fatal(err)
	}
	time.Sleep(freshFor)
	if _, err := s.look(favourite, ""); content.CodeOf(err) != content.NotFound {
		t.Errorf("removed from the disk and still given: %v", err)
	}
}

// place writes a file as it is, without waiting for the disk.
func place(t testing.TB, folder *blob.Folder, d content.Digest, b []byte) {
	t.Helper()
	path, err := folder.Path(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o640); err != nil {
		t.Fatal(err)
	}
}

// Many ask for a file while it comes and goes: each gets the right bytes or none.
func TestShelfWhileFilesComeAndGo(t *testing.T) {
	s := shelfOf(t)
	s.other.keep, s.other.asks = 0, edge.NewMeter(1_000_000, time.Minute)
	var all [][]byte
	for i, size := range []int{0, 10, 5000, smallFile, smallFile + 1} {
		all = append(all, bytes.Repeat([]byte{byte('a' + i)}, size))
	}
	stop := make(chan struct{})
	var readers, writer sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				want := all[i%len(all)]
				m, err := s.look(content.DigestOf(want), "")
				if err == nil && (m.size != int64(len(want)) || m.size <= smallFile && !bytes.Equal(m.bytes, want)) {
					t.Errorf("%d bytes where %d belong", m.size, len(want))
					return
				}
			}
		})
	}
	writer.Go(func() {
		for i := range 200 {
			b := all[i%len(all)]
			d := content.DigestOf(b)
			switch i / len(all) % 3 {
			case 0:
				place(t, s.bucket.(*blob.Folder), d, b)
			case 1:
				place(t, s.bucket.(*blob.Folder), d, []byte("damaged"))
				_, _ = s.look(d, "")
			case 2:
				_ = s.bucket.(*blob.Folder).Delete(d)
			}
		}
	})
	writer.Wait()
	close(stop)
	readers.Wait()
	if err := s.sound(); err != nil {
		t.Error(err)
	}
}

// A file that cannot be read is not remembered, however often it is asked for.
func TestShelfForgetsWhatFailed(t *testing.T) {
	s := shelfOf(t)
	d := content.DigestOf([]byte("whole"))
	for range 3 {
		place(t, s.bucket.(*blob.Folder), d, []byte("damaged"))
		if _, err := s.look(d, ""); content.CodeOf(err) != content.Damaged {
			t.Errorf("damaged: %v", err)
		}
	}
	if len(s.known) != 0 || len(s.small) != 0 || s.held != 0 {
		t.Errorf("%d files, %d bytes are remembered", len(s.known), s.held)
	}
}
