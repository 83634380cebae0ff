package main

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/internal/blob"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/s3server"
)

// objects are the files below a folder, with when each was written.
func objects(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	all := map[string]time.Time{}
	filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			if info, err := e.Info(); err == nil {
				all[e.Name()] = info.ModTime()
			}
		}
		return nil
	})
	return all
}

// Media are taken to S3 and back. A move that was killed in its middle leaves the old place as it was,
// and the next sends only what is missing.
func TestMoveMedia(t *testing.T) {
	s3, folder := s3server.New(t), t.TempDir()
	data, bucket := filepath.Join(folder, "data"), s3.Bucket(t)
	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	s.stop(t)
	media := mediaOf(t, data)
	old, err := blob.Open(filepath.Join(data, "media"))
	if err != nil {
		t.Fatal(err)
	}
	for range 150 {
		b := make([]byte, 64<<10)
		for i := range b {
			b[i] = byte(rand.Uint32())
		}
		if _, err := old.PutBytes(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	want := len(objects(t, old.Dir()))
	inS3(t, s3, bucket)
	t.Setenv("NGATU_MEDIA", "")
	to := "s3://" + bucket + "/ngatu"

	cmd := ngatu(t, folder, "move", "--data", data, "--media-to", to)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(testkit.Patience); len(objects(t, filepath.Join(s3.Folder, bucket))) < 5 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	cmd.Process.Kill()
	cmd.Wait()
	half := objects(t, filepath.Join(s3.Folder, bucket))
	if len(half) == 0 || len(half) >= want || len(objects(t, old.Dir())) != want {
		t.Fatalf("killed with %d of %d sent", len(half), want)
	}
	out, err := said(t, folder, "move", "--data", data, "--media-to", to)
	if err != nil || !strings.Contains(out, "--media …") || strings.Contains(out, s3server.Secret) {
		t.Fatalf("once more: %v %s", err, out)
	}
	whole := objects(t, filepath.Join(s3.Folder, bucket))
	for name, at := range half {
		if !whole[name].Equal(at) {
			t.Errorf("%s was sent twice", name)
		}
	}
	if _, err := os.Stat(old.Dir()); len(whole) != want || err == nil {
		t.Errorf("%d of %d in the bucket, and the folder: %v", len(whole), want, err)
	}
	for _, where := range []string{to, ""} {
		if where == "" {
			if out, err := said(t, folder, "move", "--data", data, "--media", to, "--media-to", "folder"); err != nil {
				t.Fatalf("back: %v %s", err, out)
			}
		}
		s = start(t, ngatu(t, folder, "demo", "--data", data, "--media", where, "--listen", "127.0.0.1:0"))
		if got := played(t, s.url, media); got != 200 {
			t.Errorf("from %q: %d", where, got)
		}
		if out, err := said(t, folder, "move", "--data", data, "--media", where, "--media-to", "s3://"+s3.Bucket(t)); err == nil || !strings.Contains(out, "đang dùng") {
			t.Errorf("while the server runs: %v %s", err, out)
		}
		s.stop(t)
	}
}
