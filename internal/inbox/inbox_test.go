package inbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

func TestAFileIsToldWithin100ms(t *testing.T) {
	b := ready(t)
	best := time.Hour
	for i := 0; i < 5 || best > 120*time.Millisecond && i < 40; i++ {
		name := fmt.Sprintf("poster %d.jpg", i)
		b.write("."+name, strings.Repeat("x", 3<<20))
		began := time.Now()
		b.must(os.Rename(b.at("."+name), b.at(name)))
		e := b.expect(Settled, name)
		best = min(best, time.Since(began))
		if e.Size != 3<<20 || e.ModTime.IsZero() || e.Real != name {
			t.Fatalf("told %+v", e)
		}
	}
	if best > 120*time.Millisecond { // the best of many: the machine may be busy
		t.Errorf("the fastest took %s", best)
	}
	b.silent(200 * time.Millisecond)
}

func TestAFileThatGrowsIsToldOnceItStandsStill(t *testing.T) {
	t.Parallel()
	b := ready(t)
	file, err := os.Create(b.at("clip.mp4"))
	b.must(err)
	for range 30 {
		_, err = file.WriteString(strings.Repeat("x", 1000))
		b.must(err)
		time.Sleep(15 * time.Millisecond)
	}
	b.must(file.Close())
	for { // a machine that stalls makes pauses that we did not; the last word must be the whole file
		if e := b.expect(Settled, "clip.mp4"); e.Size == 30_000 {
			break
		}
	}
	b.silent(300 * time.Millisecond)
}

func TestASlowCopierIsGivenMoreTime(t *testing.T) {
	t.Parallel()
	b := ready(t)
	told, more := 0, 0
	for try := range 5 { // a busy machine makes pauses longer than we do
		if told, more = b.copySlowly(fmt.Sprintf("clip %d.mp4", try)); told > 0 && more == 0 {
			return
		}
	}
	t.Errorf("told %d times while pauses were new, %d times when they were known", told, more)
}

