package signin

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
)

// Guesses at an account are counted by all servers that share a database, those of an address by
// each for its share.
func TestSeveralServersCountTogether(t *testing.T) {
	pg := postgres.New(t)
	var nodes []*Signin
	for _, name := range []string{"a", "b"} {
		st, err := store.OpenBeside(t.Context(), pg.Address(), store.Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness")})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		s, err := New(Options{Store: st, Log: slog.New(slog.DiscardHandler), Memory: 64})
		if err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, s)
	}
	begin(t, nodes[0])
	looked := 0
	for i := range 10 {
		_, err := knock(t.Context(), nodes[i%2], "uoc", "không phải mật khẩu", fmt.Sprintf("192.0.2.%d", i))
		if content.CodeOf(err) == content.Denied {
			looked++
		} else {
			code(t, err, content.TooMany)
		}
	}
	if looked != 5 {
		t.Errorf("of 10 guesses at two servers %d were looked at", looked)
	}
	right := func() error { _, err := knock(t.Context(), nodes[1], "uoc", good, "192.0.2.1"); return err }
	for began := time.Now(); content.CodeOf(right()) == content.TooMany; time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > 10*firstWait {
			t.Fatalf("after the wait the right password is refused: %v", right())
		}
	}
	for i := range 4 { // it counts from zero again, at both
		_, err := knock(t.Context(), nodes[i%2], "UOC", "không phải mật khẩu", "192.0.2.2")
		code(t, err, content.Denied)
	}
	began, free := time.Now(), 0
	for i := range 12 {
		_, err := knock(t.Context(), nodes[0], fmt.Sprint("ai-do-", i), "không phải mật khẩu", "198.51.100.7")
		code(t, err, content.Denied)
		if time.Since(began) < turnEvery { // the first turn costs nothing
			free++
		}
	}
	if free > 11 {
		t.Errorf("one of two servers looked at %d guesses of an address without a wait, want half of 20", free)
	}
}
