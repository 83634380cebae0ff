package players

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/socket"
)

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// The credentials of ten thousand screens take less than three megabytes, and who was revoked is
// none of them, however many were revoked at once.
func TestTheRollOfTenThousand(t *testing.T) {
	const screens = 10_000
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	change := func(do func(context.Context, *store.Tx) error) {
		t.Helper()
		if _, err := s.Change(t.Context(), "test", func(tx *store.Tx) error { return do(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	code := func(i int) string { return fmt.Sprintf("2024-11-006-%05d", i) }
	token := func(i int) string { return fmt.Sprint("token ", i) }
	change(func(ctx context.Context, tx *store.Tx) error {
		for i := range screens {
			if err := tx.PutScreen(ctx, content.Screen{Code: code(i)}); err != nil {
				return err
			}
			sum := sha256.Sum256([]byte(token(i)))
			if err := tx.PutCredential(ctx, store.Credential{ID: fmt.Sprint(i), Screen: code(i), Kind: store.ByToken, Value: sum[:]}); err != nil {
				return err
			}
		}
		return nil
	})
	var r roll
	p := &Players{Options: Options{Store: s}}
	before := heap()
	if err := r.read(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if took := heap() - before; took > 3<<20 {
		t.Errorf("it takes %d bytes", took)
	} else {
		t.Logf("it takes %d bytes, %d a screen", took, took/screens)
	}
	knows := func(screen, secret int) bool {
		_, ok := r.find(socket.Knock{Hello: protocol.Hello{Screen: code(screen), Token: token(secret)}})
		return ok
	}
	if !knows(7, 7) || knows(7, 8) || knows(screens, 7) {
		t.Errorf("its own token: %v, another's: %v, of no screen: %v", knows(7, 7), knows(7, 8), knows(screens, 7))
	}
	after, err := s.LastChange(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	revoked := func(some ...int) {
		t.Helper()
		change(func(ctx context.Context, tx *store.Tx) error {
			for _, i := range some {
				if err := tx.RevokeCredential(ctx, fmt.Sprint(i)); err != nil {
					return err
				}
			}
			return nil
		})
		lines, err := p.Store.Changes(t.Context(), after, 0)
		if err != nil {
			t.Fatal(err)
		}
		changed := map[string]bool{}
		for _, l := range lines {
			changed[concerned(l)], after = true, l.Number
		}
		if err := r.reread(t.Context(), s, changed); err != nil {
			t.Fatal(err)
		}
	}
	revoked(7)
	many := make([]int, 2*rereadOne)
	for i := range many {
		many[i] = 100 + i
	}
	revoked(many...)
	if knows(7, 7) || knows(100, 100) || !knows(8, 8) {
		t.Errorf("after they were revoked: one %v, of many %v, another %v", knows(7, 7), knows(100, 100), knows(8, 8))
	}
	runtime.KeepAlive(&r)
}
