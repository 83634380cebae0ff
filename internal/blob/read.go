package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"ngatu/content"
)

// errBytes is the cause inside a Damaged error.
var errBytes = errors.New("bytes do not match their digest")

// Read returns the bytes of d after checking their digest. The error is NotFound if they are not
// there, and Damaged if the disk changed them: the file is then moved to the folder "damaged", so
// that nobody gets wrong bytes and the next Put repairs it.
func (f *Folder) Read(ctx context.Context, d content.Digest) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !d.Valid() {
		return nil, notFound(d, nil)
	}
	b, err := os.ReadFile(f.path(d))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, notFound(d, err)
	case err != nil:
		return nil, unreadable(d, err)
	case content.DigestOf(b) != d:
		return nil, f.setAside(d)
	}
	return b, nil
}

// Open opens d for reading in pieces (ranges, sendfile) without checking it: call [Folder.Verify]
// first, or let the far end compare the digest. The caller closes the file.
func (f *Folder) Open(ctx context.Context, d content.Digest) (*os.File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !d.Valid() {
		return nil, notFound(d, nil)
	}
	file, err := os.Open(f.path(d))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, notFound(d, err)
	case err != nil:
		return nil, unreadable(d, err)
	}
	return file, nil
}

// Follow is nil: a folder's bytes are here.
func (f *Folder) Follow(context.Context, content.Digest) *Arriving { return nil }

// Stream is [Folder.Open] for whoever reads from beginning to end.
func (f *Folder) Stream(ctx context.Context, d content.Digest) (io.ReadCloser, error) {
	return f.Open(ctx, d)
}

// Verify reads d and compares its digest, in constant memory, with the same errors and effects as
// [Folder.Read].
func (f *Folder) Verify(ctx context.Context, d content.Digest) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !d.Valid() {
		return notFound(d, nil)
	}
	err := f.check(ctx, d)
	if errors.Is(err, errBytes) {
		return f.setAside(d)
	}
	return err
}

// check compares the stored bytes with d. It moves nothing.
func (f *Folder) check(ctx context.Context, d content.Digest) error {
	file, err := f.Open(ctx, d)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return unreadable(d, err)
	}
	if content.Digest(hex.EncodeToString(sum.Sum(nil))) != d {
		return errBytes
	}
	return nil
}

// setAside moves a damaged file to the folder "damaged", where it can be examined, and returns the
// Damaged error. A second damaged copy of the same digest replaces the first.
func (f *Folder) setAside(d content.Digest) error {
	cause := errBytes
	if err := os.Rename(f.path(d), filepath.Join(f.dir, damagedDir, string(d))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		cause = errors.Join(errBytes, err)
	}
	return damaged(d, cause)
}
