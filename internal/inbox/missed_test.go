package inbox

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestTooManyFilesAreToldOnce(t *testing.T) {
	t.Parallel()
	known := make([]Known, MaxFiles)
	for i := range known {
		known[i] = Known{Path: fmt.Sprintf("%d.png", i), Size: 1}
	}
	b := open(t, t.TempDir(), known...)
	b.expect(RootGone, "")
	b.write("more.png", "x")
	b.expect(Trouble, "")
	b.write("even more.png", "x")
	b.silent(300 * time.Millisecond)
}

func TestLostEventsAreMadeUpFor(t *testing.T) {
	t.Parallel()
	b := ready(t)
	system := b.watcher.fs // set before the first event was told
	b.must(system.Remove(b.root))
	b.write("unheard.png", "nobody was told")
	b.must(os.Remove(b.at("first.png")))
	b.silent(200 * time.Millisecond)
	system.Errors <- overflow
	b.expect(Settled, "unheard.png")
	b.expect(Gone, "first.png")
}

func TestTheScanFindsWhatNoEventTold(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.must(b.watcher.fs.Remove(b.root))
	b.write("sub/unheard.png", "nobody was told")
	b.expect(Settled, "sub/unheard.png")
}

func TestASlowListenerHoldsNothingUp(t *testing.T) {
	t.Parallel()
	root, open, told := t.TempDir(), make(chan struct{}), make(chan Event, 100)
	w, err := New(Config{Root: root, Tell: func(_ context.Context, e Event) { <-open; told <- e }})
	if err != nil {
		t.Fatal(err)
	}
	w.Start(t.Context())
	defer w.Stop()
	b := &box{T: t, root: root, events: told}
	b.write("blocks.png", "x")
	time.Sleep(200 * time.Millisecond)
	for i := range 5 {
		b.write("often.png", strings.Repeat("x", i+1))
		time.Sleep(120 * time.Millisecond)
	}
	time.Sleep(1300 * time.Millisecond)
	close(open)
	b.expect(Settled, "blocks.png")
	if e := b.expect(Settled, "often.png"); e.Size != 5 {
		t.Errorf("told a size of %d, not the newest", e.Size)
	}
	b.silent(100 * time.Millisecond)
}
