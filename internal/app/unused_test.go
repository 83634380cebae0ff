package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
)

// slowBucket is one that does not get to its end with one file.
type slowBucket struct {
	blob.Bucket
	stuck content.Digest
}

func (s slowBucket) DeleteOld(ctx context.Context, d content.Digest, before time.Time) (int64, bool, error) {
	if d == s.stuck {
		select {
		case <-ctx.Done():
			return 0, false, ctx.Err()
		case <-time.After(2 * mostDeleting):
		}
	}
	return s.Bucket.DeleteOld(ctx, d, before)
}

// A file goes with its bytes, a day after its row; one that is sent again meanwhile keeps them. A
// server that is held, or told never to, removes nothing.
func TestUnusedMediaGoWithTheirBytes(t *testing.T) {
	ctx := t.Context()
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	media, err := blob.Open(filepath.Join(t.TempDir(), "media"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	put := func(text string) content.Digest {
		t.Helper()
		d, err := media.PutBytes(ctx, []byte(text))
		if err == nil {
			_, err = st.Change(ctx, "an", func(tx *store.Tx) error { return tx.PutMedium(ctx, store.Medium{Digest: d, Kind: content.Picture}) })
		}
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	age := func(d content.Digest) {
		t.Helper()
		path, err := media.Path(t.Context(), d)
		if err = errors.Join(err, os.Chtimes(path, now.Add(-60*24*time.Hour), now.Add(-60*24*time.Hour))); err != nil {
			t.Fatal(err)
		}
	}
	u := &unused{store: st, media: media, wait: mostDeleting, log: slog.New(slog.DiscardHandler)}
	sweep := func(days int) {
		t.Helper()
		if err := u.sweep(ctx, now.Add(time.Duration(days)*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	there := func(d content.Digest, row, bytes bool) {
		t.Helper()
		if _, err := st.Medium(ctx, d); (err == nil) != row {
			t.Errorf("a row: %v, want %v", err == nil, row)
		}
		if media.Has(d) != bytes {
			t.Errorf("bytes: %v, want %v", media.Has(d), bytes)
		}
	}
	gone, again := put("mot"), put("hai")
	age(gone)
	age(again)
	sweep(0)
	sweep(3000)
	there(gone, true, true) // never

	u.grace = 7 * 24 * time.Hour
	sweep(0)
	sweep(6)
	there(gone, true, true)
	sweep(7)
	there(gone, false, true)
	there(again, false, true)
	if _, err := media.PutBytes(ctx, []byte("hai")); err != nil { // an upload that is under way
		t.Fatal(err)
	}
	sweep(8)
	there(gone, false, false)
	there(again, false, true)
	if u.files.Load() != 2 || u.freed.Load() != 3 {
		t.Errorf("tells of %d files and %d bytes", u.files.Load(), u.freed.Load())
	}
	put("hai")
	age(again)
	sweep(9)
	there(again, true, true)
	if put("mot") != gone {
		t.Error("not the same file")
	}
	there(gone, true, true)

	// The threat: S3 takes its time, and the database ends the transaction meanwhile.
	stuck, quick := put("ba"), put("bon")
	age(stuck)
	age(quick)
	sweep(20)
	sweep(27)
	u.media, u.wait = slowBucket{media, stuck}, 10*time.Millisecond
	if err := u.sweep(ctx, now.Add(28*24*time.Hour)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("nobody hears that it takes too long: %v", err)
	}
	there(stuck, false, true)
	there(quick, false, false)
	u.media, u.wait = media, mostDeleting
	sweep(29)
	there(stuck, false, false)

	held := put("nam")
	age(held)
	sweep(30)
	if err := st.Hold(context.WithoutCancel(ctx), store.SetBack{Because: store.ChangeGone}); err != nil {
		t.Fatal(err)
	}
	sweep(100)
	there(held, true, true)
}
