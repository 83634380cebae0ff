package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
)

var ctx = context.Background()

func open(t *testing.T) *Folder {
	t.Helper()
	f, err := Open(filepath.Join(t.TempDir(), "kho [ảnh]*?")) // a name that would be a pattern
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func put(t *testing.T, f *Folder, s string) content.Digest {
	t.Helper()
	d, err := f.PutBytes(ctx, []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// files lists what is in the folder, relative to it, folders left out.
func files(t *testing.T, f *Folder) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(f.Dir(), func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(f.Dir(), path)
			names = append(names, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func wantCode(t *testing.T, err error, code content.Code) {
	t.Helper()
	if content.CodeOf(err) != code {
		t.Errorf("error is %v, want code %q", err, code)
	}
}

func TestSameBytesAreOneFile(t *testing.T) {
	f := open(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := f.PutBytes(ctx, []byte("một ảnh")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if names := files(t, f); len(names) != 1 {
		t.Errorf("twenty uploads of one file left %v", names)
	}
}

func TestNothingIsKeptOfAFailedPut(t *testing.T) {
	broken := errors.New("the line went dead")
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	for _, c := range []struct {
		name  string
		ctx   context.Context
		r     io.Reader
		limit int64
		check func(error) bool
	}{
		{"too large", ctx, strings.NewReader("12345678901"), 10, func(err error) bool { return content.CodeOf(err) == content.TooLarge }},
		{"endless", ctx, endless{}, 1 << 20, func(err error) bool { return content.CodeOf(err) == content.TooLarge }},
		{"reader fails", ctx, io.MultiReader(strings.NewReader("abc"), failing{broken}), 0, func(err error) bool { return errors.Is(err, broken) }},
		{"cancelled", cancelled, strings.NewReader("abc"), 0, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := open(t)
			if _, _, err := f.Put(c.ctx, c.r, c.limit); !c.check(err) {
				t.Errorf("error is %v", err)
			}
			if names := files(t, f); len(names) != 0 {
				t.Errorf("left behind: %v", names)
			}
		})
	}
	if d, _, err := open(t).Put(ctx, strings.NewReader("1234567890"), 10); err != nil || d == "" {
		t.Errorf("exactly the limit: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestDamageIsFoundSetAsideAndHealed(t *testing.T) {
	ways := map[string]func(f *Folder, d content.Digest) error{
		"read":   func(f *Folder, d content.Digest) error { _, err := f.Read(ctx, d); return err },
		"verify": func(f *Folder, d content.Digest) error { return f.Verify(ctx, d) },
	}
	harms := map[string]func(path string) error{
		"flipped bit": func(path string) error {
			b, err := os.ReadFile(path)
			b[len(b)/2] ^= 1
			return errors.Join(err, os.WriteFile(path, b, 0o600))
		},
		"cut off": func(path string) error { return os.Truncate(path, 3) },
		"emptied": func(path string) error { return os.Truncate(path, 0) },
	}
	for way, check := range ways {
		for harm, do := range harms {
			t.Run(way+" "+harm, func(t *testing.T) {
				f := open(t)
				d := put(t, f, "khẩu hiệu")
				path, _ := f.Path(ctx, d)
				if err := do(path); err != nil {
					t.Fatal(err)
				}
				wantCode(t, check(f, d), content.Damaged)
				wantCode(t, check(f, d), content.NotFound)
				if f.Has(d) {
					t.Error("a damaged file is still given out")
				}
				put(t, f, "khẩu hiệu")
				if err := check(f, d); err != nil {
					t.Errorf("after the new upload: %v", err)
				}
			})
		}
	}
}

func TestPutHealsWhatNobodyReadYet(t *testing.T) {
	f := open(t)
	d := put(t, f, "abc")
	path, _ := f.Path(ctx, d)
	if err := os.WriteFile(path, []byte("abd"), 0o600); err != nil { // same length
		t.Fatal(err)
	}
	put(t, f, "abc")
	if b, err := f.Read(ctx, d); err != nil || string(b) != "abc" {
		t.Errorf("read %q, %v", b, err)
	}
}

func TestOpenClearsOldPartsAlone(t *testing.T) {
	f := open(t)
	d := put(t, f, "whole")
	old, young := filepath.Join(f.Dir(), partPrefix+"1"), filepath.Join(f.Dir(), partPrefix+"2")
	foreign := filepath.Join(f.Dir(), "README.txt")
	for _, path := range []string{old, young, foreign} {
		if err := os.WriteFile(path, []byte("torn"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-25 * time.Hour)
	for _, path := range []string{old, foreign} {
		if err := os.Chtimes(path, past, past); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(f.Dir())
	if err != nil {
		t.Fatal(err)
	}
	names := files(t, again)
	if slices.Contains(names, partPrefix+"1") || !slices.Contains(names, partPrefix+"2") || !slices.Contains(names, "README.txt") || !again.Has(d) {
		t.Errorf("after opening: %v", names)
	}
}

func TestNamesThatAreNoDigestReachNoFile(t *testing.T) {
	f := open(t)
	outside := filepath.Join(filepath.Dir(f.Dir()), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, d := range []content.Digest{
		"", "..", "../secret", "../../../../etc/passwd", content.Digest(strings.Repeat("../", 21) + "x"),
		content.Digest(strings.Repeat("A", 64)), content.Digest(strings.Repeat("a", 63) + "\x00"),
	} {
		_, err := f.Path(ctx, d)
		wantCode(t, err, content.NotFound)
		_, err = f.Read(ctx, d)
		wantCode(t, err, content.NotFound)
		_, err = f.Open(ctx, d)
		wantCode(t, err, content.NotFound)
		_, err = f.Size(d)
		wantCode(t, err, content.NotFound)
		wantCode(t, f.Verify(ctx, d), content.NotFound)
		if err := f.Delete(d); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error("a file outside was touched")
	}
}

func TestWalkAndDelete(t *testing.T) {
	f := open(t)
	want := []content.Digest{put(t, f, "a"), put(t, f, "bb"), put(t, f, "ccc")}
	slices.Sort(want)
	os.WriteFile(filepath.Join(f.Dir(), "notes"), nil, 0o600)
	var got []content.Digest
	total := int64(0)
	collect := func(d content.Digest, size int64) error { got, total = append(got, d), total+size; return nil }
	if err := f.Walk(ctx, collect); err != nil || !slices.Equal(got, want) || total != 6 {
		t.Errorf("walk: %v, %d bytes, %v", got, total, err)
	}
	stop := errors.New("stop")
	if err := f.Walk(ctx, func(content.Digest, int64) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("walk ended with %v", err)
	}
	for range 2 {
		if err := f.Delete(want[0]); err != nil || f.Has(want[0]) {
			t.Errorf("delete: %v", err)
		}
	}
}

func TestAFullDiskIsSaidInASentence(t *testing.T) {
	err := writing(&os.PathError{Op: "write", Path: "part-1", Err: syscall.ENOSPC})
	wantCode(t, err, content.Exhausted)
	if !strings.Contains(err.Error(), "Ổ đĩa đã đầy") {
		t.Errorf("the sentence is %q", err)
	}
}

func TestOpenSaysWhatIsInTheWay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a-file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path)
	wantCode(t, err, content.Missing)
}

// BenchmarkPut3MB is the cost of keeping a photograph so that it survives a power cut.
func BenchmarkPut3MB(b *testing.B) {
	f, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	photo := make([]byte, 3<<20)
	rand.Read(photo)
	for i := 0; b.Loop(); i++ {
		photo[0], photo[1] = byte(i), byte(i>>8)
		if _, err := f.PutBytes(ctx, photo); err != nil {
			b.Fatal(err)
		}
	}
}

// What is put again counts as new: whoever removes what is old leaves it, at whatever moment that is.
func TestDeleteOld(t *testing.T) {
	f, old := open(t), time.Now().Add(-48*time.Hour)
	limit := time.Now().Add(-24 * time.Hour)
	d := put(t, f, "một ảnh")
	age := func() {
		if err := os.Chtimes(f.path(d), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if _, gone, err := f.DeleteOld(ctx, d, limit); gone || err != nil || !f.Has(d) {
		t.Fatalf("a new one: %v, %v", gone, err)
	}
	for range 50 {
		age()
		var wg sync.WaitGroup
		wg.Go(func() { put(t, f, "một ảnh") })
		wg.Go(func() {
			if _, _, err := f.DeleteOld(ctx, d, limit); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		if !f.Has(d) {
			t.Fatal("it was put, and is not there")
		}
	}
	age()
	if size, gone, err := f.DeleteOld(ctx, d, limit); size != int64(len("một ảnh")) || !gone || err != nil || f.Has(d) {
		t.Errorf("an old one: %d, %v, %v", size, gone, err)
	}
	if _, gone, err := f.DeleteOld(ctx, d, limit); !gone || err != nil {
		t.Errorf("none: %v, %v", gone, err)
	}
}
