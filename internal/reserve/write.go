package reserve

import (
	"io"
	"math/rand/v2"
	"os"
)

// write fills the file with bytes that no file system can compress.
func write(f *os.File, size int64) error {
	if _, err := io.CopyN(f, rand.NewChaCha8([32]byte{}), size); err != nil {
		return err
	}
	return f.Sync()
}
