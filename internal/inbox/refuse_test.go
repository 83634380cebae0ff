package inbox

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/fsnotify/fsnotify"

	"ngatu/content"
)

var overflow = fsnotify.ErrEventOverflow

// TestMain lets the tests wait side by side: they sleep much and compute little.
func TestMain(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "16")
	os.Exit(m.Run())
}

// aged is a settled file that has been at rest.
func (b *box) aged(path, text string) Event {
	b.Helper()
	b.write(path, text)
	b.must(os.Chtimes(b.at(path), time.Time{}, time.Now().Add(-time.Minute)))
	info, err := os.Stat(b.at(path))
	b.must(err)
	return Event{Kind: Settled, Path: path, Real: filepath.FromSlash(path), Size: info.Size(), ModTime: info.ModTime()}
}

func (b *box) holds(path, text string) {
	b.Helper()
	got, err := os.ReadFile(b.at(path))
	if err != nil || string(got) != text {
		b.Errorf("%s holds %q %v, want %q", path, got, err, text)
	}
}

func TestSetAside(t *testing.T) {
	t.Parallel()
	b := &box{T: t, root: t.TempDir()}
	for i, want := range []string{"_tu-choi/phường/hình.svg", "_tu-choi/phường/hình (2).svg", "_tu-choi/phường/hình (3).svg"} {
		text := string(rune('a' + i))
		place, err := SetAside(t.Context(), b.root, b.aged("phường/hình.svg", text), "Tệp SVG không được nhận.")
		if err != nil || place != want {
			t.Fatalf("set aside to %q %v, want %q", place, err, want)
		}
		b.holds(want, text)
		if text, err := os.ReadFile(b.at(want + ".txt")); err != nil || !strings.HasPrefix(string(text), "Tệp SVG không được nhận.\n") {
			t.Errorf("the sentence is %q %v", text, err)
		}
		if _, err := os.Stat(b.at("phường/hình.svg")); !os.IsNotExist(err) {
			t.Error("the file is still where it was")
		}
	}
	b.write("_tu-choi/x.svg.txt", "somebody's own") // neither of the two names is overwritten
	if place, err := SetAside(t.Context(), b.root, b.aged("x.svg", "x"), "no"); err != nil || place != "_tu-choi/x (2).svg" {
		t.Fatalf("set aside to %q %v", place, err)
	}
	b.holds("_tu-choi/x.svg.txt", "somebody's own")
	long := strings.Repeat("ố", 83) + ".svg" // 253 bytes
	if place, err := SetAside(t.Context(), b.root, b.aged(long, "x"), "no"); err != nil || !utf8.ValidString(place) || !strings.HasSuffix(place, "ố.svg") {
		t.Fatalf("set aside to %q %v", place, err)
	}
}

func TestSetAsideLeavesWhatChanged(t *testing.T) {
	t.Parallel()
	b := &box{T: t, root: t.TempDir()}
	e := b.aged("clip.mp4", "half")
	b.write("clip.mp4", "half and the rest")
	if _, err := SetAside(t.Context(), b.root, e, "cut off"); !errors.Is(err, ErrChanged) {
		t.Errorf("a changed file: %v", err)
	}
	b.holds("clip.mp4", "half and the rest")
	b.must(os.Remove(b.at("clip.mp4")))
	if _, err := SetAside(t.Context(), b.root, e, "cut off"); !errors.Is(err, ErrChanged) {
		t.Errorf("a deleted file: %v", err)
	}

	b.write("clip.mp4", "half")
	info, err := os.Stat(b.at("clip.mp4"))
	b.must(err)
	e.ModTime = info.ModTime()
	go func() { // the copier goes on after a pause
		time.Sleep(Rest / 4)
		_ = os.WriteFile(filepath.Join(b.root, "clip.mp4"), []byte("half and the rest"), 0o644)
	}()
	if _, err := SetAside(t.Context(), b.root, e, "cut off"); !errors.Is(err, ErrChanged) {
		t.Errorf("a file that went on growing: %v", err)
	}
	b.holds("clip.mp4", "half and the rest")
}

func TestSetAsideStaysInTheInbox(t *testing.T) {
	t.Parallel()
	b := &box{T: t, root: t.TempDir()}
	outside := t.TempDir()
	b.must(os.Symlink(outside, b.at(Refused)))
	e := b.aged("a.svg", "a")
	_, err := SetAside(t.Context(), b.root, e, "no")
	if content.CodeOf(err) != content.Exhausted {
		t.Errorf("through a link: %v", err)
	}
	b.holds("a.svg", "a")
	if entries, _ := os.ReadDir(outside); len(entries) > 0 {
		t.Error("something was written outside the inbox")
	}
}

func TestASetAsideFileIsNotToldAgain(t *testing.T) {
	t.Parallel()
	b := ready(t)
	b.aged("a.svg", "a")
	e := b.expect(Settled, "a.svg")
	_, err := SetAside(t.Context(), b.root, e, "no")
	b.must(err)
	b.expect(Gone, "a.svg")
	b.silent(beyondGrace)
}

// TestAFileThatMayNotBeRead needs a user whom permissions bind; root is not, so it runs itself
// again as nobody.
func TestAFileThatMayNotBeRead(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("permissions of another kind")
	}
	if os.Geteuid() == 0 {
		asNobody(t)
		return
	}
	b := ready(t)
	b.write("a.png", "a")
	b.must(os.Chmod(b.at("a.png"), 0))
	for e := range b.events { // it may have settled before its permissions went
		if e.Kind == Trouble && e.Path == "a.png" {
			break
		}
	}
	b.silent(300 * time.Millisecond)
	b.must(os.Chmod(b.at("a.png"), 0o644))
	b.expect(Settled, "a.png")

	b.must(os.Mkdir(b.at("closed"), 0))
	e := <-b.events
	if e.Kind != Trouble {
		t.Fatalf("a folder that cannot be read: %s %q", e.Kind, e.Path)
	}
}

func asNobody(t *testing.T) {
	dir, err := os.MkdirTemp("", "inbox")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "inbox.test")
	if err := errors.Join(os.WriteFile(copied, program, 0o755), os.Mkdir(filepath.Join(dir, "tmp"), 0o777),
		os.Chmod(dir, 0o755), os.Chmod(filepath.Join(dir, "tmp"), 0o777)); err != nil {
		t.Fatal(err)
	}
	setpriv, err := exec.LookPath("setpriv")
	if err != nil {
		t.Skip("setpriv is not here")
	}
	again := exec.CommandContext(t.Context(), setpriv, "--reuid=65534", "--regid=65534", "--clear-groups",
		copied, "-test.run=^"+t.Name()+"$", "-test.timeout=30s")
	again.Env, again.Dir = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp")), dir
	if out, err := again.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
