package blob_test

import (
	"os"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/blob/blobtest"
)

func TestFolder(t *testing.T) {
	file := func(t *testing.T, b blob.Bucket, d content.Digest) string {
		path, err := b.Path(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	blobtest.Run(t, blobtest.Kind{
		Open: func(t *testing.T) blob.Bucket {
			f, err := blob.Open(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			return f
		},
		Harm: func(t *testing.T, b blob.Bucket, d content.Digest, bytes []byte) {
			if err := os.WriteFile(file(t, b, d), bytes, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		Age: func(t *testing.T, b blob.Bucket, d content.Digest, back time.Duration) {
			at := time.Now().Add(-back)
			if err := os.Chtimes(file(t, b, d), at, at); err != nil {
				t.Fatal(err)
			}
		},
	})
}
