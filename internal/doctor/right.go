package doctor

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"ngatu/content"
	"ngatu/internal/blob"
)

// right reports whether the bytes of a medium match its digest.
func right(folder *blob.Folder, d content.Digest) bool {
	path, err := folder.Path(d)
	if err != nil {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return err == nil && hex.EncodeToString(sum.Sum(nil)) == string(d)
}
