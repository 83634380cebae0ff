package inbox

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A copy over a share shows its full size from the start, holds the file open, and pauses. It is
// told once, when it is closed.
func TestAFileThatIsOpenForWritingIsWaitedFor(t *testing.T) {
	t.Parallel()
	b := ready(t)
	if !canTell(t) {
		t.Skip("this disk does not say who writes to a file")
	}
	text := "area,value\n" + strings.Repeat("Ba Đình,1\n", 1000)
	file, err := os.Create(b.at("figures.csv"))
	b.must(err)
	b.must(file.Truncate(int64(len(text))))
	b.silent(1200 * time.Millisecond)
	_, err = file.WriteString(text[:4000])
	b.must(err)
	b.silent(1200 * time.Millisecond)
	_, err = file.WriteString(text[4000:])
	b.must(err)
	b.silent(600 * time.Millisecond)
	b.must(file.Close())
	if e := b.expect(Settled, "figures.csv"); e.Size != int64(len(text)) {
		t.Errorf("told at %d of %d bytes", e.Size, len(text))
	}
	b.silent(300 * time.Millisecond)
}

func canTell(t *testing.T) bool {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x")
	w := must(os.Create(name))(t)
	defer w.Close()
	r := must(os.Open(name))(t)
	defer r.Close()
	return writingTo(r) == writing
}

// A program that never closes a file is named, and taken at its word when it does.
func TestAFileHeldOpenIsTold(t *testing.T) {
	t.Parallel()
	b := ready(t)
	if !canTell(t) {
		t.Skip("this disk does not say who writes to a file")
	}
	file, err := os.Create(b.at("held.png"))
	b.must(err)
	_, err = file.WriteString("all of it")
	b.must(err)
	if e := b.expect(Trouble, "held.png"); !strings.Contains(e.Err.Vi, "đang mở") {
		t.Errorf("told %v", e.Err)
	}
	b.must(file.Close())
	b.expect(Settled, "held.png")
}

// A file that is set aside before its copier is done is aside for the copier, too: what it writes
// then lands in the same file. It is put back and told.
func TestAFileThatChangesAfterItWasSetAsideComesBack(t *testing.T) {
	t.Parallel()
	b := quick(t)
	e := b.aged("phường/clip.bin", "half")
	b.expect(Settled, "phường/clip.bin")
	copier, err := os.OpenFile(b.at("phường/clip.bin"), os.O_RDONLY, 0)
	b.must(err)
	place, err := SetAside(t.Context(), b.root, e, "cắt cụt")
	b.must(err)
	b.must(copier.Close())
	b.expect(Gone, "phường/clip.bin")
	b.silent(1500 * time.Millisecond) // as it was: it stays
	file, err := os.OpenFile(b.at(place), os.O_WRONLY|os.O_APPEND, 0)
	b.must(err)
	_, err = file.WriteString(" and the rest")
	b.must(err)
	b.must(file.Close())
	if e := b.expect(Settled, "phường/clip.bin"); e.Size != int64(len("half and the rest")) {
		t.Errorf("told %+v", e)
	}
	if _, err := os.Stat(b.at(place + ".txt")); !os.IsNotExist(err) {
		t.Error("the sentence stays behind")
	}
}

// quick is a box that scans every second.
func quick(t *testing.T) *box {
	t.Helper()
	b := &box{T: t, root: t.TempDir(), events: make(chan Event, 100)}
	b.start(Config{Root: b.root, Rescan: time.Second})
	b.write("first.png", "first")
	b.expect(Settled, "first.png")
	return b
}

func TestNotesAreReadBack(t *testing.T) {
	n := note{12, time.Date(2024, 11, 28, 10, 11, 12, 123456789, time.UTC), "Đống Đa/a \"b\" [c].png"}
	if got, ok := readNote("Vì sao.\n\nWhy.\n\n" + n.String() + "\n"); !ok || got != n {
		t.Errorf("read %+v %v", got, ok)
	}
	for _, text := range []string{"", "somebody's own", "[1 byte · now · \"a\"]", note{1, n.mod, "../a"}.String(), note{1, n.mod, "/etc/a"}.String()} {
		if got, ok := readNote(text); ok {
			t.Errorf("%q is taken for a note: %+v", text, got)
		}
	}
}

func FuzzNote(f *testing.F) {
	f.Add("Vì sao.\n\n" + note{12, time.Unix(1700000000, 0).UTC(), "a/b.png"}.String())
	f.Add("[9999999999999999999 byte · x · \"\\x\"]")
	f.Fuzz(func(t *testing.T, text string) {
		if n, ok := readNote(text); ok && !filepath.IsLocal(filepath.FromSlash(n.from)) {
			t.Errorf("%q leads out of the inbox: %q", text, n.from)
		}
	})
}

