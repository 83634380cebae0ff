package inbox

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// box is a watched folder on the real disk and what was told of it.
type box struct {
	*testing.T
	root    string
	watcher *Watcher
	events  chan Event
}

func open(t *testing.T, root string, known ...Known) *box {
	t.Helper()
	b := &box{T: t, root: root, events: make(chan Event, 10_000)}
	b.start(Config{Root: root, Known: known})
	return b
}

func (b *box) start(c Config) {
	b.Helper()
	b.prepare(c)
	b.watcher.Start(b.Context())
}

func (b *box) prepare(c Config) {
	b.Helper()
	c.Tell = func(_ context.Context, e Event) { b.events <- e }
	var err error
	b.watcher, err = New(c)
	b.must(err)
	b.Cleanup(b.watcher.Stop)
}

// patient is a box whose files must stand still for that long.
func patient(t *testing.T, quiet time.Duration) *box {
	t.Helper()
	b := &box{T: t, root: t.TempDir(), events: make(chan Event, 100)}
	b.start(Config{Root: b.root, Quiet: quiet})
	return b
}

// ready is a box whose watch surely stands.
func ready(t *testing.T) *box {
	t.Helper()
	b := open(t, t.TempDir())
	b.write("first.png", "first")
	b.expect(Settled, "first.png")
	return b
}

func (b *box) at(path string) string { return filepath.Join(b.root, filepath.FromSlash(path)) }

func (b *box) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *box) write(path, text string) {
	b.Helper()
	b.must(os.MkdirAll(filepath.Dir(b.at(path)), 0o755))
	b.must(os.WriteFile(b.at(path), []byte(text), 0o644))
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// expect takes the next event, which must be this one.
func (b *box) expect(kind Kind, path string) Event {
	b.Helper()
	select {
	case e := <-b.events:
		if e.Kind != kind || e.Path != path {
			b.Fatalf("got %s %q (%v), want %s %q", e.Kind, e.Path, e.Err, kind, path)
		}
		if (e.Kind == Trouble || e.Kind == RootGone || e.Kind == FolderGone) && (e.Err == nil || e.Err.Vi == "" || e.Err.En == "") {
			b.Fatalf("%s %q comes without a sentence", e.Kind, e.Path)
		}
		return e
	case <-time.After(30 * time.Second):
		b.Fatalf("nothing told, want %s %q", kind, path)
	}
	return Event{}
}

// silent says that nothing is told for d.
func (b *box) silent(d time.Duration) {
	b.Helper()
	select {
	case e := <-b.events:
		b.Fatalf("told %s %q (%v), want silence", e.Kind, e.Path, e.Err)
	case <-time.After(d):
	}
}

// settled takes settled events until each of paths was told exactly once.
func (b *box) settled(paths ...string) {
	b.Helper()
	left := map[string]bool{}
	for _, p := range paths {
		left[p] = true
	}
	for range paths {
		select {
		case e := <-b.events:
			if e.Kind != Settled || !left[e.Path] {
				b.Fatalf("got %s %q, which is not (or no longer) expected", e.Kind, e.Path)
			}
			delete(left, e.Path)
		case <-time.After(30 * time.Second):
			b.Fatalf("%d files were never told, such as %v", len(left), left)
		}
	}
}

const beyondGrace = grace + 400*time.Millisecond
