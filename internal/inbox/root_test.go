package inbox

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFoldersWithinFolders(t *testing.T) {
	t.Parallel()
	b := ready(t)
	// folders and file at once: only the first folder makes an event
	b.write("chiến dịch/a/b/c/poster.png", "deep")
	b.expect(Settled, "chiến dịch/a/b/c/poster.png")
	b.write("chiến dịch/a/b/c/d/e/f/edge.png", "at the edge")
	b.write("chiến dịch/a/b/c/d/e/f/g/h/beyond.png", "too deep")
	got := map[Kind]string{}
	for range 2 {
		e := <-b.events
		got[e.Kind] = e.Path
	}
	if got[Settled] != "chiến dịch/a/b/c/d/e/f/edge.png" || !strings.HasPrefix(got[Trouble], "chiến dịch/a/b/c/d/e/f/g/h") {
		t.Fatalf("told %v", got)
	}
	outside := t.TempDir()
	b.must(os.MkdirAll(filepath.Join(outside, "moved", "in"), 0o755))
	b.must(os.WriteFile(filepath.Join(outside, "moved", "in", "x.png"), []byte("x"), 0o644))
	b.must(os.Rename(filepath.Join(outside, "moved"), b.at("moved")))
	b.expect(Settled, "moved/in/x.png")
	b.write("moved/in/y.png", "y") // watched there too
	b.expect(Settled, "moved/in/y.png")
}

func TestAFolderThatVanishesTakesNothingOff(t *testing.T) {
	t.Parallel()
	b := ready(t)
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprintf("phường/%02d.png", i))
		b.write(names[i], "picture")
	}
	b.write("phường/in/deep.png", "deep")
	b.settled(append(names, "phường/in/deep.png")...)

	b.must(os.RemoveAll(b.at("phường/in")))
	b.expect(FolderGone, "phường/in")
	began := time.Now()
	// as slowly as over a share: longer than the grace of the first file, and no longer on a busy
	// machine
	for i, name := range names {
		b.must(os.Remove(b.at(name)))
		time.Sleep(time.Until(began.Add(time.Duration(i+1) * 15 * time.Millisecond)))
	}
	b.must(os.Remove(b.at("phường")))
	b.expect(FolderGone, "phường")
	b.silent(beyondGrace)

	b.must(os.Mkdir(b.at("phường"), 0o755))
	b.expect(FolderBack, "phường")
	b.silent(beyondGrace)
	b.write(names[0], "other picture")
	b.expect(Settled, names[0])
	b.must(os.Remove(b.at(names[0]))) // one file, and its folder stands
	b.expect(Gone, names[0])
}

func TestARenamedFolderIsFollowed(t *testing.T) {
	t.Parallel()
	b := ready(t)
	b.write("old/in/a.png", "a")
	b.expect(Settled, "old/in/a.png")
	b.must(os.Rename(b.at("old"), b.at("new")))
	got := map[string]bool{}
	for range 2 {
		e := <-b.events
		got[string(e.Kind)+" "+e.Path] = true
	}
	if !got["settled new/in/a.png"] || !got["folder_gone old/in"] && !got["folder_gone old"] {
		t.Fatalf("told %v", got)
	}
	b.write("new/in/b.png", "b")
	b.expect(Settled, "new/in/b.png")
	b.must(os.Remove(b.at("new/in/a.png")))
	b.expect(Gone, "new/in/a.png")
	b.silent(beyondGrace)
}

func TestTheRootVanishesAndComesBack(t *testing.T) {
	t.Parallel()
	b := ready(t)
	b.write("sub/second.png", "second")
	b.expect(Settled, "sub/second.png")
	aside := b.root + ".aside"
	b.must(os.Rename(b.root, aside))
	b.expect(RootGone, "")
	b.silent(beyondGrace)

	b.must(os.WriteFile(filepath.Join(aside, "third.png"), []byte("while away"), 0o644))
	b.must(os.Rename(aside, b.root))
	b.expect(RootBack, "")
	b.expect(Settled, "third.png")
	b.silent(beyondGrace)

	b.must(os.RemoveAll(b.root))
	b.expectOneOf(RootGone, FolderGone)
	b.must(os.Mkdir(b.root, 0o755)) // what is left where a share was mounted
	b.silent(rootEvery + beyondGrace)
	b.write("first.png", "first, again")
	b.expect(RootBack, "")
	b.expect(Settled, "first.png")
	b.must(os.Remove(b.at("first.png")))
	b.expect(Gone, "first.png")
	b.silent(beyondGrace)
}

// expectOneOf waits for the first kind; the second may come before it.
func (b *box) expectOneOf(last, before Kind) {
	b.Helper()
	for e := range b.events {
		if e.Kind == last {
			return
		}
		if e.Kind != before {
			b.Fatalf("told %s %q", e.Kind, e.Path)
		}
	}
}

func TestTheRootComesLater(t *testing.T) {
	t.Parallel()
	b := open(t, filepath.Join(t.TempDir(), "inbox"))
	b.expect(RootGone, "")
	b.write("a.png", "a")
	b.expect(RootBack, "")
	b.expect(Settled, "a.png")
}

func knownFile(t *testing.T, b *box, path string) Known {
	t.Helper()
	info, err := os.Stat(b.at(path))
	b.must(err)
	return Known{Path: path, Size: info.Size(), ModTime: info.ModTime(), Changed: changeTime(info)}
}

func TestARestartDoublesNothing(t *testing.T) {
	t.Parallel()
	b := ready(t)
	names := []string{"same.png", "touched.png", "changed.png", "deleted.png", "sub/kept.png", "gone/folder.png"}
	known := []Known{knownFile(t, b, "first.png")}
	for _, name := range names {
		b.write(name, "content")
		known = append(known, knownFile(t, b, name))
	}
	b.settled(names...)
	b.watcher.Stop()

	b.must(os.Chtimes(b.at("touched.png"), time.Time{}, time.Now().Add(-time.Hour)))
	b.write("changed.png", "CONTENT")
	b.must(os.Chtimes(b.at("changed.png"), time.Time{}, time.Now().Add(time.Second)))
	b.must(os.Remove(b.at("deleted.png")))
	b.must(os.RemoveAll(b.at("gone")))
	b.write("new.png", "new")
	again := open(t, b.root, known...)
	again.expect(FolderGone, "gone")
	// whether its bytes are others is for the caller to see
	again.settled("touched.png", "changed.png", "new.png")
	again.expect(Gone, "deleted.png")
	again.silent(beyondGrace)
	b.must(os.Remove(b.at("sub/kept.png")))
	again.expect(Gone, "sub/kept.png")
}

func TestARestartBeforeTheShareIsMounted(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	b := open(t, root, Known{Path: "a.png", Size: 1, ModTime: time.Now()}, Known{Path: "sub/b.png", Size: 1, ModTime: time.Now()})
	b.expect(RootGone, "")
	b.silent(beyondGrace)
	if _, err := os.Stat(b.at(marker)); err == nil {
		t.Error("the empty folder was marked as the inbox")
	}
	b.write("c.png", "c")
	b.expect(RootBack, "")
	b.expect(Settled, "c.png")
	b.silent(beyondGrace)
}
