package s3

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/testkit/s3server"
)

// A file comes through two servers in parts and a tail, is joined twice, read and dropped; what
// nobody knows goes, and media are left alone.
func TestComing(t *testing.T) {
	s := s3server.New(t)
	a := open(t, s)
	b := reopen(t, s, Options{Bucket: a.name, Prefix: "thành phố/media", Limit: 64 << 20})
	ctx, want := t.Context(), make([]byte, LeastPart+300<<10)
	random := rand.NewChaCha8([32]byte{1})
	random.Read(want)
	medium, err := a.PutBytes(ctx, []byte("một tệp"))
	if err != nil {
		t.Fatal(err)
	}
	id := must(Coming{a}.Begin(ctx, "x"))(t)
	put := func(on *Bucket, number int, bs []byte) Part {
		t.Helper()
		staged := must(Coming{on}.Stage(ctx, bytes.NewReader(bs), 0))(t)
		defer staged.Close()
		return must(Coming{on}.PutPart(ctx, "x", id, number, staged))(t)
	}
	put(a, 1, []byte("of a request that lost its turn"))
	first := put(b, 2, want[:LeastPart])
	tail := must(Coming{a}.Stage(ctx, bytes.NewReader(want[LeastPart:]), 0))(t)
	defer tail.Close()
	if err := (Coming{a}).PutTail(ctx, "x.3", tail); err != nil {
		t.Fatal(err)
	}
	var rest, got bytes.Buffer
	if err := (Coming{b}).Fetch(ctx, "x.3", &rest); err != nil {
		t.Fatal(err)
	}
	parts := []Part{first, put(b, 7, rest.Bytes())}
	for range 2 {
		if err := (Coming{b}).Join(ctx, "x", id, parts); err != nil {
			t.Fatal(err)
		}
	}
	if err := (Coming{a}).Fetch(ctx, "x", &got); err != nil || !bytes.Equal(got.Bytes(), want) {
		t.Fatalf("%d bytes are read, not those that came: %v", got.Len(), err)
	}
	lost := must(Coming{a}.Begin(ctx, "lost"))(t)
	later := time.Now().Add(time.Minute)
	if err := (Coming{a}).Forget(ctx, later, func(name string) bool { return name == "x" }); err != nil {
		t.Fatal(err)
	}
	for name, there := range map[string]bool{"x": true, "x.3": false} {
		if err := (Coming{a}).Fetch(ctx, name, &got); (err == nil) != there || !there && content.CodeOf(err) != content.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	staged := must(Coming{a}.Stage(ctx, bytes.NewReader(want[:10]), 0))(t)
	defer staged.Close()
	if _, err := (Coming{a}).PutPart(ctx, "lost", lost, 1, staged); err == nil {
		t.Error("a file that nobody knew can be gone on with")
	}
	for range 2 {
		if err := (Coming{b}).Drop(ctx, "x", id); err != nil {
			t.Fatal(err)
		}
	}
	if err := (Coming{a}).Fetch(ctx, "x", &got); content.CodeOf(err) != content.NotFound {
		t.Errorf("what was dropped: %v", err)
	}
	n := 0
	if err := a.Walk(ctx, func(d content.Digest, _ int64) error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("%d media are there: %v", n, err)
	}
	if err := a.Verify(context.WithoutCancel(ctx), medium); err != nil {
		t.Error(err)
	}
	if err := (Coming{a}).Try(ctx); err != nil {
		t.Error(err)
	}
	s.Stop()
	if _, err := (Coming{a}).Begin(ctx, "y"); content.CodeOf(err) != content.Away {
		t.Errorf("while S3 is away: %v", err)
	}
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
