package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"ngatu/internal/durable"
)

// copyFile copies a file and checks its size and digest. If they differ from want, there is no file
// at to.
func copyFile(from, to string, want part) error {
	in, err := os.Open(from)
	if err != nil {
		return unreadable(from, err)
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(to), ".part-*") // readable only by its owner
	if err != nil {
		return unwritable(to, err)
	}
	defer os.Remove(out.Name()) // already renamed if all went well
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, sum), in)
	if err != nil {
		out.Close()
		return unwritable(to, err)
	}
	if n != want.Size || hex.EncodeToString(sum.Sum(nil)) != want.SHA256 {
		out.Close()
		return harmed(from, errors.New("its SHA-256 is another"))
	}
	if err := durable.Place(out, to); err != nil {
		return unwritable(to, err)
	}
	return nil
}
