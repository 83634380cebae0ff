package app

import (
	"log/slog"
	"path/filepath"
	"testing"

	"ngatu/internal/store"
)

// A machine whose clock was wrong at the start and is set right later does not serve the
// wrong time for ever.
func TestClockIsSetRight(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := newClock(t.Context(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	off := func() int64 {
		now, err := s.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return c.now() - now.UnixMilli()
	}
	for _, wrong := range []int64{0, -3_600_000, 86_400_000, 40} {
		c.at.Add(wrong)
		c.ask(t.Context())
		want := int64(0)
		if wrong == 40 { // so little is the way there and back: players must not be made to tremble
			want = 40
		}
		if got := off(); got < want-30 || got > want+30 {
			t.Errorf("%d ms wrong: afterwards %d ms", wrong, got)
		}
	}
}
