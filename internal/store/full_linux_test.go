package store_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"ngatu/internal/reserve"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// On a full disk what is kept back serves the writes that must be, also where much of the log has
// not been brought into the main file: that would need more room than there is.
func TestWhatIsKeptBackIsForWrites(t *testing.T) {
	disk := testkit.SmallDisk(t, 64<<20) // of which 4 MB are kept back
	s, err := store.Open(t.Context(), filepath.Join(disk.Dir, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	r := reserve.Open(disk.Dir)
	t.Cleanup(r.Close)
	s.Spare(r)
	written := 0
	write := func(size int) error {
		written++
		hash := fmt.Sprint("h", written)
		return s.PutFrame(t.Context(), protocol.Frame{
			Type: protocol.TypeProgramme, For: hash, Number: int64(written), Hash: hash, Body: make([]byte, size), Key: "k", Sig: []byte{1},
		})
	}
	for range 20 {
		if err := write(1 << 20); err != nil {
			t.Fatal(err)
		}
	}
	disk.Fill(t)
	written = 20
	for write(64<<10) == nil && written < 1000 {
	}
	if mb := float64(written-21) * 64 / 1024; mb < 2 || mb > 10 {
		t.Errorf("on a full disk %.1f MB could be written, where 4 MB were kept back", mb)
	}
}
