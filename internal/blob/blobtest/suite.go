// Package blobtest is what every kind of [blob.Bucket] must do, as tests that each kind runs.
package blobtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
)

// Kind is a kind of bucket.
type Kind struct {
	Open func(t *testing.T) blob.Bucket                                          // an empty one
	Harm func(t *testing.T, b blob.Bucket, d content.Digest, bytes []byte)       // puts other bytes in the place of those of d
	Age  func(t *testing.T, b blob.Bucket, d content.Digest, back time.Duration) // makes d as old as that
}

// Run runs the suite.
func Run(t *testing.T, k Kind) {
	for name, test := range map[string]func(*testing.T, Kind){
		"put and read": putAndRead, "ranges": ranges, "follow": follow, "same bytes": sameBytes, "nothing of a failed put": failedPut,
		"damage": damage, "other bytes": otherBytes, "walk": walk, "delete what is old": deleteOld, "no digest": noDigest,
	} {
		t.Run(name, func(t *testing.T) { test(t, k) })
	}
}

func put(t *testing.T, b blob.Bucket, s string) content.Digest {
	t.Helper()
	d, err := b.PutBytes(t.Context(), []byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func all(t *testing.T, b blob.Bucket) (found []content.Digest, total int64) {
	t.Helper()
	err := b.Walk(t.Context(), func(d content.Digest, size int64) error {
		found, total = append(found, d), total+size
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, total
}

func wantCode(t *testing.T, err error, code content.Code) {
	t.Helper()
	if content.CodeOf(err) != code {
		t.Errorf("error is %v, want code %q", err, code)
	}
}

func putAndRead(t *testing.T, k Kind) {
	b := k.Open(t)
	for _, size := range []int{0, 1, 100_000, 7 << 20} {
		want := make([]byte, size)
		rand.Read(want)
		d, n, err := b.Put(t.Context(), bytes.NewReader(want), 0)
		if err != nil || d != content.DigestOf(want) || n != int64(size) {
			t.Fatalf("%d bytes: %s, %d, %v", size, d, n, err)
		}
		if got, err := b.Read(t.Context(), d); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: read back %d, %v", size, len(got), err)
		}
		r, err := b.Stream(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: streamed %d, %v", size, len(got), err)
		}
		r.Close()
		info, err := b.Stat(t.Context(), d)
		if err != nil || info.Size != int64(size) || time.Since(info.Modified).Abs() > time.Minute {
			t.Errorf("%d bytes: %+v, %v", size, info, err)
		}
		if err := b.Verify(t.Context(), d); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func ranges(t *testing.T, k Kind) {
	b := k.Open(t)
	d := put(t, b, "ngã tư sáng đèn")
	f, err := b.Open(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := make([]byte, 3)
	if _, err := f.ReadAt(got, 5); err != nil || string(got) != "tư"[:3] {
		t.Errorf("read %q, %v", got, err)
	}
	if path, err := b.Path(t.Context(), d); err != nil || path != f.Name() {
		t.Errorf("path %q, %v", path, err)
	}
}

// follow reads what may come from elsewhere: as it comes, or once it is here.
func follow(t *testing.T, k Kind) {
	b := k.Open(t)
	text := strings.Repeat("ngã tư sáng đèn ", 50_000)
	d := put(t, b, text)
	if b.Follow(t.Context(), d) != nil || b.Follow(t.Context(), "no digest") != nil {
		t.Error("what is here, or nowhere, comes from elsewhere")
	}
	k.Harm(t, b, d, []byte(text)) // not at hand any more
	if a := b.Follow(t.Context(), d); a != nil {
		if r, err := a.Open(3, int64(len(text))); err == nil { // else all is here by now
			if got, err := io.ReadAll(r); err != nil || string(got) != text[3:] {
				t.Errorf("followed %d bytes, %v", len(got), err)
			}
			r.Close()
		}
		if err := a.Wait(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if b.Follow(t.Context(), d) != nil {
		t.Error("what has come comes again")
	}
	none := content.DigestOf([]byte("chưa ai gửi"))
	if a := b.Follow(t.Context(), none); a != nil {
		_, err := a.Open(0, 1)
		if err == nil {
			t.Error("something comes that is nowhere")
		}
		wantCode(t, a.Wait(t.Context()), content.NotFound)
	}
}

func sameBytes(t *testing.T, k Kind) {
	b := k.Open(t)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			if _, err := b.PutBytes(t.Context(), []byte("một ảnh")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if found, _ := all(t, b); len(found) != 1 {
		t.Errorf("twelve uploads of one file left %v", found)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func failedPut(t *testing.T, k Kind) {
	broken := errors.New("the line went dead")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	b := k.Open(t)
	for _, c := range []struct {
		name  string
		ctx   context.Context
		r     io.Reader
		limit int64
		check func(error) bool
	}{
		{"too large", t.Context(), strings.NewReader("12345678901"), 10, func(err error) bool { return content.CodeOf(err) == content.TooLarge }},
		{"endless", t.Context(), endless{}, 1 << 20, func(err error) bool { return content.CodeOf(err) == content.TooLarge }},
		{"reader fails", t.Context(), io.MultiReader(strings.NewReader("abc"), failing{broken}), 0, func(err error) bool { return errors.Is(err, broken) }},
		{"cancelled", cancelled, strings.NewReader("abc"), 0, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		if _, _, err := b.Put(c.ctx, c.r, c.limit); !c.check(err) {
			t.Errorf("%s: error is %v", c.name, err)
		}
	}
	if found, _ := all(t, b); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
	if d, _, err := b.Put(t.Context(), strings.NewReader("1234567890"), 10); err != nil || d == "" {
		t.Errorf("exactly the limit: %v", err)
	}
}

func damage(t *testing.T, k Kind) {
	for harm, to := range map[string]string{"flipped": "khẩu hiệt", "cut off": "khẩu", "emptied": ""} {
		b := k.Open(t)
		d := put(t, b, "khẩu hiệu")
		k.Harm(t, b, d, []byte(to))
		if _, err := b.Read(t.Context(), d); content.CodeOf(err) != content.Damaged {
			t.Errorf("%s: read %v", harm, err)
		}
		put(t, b, "khẩu hiệu")
		if got, err := b.Read(t.Context(), d); err != nil || string(got) != "khẩu hiệu" {
			t.Errorf("%s: after the new upload: %q, %v", harm, got, err)
		}
		k.Harm(t, b, d, []byte(to))
		wantCode(t, b.Verify(t.Context(), d), content.Damaged)
	}
}

func otherBytes(t *testing.T, k Kind) {
	b := k.Open(t)
	d := content.DigestOf([]byte("một ảnh"))
	wantCode(t, blob.Copy(t.Context(), b, d, strings.NewReader("ảnh khác")), content.Damaged)
	if found, _ := all(t, b); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
	if err := blob.Copy(t.Context(), b, d, strings.NewReader("một ảnh")); err != nil {
		t.Error(err)
	}
	if there, err := blob.Has(t.Context(), b, d); !there || err != nil {
		t.Errorf("copied: %v, %v", there, err)
	}
	if whole, err := blob.Holds(t.Context(), b, d, int64(len("một ảnh"))); !whole || err != nil {
		t.Errorf("copied: %v, %v", whole, err)
	}
	for _, to := range []string{"một ảng", "một"} {
		k.Harm(t, b, d, []byte(to))
		if right, err := blob.Right(t.Context(), b, d); right || err != nil {
			t.Errorf("%s: %v, %v", to, right, err)
		}
	}
	if whole, err := blob.Holds(t.Context(), b, d, int64(len("một ảnh"))); whole || err != nil {
		t.Errorf("cut off: %v, %v", whole, err)
	}
	if whole, err := blob.Holds(t.Context(), b, content.DigestOf([]byte("không có")), 9); whole || err != nil {
		t.Errorf("none: %v, %v", whole, err)
	}
}

func walk(t *testing.T, k Kind) {
	b := k.Open(t)
	want := []content.Digest{put(t, b, "a"), put(t, b, "bb"), put(t, b, "ccc")}
	slices.Sort(want)
	if got, total := all(t, b); !slices.Equal(got, want) || total != 6 {
		t.Errorf("walk: %v, %d bytes", got, total)
	}
	stop := errors.New("stop")
	if err := b.Walk(t.Context(), func(content.Digest, int64) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("walk ended with %v", err)
	}
}

// What is put again counts as new: whoever removes what is old leaves it, at whatever moment that is.
func deleteOld(t *testing.T, k Kind) {
	b, limit := k.Open(t), time.Now().Add(-24*time.Hour)
	d := put(t, b, "một ảnh")
	if _, gone, err := b.DeleteOld(t.Context(), d, limit); gone || err != nil {
		t.Fatalf("a new one: %v, %v", gone, err)
	}
	k.Age(t, b, d, 48*time.Hour)
	put(t, b, "một ảnh")
	if _, gone, err := b.DeleteOld(t.Context(), d, limit); gone || err != nil {
		t.Fatalf("one that was put again: %v, %v", gone, err)
	}
	k.Age(t, b, d, 48*time.Hour)
	if size, gone, err := b.DeleteOld(t.Context(), d, limit); size != int64(len("một ảnh")) || !gone || err != nil {
		t.Errorf("an old one: %d, %v, %v", size, gone, err)
	}
	if there, err := blob.Has(t.Context(), b, d); there || err != nil {
		t.Errorf("after it: %v, %v", there, err)
	}
	if _, err := b.Read(t.Context(), d); content.CodeOf(err) != content.NotFound {
		t.Errorf("after it: %v", err)
	}
	if _, gone, err := b.DeleteOld(t.Context(), d, limit); !gone || err != nil {
		t.Errorf("none: %v, %v", gone, err)
	}
}

// The threat: a name from outside becomes a path, or a key.
func noDigest(t *testing.T, k Kind) {
	b := k.Open(t)
	for _, d := range []content.Digest{
		"", "..", "../secret", "../../../../etc/passwd", content.Digest(strings.Repeat("../", 21) + "x"),
		content.Digest(strings.Repeat("A", 64)), content.Digest(strings.Repeat("a", 63) + "\x00"), content.Digest(strings.Repeat("a", 64)),
	} {
		for what, try := range map[string]func() error{
			"stat":   func() error { _, err := b.Stat(t.Context(), d); return err },
			"read":   func() error { _, err := b.Read(t.Context(), d); return err },
			"open":   func() error { _, err := b.Open(t.Context(), d); return err },
			"stream": func() error { _, err := b.Stream(t.Context(), d); return err },
			"verify": func() error { return b.Verify(t.Context(), d) },
		} {
			if err := try(); content.CodeOf(err) != content.NotFound {
				t.Errorf("%s of %q: %v", what, d, err)
			}
		}
		if _, gone, err := b.DeleteOld(t.Context(), d, time.Now()); !gone || err != nil {
			t.Errorf("delete %q: %v, %v", d, gone, err)
		}
	}
}
