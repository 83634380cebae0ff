package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// A long write-ahead log is brought over beside the writer, not within a commit, and then written
// from its beginning again.
func TestTheLogIsBroughtOverBesideTheWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ngatu.db")
	s := must[*Store](t)(Open(t.Context(), path))
	t.Cleanup(func() { s.Close() })
	body := make([]byte, 1<<20)
	write := func(number int64) {
		t.Helper()
		for i := range 5 {
			body[0] = byte(i)
			hash := string(rune('a'+i)) + time.UnixMilli(number).Format(time.RFC3339Nano)
			f := protocol.Frame{Type: protocol.TypeProgramme, For: hash, Number: number, Hash: hash, Body: body, Key: "k", Sig: []byte{1}}
			if err := s.PutFrame(context.Background(), f); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(1)
	if left := must[int](t)(s.log.bring(t.Context(), "NOOP")); left < longLog {
		t.Fatalf("after 5 MB %d pages are left in the log: a commit brought the others over", left)
	}
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if must[int](t)(s.log.bring(t.Context(), "NOOP")) == 0 {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatal("nobody brought the log over")
		}
	}
	before := must[os.FileInfo](t)(os.Stat(path + "-wal")).Size()
	write(2)
	if after := must[os.FileInfo](t)(os.Stat(path + "-wal")).Size(); after > before {
		t.Errorf("the log grew from %d to %d bytes: it was not written from its beginning again", before, after)
	}
}