// copySlowly writes a file with pauses, closing it after each part, and says how often it was told
// while the pauses were new, and how often when they were known.
func (b *box) copySlowly(name string) (told, more int) {
	b.Helper()
	for i := range 8 {
		file, err := os.OpenFile(b.at(name), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
		b.must(err)
		_, err = file.WriteString("more")
		b.must(err)
		b.must(file.Close())
		time.Sleep(300 * time.Millisecond)
		if i == 3 {
			told = len(b.events)
		}
	}
	more = len(b.events) - told
	for e := b.expect(Settled, name); e.Size != 32; {
		e = b.expect(Settled, name)
	}
	return told, more
}

func TestChangesOfOneFile(t *testing.T) {
	t.Parallel()
	b := ready(t)
	b.write("first.png", "second content")
	if e := b.expect(Settled, "first.png"); e.Size != 14 {
		t.Fatalf("told %+v", e)
	}
	b.write("new", "third, put in its place by renaming") // how editors save
	b.expect(Settled, "new")
	b.must(os.Rename(b.at("new"), b.at("first.png")))
	b.expect(Settled, "first.png")
	b.expect(Gone, "new")

	// removed and written again: changed, not gone, unless the machine is so busy that it takes
	// longer than the grace
	for try := range 10 {
		began := time.Now()
		b.must(os.Remove(b.at("first.png")))
		time.Sleep(grace / 10)
		b.write("first.png", fmt.Sprint("fourth", try))
		if time.Since(began) < grace/2 {
			b.expect(Settled, "first.png")
			break
		}
		for e := <-b.events; e.Kind != Settled; e = <-b.events {
		}
	}
	b.silent(beyondGrace)

	// away and back: not gone; whether its bytes are others, the caller sees
	b.must(os.Rename(b.at("first.png"), b.at("away")))
	b.must(os.Rename(b.at("away"), b.at("first.png")))
	if changeTime(must(os.Lstat(b.at("first.png")))(t)).IsZero() {
		b.silent(beyondGrace)
	} else {
		b.expect(Settled, "first.png")
		b.silent(beyondGrace)
	}

	b.must(os.Remove(b.at("first.png")))
	b.expect(Gone, "first.png")
}

func TestEmptyFilesWait(t *testing.T) {
	t.Parallel()
	b := ready(t)
	b.write("a.png", "")
	b.silent(400 * time.Millisecond)
	b.write("a.png", "now")
	b.expect(Settled, "a.png")
	b.write("b.png", "")
	b.must(os.Remove(b.at("b.png")))
	b.silent(beyondGrace)
}

func TestNamesPassedOver(t *testing.T) {
	t.Parallel()
	b := ready(t)
	for _, name := range []string{
		".hidden", ".DS_Store", "Thumbs.db", "desktop.ini", "a.png~", ".a.png.swp", "a.TMP", "a.part",
		"film.mp4.crdownload", "~$plan.docx", "#a.txt#", ".git/config", Refused + "/old.svg", "__MACOSX/a.png", "lost+found/x",
		"a.png:Zone.Identifier", "a.png\uf03aZone.Identifier", "a.png:Zone.Identifier:$DATA", "a.png:com.dropbox.attrs", "7C3A1000", "~WRD0005.tmp",
		"~WRL0003", ".~lock.a.xlsx#", "a.xlsx.sb-1a2b3c4d-XyZ123", "a.jpg.opdownload", "~syncthing~a.png.tmp", "Picasa.ini", "desktop.ini ", "@Recycle/a.png",
		"a.png:com.apple.quarantine", "a.png\uf022ms-properties", "~tờ rơi~abc(1.idlk", "a.laccdb", "a.dwl2", "a.$$$", "Desktop DB", "FOUND.000/a.png", "WPSettings.dat",
	} {
		b.write(name, "content")
	}
	b.silent(300 * time.Millisecond)
	b.must(os.Rename(b.at("film.mp4.crdownload"), b.at("film.mp4")))
	b.expect(Settled, "film.mp4")
	for _, name := range []string{"a.png", "kế hoạch.pdf", "partial view.jpg", "~a.png", "-", "tmp", "20241128", "Thông báo: họp.png", "DEADBEEF.png"} {
		if Ignored(name) {
			t.Errorf("%q is passed over", name)
		}
	}
}

func TestAThousandFilesAtOnce(t *testing.T) {
	t.Parallel()
	b := ready(t)
	var names []string
	for i := range 1000 {
		name := fmt.Sprintf("ảnh %03d.png", i)
		if i%2 == 1 {
			name = fmt.Sprintf("tập %d/%s", i%7, name)
		}
		names = append(names, name)
		b.write(name, strings.Repeat("x", i+1))
	}
	b.settled(names...)
	b.silent(300 * time.Millisecond)
}

func TestNamesFromMacOS(t *testing.T) {
	t.Parallel()
	b := ready(t)
	nfd := norm.NFD.String("Quận Đống Đa/Cổng thông tin.png")
	b.write(nfd, "decomposed")
	e := b.expect(Settled, "Quận Đống Đa/Cổng thông tin.png")
	if !norm.NFC.IsNormalString(e.Path) || e.Real != filepath.FromSlash(nfd) {
		t.Fatalf("told %+q as %+q", e.Real, e.Path)
	}
	file, err := Open(b.root, e.Real)
	b.must(err)
	file.Close()
	if runtime.GOOS == "linux" { // where both spellings can lie side by side
		b.must(os.WriteFile(filepath.Join(filepath.Dir(b.at(nfd)), "Cổng thông tin.png"), []byte("composed"), 0o644))
		b.expect(Trouble, e.Path)
	}
	b.must(os.Remove(b.at(nfd)))
	if runtime.GOOS != "linux" {
		b.expect(Gone, e.Path)
	}
	known := Known{Path: e.Path, Size: e.Size, ModTime: e.ModTime}
	b.watcher.Stop()
	b.must(os.RemoveAll(filepath.Dir(b.at(nfd))))
	b.write(nfd, "decomposed")
	b.must(os.Chtimes(b.at(nfd), time.Time{}, e.ModTime))
	first := knownFile(t, b, "first.png")
	again := open(t, b.root, known, first)
	again.silent(beyondGrace)
}

func TestLinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	b := ready(t)
	secret := filepath.Join(t.TempDir(), "secret")
	b.must(os.WriteFile(secret, []byte("secret"), 0o600))
	b.must(os.Symlink(secret, b.at("poster.png")))
	b.must(os.Symlink(filepath.Dir(secret), b.at("folder")))
	b.must(os.Symlink("first.png", b.at("inner.png")))
	for range 3 { // each is told, none is opened
		if e := <-b.events; e.Kind != Trouble || e.Err == nil {
			t.Errorf("told %s %q", e.Kind, e.Path)
		}
	}
	b.silent(300 * time.Millisecond)
	for _, name := range []string{"poster.png", "folder/secret", "inner.png", "../secret", "."} {
		if file, err := Open(b.root, name); err == nil {
			file.Close()
			t.Errorf("%s was opened", name)
		}
	}
	b.must(os.Remove(b.at("first.png"))) // a file replaced by a link is gone
	b.must(os.Symlink(secret, b.at("first.png")))
	b.expect(Trouble, "first.png")
	b.expect(Gone, "first.png")
}

func TestStopLeavesNothingRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		w, err := New(Config{Root: t.TempDir(), Tell: func(ctx context.Context, _ Event) { <-ctx.Done() }})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(w.root.at("a.png"), []byte("a"), 0o644); err != nil {
			t.Fatal(err)
		}
		w.Start(t.Context())
		time.Sleep(120 * time.Millisecond)
		w.Stop()
	}
	for range 2000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}
