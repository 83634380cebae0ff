package inbox

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A watcher that a busy machine held up takes no file for gone before it has listened again: its
// folder may be going.
func TestAHeldUpWatcherListensFirst(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "tet"), 0o755); err != nil {
		t.Fatal(err)
	}
	w, err := New(Config{Root: root, Tell: func(_ context.Context, _ Event) {}})
	if err != nil {
		t.Fatal(err)
	}
	w.checkRoot()
	defer w.unwatch()
	missing := func(since time.Duration) *file {
		f := &file{path: "tet/a.png", real: "tet/a.png", isReported: true, missing: time.Now().Add(-since)}
		w.files[f.path], w.pending[f.path] = f, f
		w.removed = map[string]time.Time{"tet": f.missing}
		return f
	}
	for _, c := range []struct {
		name  string
		since time.Duration
		want  int
	}{
		{"looked at in time", grace + time.Millisecond, 1},
		{"a second late", grace + time.Second, 0},
		{"later than any deletion goes on", longestGrace + time.Second, 1},
	} {
		w.queue = newQueue()
		f := missing(c.since)
		w.vanished(f)
		if w.Waiting() != c.want {
			t.Errorf("%s: %d events, want %d", c.name, w.Waiting(), c.want)
		}
		if c.want == 0 && (w.pending[f.path] != f || !f.due.After(time.Now())) {
			t.Errorf("%s: it is not looked at again", c.name)
		}
	}
}