// A correction may have the size and the time of the file that it replaces: copied with its times,
// or saved within one tick.
func TestACorrectionOfTheSameSizeAndTimeIsTold(t *testing.T) {
	t.Parallel()
	b := ready(t)
	b.write("k.csv", "Ba Đình,91234")
	before := b.expect(Settled, "k.csv")
	if before.Changed.IsZero() {
		t.Skip("this system does not tell when a file was changed")
	}
	for _, how := range []string{"in place", "by renaming"} {
		name := "k.csv"
		if how == "by renaming" {
			name = ".new"
		}
		b.write(name, "Ba Đình,91334")
		b.must(os.Chtimes(b.at(name), time.Time{}, before.ModTime))
		if name != "k.csv" {
			b.must(os.Rename(b.at(name), b.at("k.csv")))
		}
		for e := b.expect(Settled, "k.csv"); !e.ModTime.Equal(before.ModTime); {
			e = b.expect(Settled, "k.csv")
		}
	}
	b.watcher.Stop()
	known := []Known{{Path: "k.csv", Size: before.Size, ModTime: before.ModTime, Changed: before.Changed}, knownFile(t, b, "first.png")}
	again := open(t, b.root, known...) // made while nobody watched
	again.expect(Settled, "k.csv")
	again.silent(beyondGrace)
}

// How long a file must stand still follows from who writes to it and, where that is not known, from
// its content.
func TestCalm(t *testing.T) {
	w := &Watcher{quiet: defaultQuiet}
	for _, c := range []struct {
		state writer
		shape shape
		calm  time.Duration // of the file so far
		want  time.Duration
	}{
		{closed, complete, defaultQuiet, 0},
		{closed, plain, defaultQuiet, defaultQuiet},
		{closed, cut, defaultQuiet, defaultQuiet}, // it will not get longer by waiting: somebody is told
		{closed, complete, time.Second, time.Second},
		{unknown, complete, defaultQuiet, 0},
		{unknown, plain, defaultQuiet, unknownCalm},
		{unknown, cut, defaultQuiet, cutCalm},
	} {
		if got := w.calmFor(&file{calm: c.calm}, c.state, c.shape); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// On a drive of another machine nobody says who writes: a file with room for what is still to come
// is not told, nor is one that may go on; one that is complete is.
func TestAShareThatDoesNotSayWhoWrites(t *testing.T) {
	t.Parallel()
	b := &box{T: t, root: t.TempDir(), events: make(chan Event, 100)}
	b.prepare(Config{Root: b.root})
	b.watcher.remote = true
	b.watcher.Start(t.Context())
	for name, text := range pictures(t) {
		b.write(name, string(text))
		b.expect(Settled, name)
	}
	b.write("cut.mp4", "\x00\x00\x00\x18ftypmp42"+strings.Repeat("\x00", 4000))
	b.write("figures.csv", "area,value\n1,2\n")
	began := time.Now()
	b.expect(Settled, "figures.csv")
	if waited := time.Since(began); waited < unknownCalm {
		t.Errorf("told after %v", waited)
	}
	b.silent(time.Second)
}

func TestShapes(t *testing.T) {
	mp4 := string(must(os.ReadFile("testdata/half_zeros.mp4"))(t))
	text := "area,value\n" + strings.Repeat("Ba Đình,1\n", 100)
	for name, c := range map[string]struct {
		text string
		want shape
	}{
		"a clip whose second half is zeros":       {mp4, cut},
		"a clip that was cut":                     {mp4[:len(mp4)/3], cut},
		"a clip with room for its index":          {mp4[:200] + strings.Repeat("\x00", 5000), cut},
		"a text":                                  {text, plain},
		"a text with room for more":               {text + strings.Repeat("\x00", 5000), cut},
		"a sheet without its index":               {"PK\x03\x04" + text, cut},
		"a sheet":                                 {"PK\x03\x04" + text + "PK\x05\x06" + strings.Repeat("\x00", 18), complete},
		"a JPEG that was cut":                     {"\xff\xd8\xff\xe0" + text, cut},
		"a JPEG with a clip behind":               {"\xff\xd8\xff\xe0" + text + "\xff\xd9" + text, plain},
		"a PNG that was cut":                      {"\x89PNG\r\n\x1a\n" + text, cut},
		"a WebP that was cut":                     {"RIFF\xff\xff\x00\x00WEBPVP8 " + text, cut},
		"a short text":                            {"a", plain},
		"UTF-16 as Windows writes it, by its end": {"a\x00\r\x00\n\x00", plain},
	} {
		if got := shapeOf(strings.NewReader(c.text), int64(len(c.text))); got != c.want {
			t.Errorf("%s: shape %d, want %d", name, got, c.want)
		}
	}
}

func FuzzShape(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x10ftypmp42\x00\x00\x00\x00\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x18"))
	f.Fuzz(func(_ *testing.T, b []byte) { shapeOf(strings.NewReader(string(b)), int64(len(b))) })
}
