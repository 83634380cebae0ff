package witness

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

func record(number int64) Record {
	return Record{Installation: "ABCDEFGH234567", Number: number, Hash: strings.Repeat("0f", 32)}
}

func opened(t testing.TB, path string) *File {
	t.Helper()
	w, err := Open(path, record(0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func TestTheLastRecordIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "witness")
	if _, err := Read(path); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("read before the first: %v", err)
	}
	w := opened(t, path)
	for n := int64(1); n <= 5; n++ {
		if err := w.Write(record(n)); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(path); err != nil || got != record(n) {
			t.Errorf("read %+v, %v", got, err)
		}
	}
	if err := w.Write(record(4)); err != nil {
		t.Fatal(err)
	}
	if got, _ := Read(path); got != record(5) {
		t.Errorf("an older change replaced a newer one: %+v", got)
	}
	again := opened(t, path)
	if err := again.Write(record(6)); err != nil {
		t.Fatal(err)
	}
	if got, _ := Read(path); got != record(6) {
		t.Errorf("after opening again %+v", got)
	}
	if err := again.Reset(record(2)); err != nil {
		t.Fatal(err)
	}
	if got, _ := Read(path); got != record(2) {
		t.Errorf("after a reset %+v", got)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 || info.Size() != fileSize {
		t.Errorf("the file has mode %v and %d bytes", info.Mode(), info.Size())
	}
}

// A write that the power cut ended anywhere leaves the record before it or the new one.
func TestATornWriteLeavesARecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "witness")
	w := opened(t, path)
	for n := int64(1); n <= 2; n++ {
		if err := w.Write(record(n)); err != nil {
			t.Fatal(err)
		}
	}
	before, _ := os.ReadFile(path)
	if err := w.Write(record(3)); err != nil {
		t.Fatal(err)
	}
	after, _ := os.ReadFile(path)
	for cut := range fileSize {
		torn := append(bytes.Clone(after[:cut]), before[cut:]...)
		r, _, ok := newest(torn)
		if !ok || r != record(2) && r != record(3) {
			t.Fatalf("cut at %d: %+v, %v", cut, r, ok)
		}
	}
}

func TestADamagedFileIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "witness")
	for _, b := range [][]byte{nil, make([]byte, fileSize), []byte("ngatu-witness 1 A 1 0 0"), bytes.Repeat([]byte("x"), fileSize)} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); content.CodeOf(err) != content.Damaged || !strings.Contains(err.Error(), path) {
			t.Errorf("%.20q: %v", b, err)
		}
		if got := opened(t, path).last; got != record(0) {
			t.Errorf("made again it says %+v", got)
		}
	}
}

func TestTheMark(t *testing.T) {
	data := t.TempDir()
	if _, ok, err := Marked(data); ok || err != nil {
		t.Fatal(ok, err)
	}
	want := SetBack{Because: RestoredBackup, From: "/srv/backup", Taken: time.UnixMilli(1000).UTC(), At: time.UnixMilli(2000).UTC(), Highest: 7}
	if err := MarkSetBack(data, want); err != nil {
		t.Fatal(err)
	}
	if got, ok, err := Marked(data); !ok || err != nil || got != want {
		t.Errorf("%+v, %v, %v", got, ok, err)
	}
	if err := os.WriteFile(MarkPath(data), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, ok, err := Marked(data); !ok || err != nil || got.Because != RestoredBackup {
		t.Errorf("a mark that is cut off: %+v, %v, %v", got, ok, err)
	}
	if err := errors.Join(Unmark(data), Unmark(data)); err != nil {
		t.Error(err)
	}
	if _, ok, _ := Marked(data); ok {
		t.Error("the mark is still there")
	}
	if err := MarkSetBack(filepath.Join(data, "none"), want); content.CodeOf(err) != content.Missing {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(record(7).slot())
	f.Add(make([]byte, slotSize))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, ok := parse(b)
		if ok && (r.Number < 0 || !bytes.Equal(bytes.TrimSpace(r.slot()), bytes.TrimSpace(b))) {
			t.Errorf("read %+v from %q", r, b)
		}
	})
}

// What the witness costs a change.
func BenchmarkWrite(b *testing.B) {
	w := opened(b, filepath.Join(b.TempDir(), "witness"))
	for i := range b.N {
		if err := w.Write(record(int64(i + 1))); err != nil {
			b.Fatal(err)
		}
	}
}
