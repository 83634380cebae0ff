package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"ngatu/content"
)

// Put keeps the bytes of r and returns their digest and how many they are. When it returns without an error they
// survive a power cut. Bytes that are there already are kept once; a damaged copy is replaced by the good one.
//
// More than limit bytes are refused with code TooLarge (limit 0 or less: no limit), a full disk with Exhausted; an
// error of r or a cancelled ctx is returned as it is. In all these cases nothing is kept.
func (f *Folder) Put(ctx context.Context, r io.Reader, limit int64) (content.Digest, int64, error) {
	part, err := os.CreateTemp(f.dir, partPrefix)
	if err != nil {
		return "", 0, writing(err)
	}
	defer func() {
		part.Close()
		os.Remove(part.Name()) // no longer there under this name when it was kept
	}()
	sum := sha256.New()
	in := &source{ctx: ctx, r: r, left: limit, limit: limit}
	size, err := io.Copy(io.MultiWriter(part, sum), in)
	if err != nil {
		if in.err != nil {
			return "", 0, in.err
		}
		return "", 0, writing(err)
	}
	d := content.Digest(hex.EncodeToString(sum.Sum(nil)))
	if err := f.keep(part, d, size); err != nil {
		return "", 0, err
	}
	return d, size, nil
}

// PutBytes is [Folder.Put] of bytes that are in memory already.
func (f *Folder) PutBytes(ctx context.Context, b []byte) (content.Digest, error) {
	d, _, err := f.Put(ctx, bytes.NewReader(b), 0)
	return d, err
}

// keep makes part, now complete, the file of d. Where one of the right length is there already it is checked, so
// that uploading again heals a file that has gone bad.
func (f *Folder) keep(part *os.File, d content.Digest, size int64) error {
	if have, err := f.Size(d); err == nil && have == size && f.check(d) == nil {
		return syncDir(filepath.Dir(f.path(d))) // whoever wrote it may not have come so far yet
	}
	if err := part.Chmod(0o640); err != nil {
		return writing(err)
	}
	if err := part.Sync(); err != nil {
		return writing(err)
	}
	if err := part.Close(); err != nil {
		return writing(err)
	}
	dir := filepath.Dir(f.path(d))
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return writing(err)
	}
	if err := os.Rename(part.Name(), f.path(d)); err != nil {
		return writing(err)
	}
	// The file's name, and the names of the two folders above that may be new, live in these three.
	for _, dir := range []string{dir, filepath.Dir(dir), f.dir} {
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(dir string) error {
	h, err := os.Open(dir)
	if err != nil {
		return writing(err)
	}
	defer h.Close()
	// Some file systems (network shares, Windows) cannot flush a folder and say so; the rename is then as safe as it
	// gets there.
	if err := h.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrPermission) {
		return writing(err)
	}
	return nil
}

// source reads from r until the limit is passed or ctx ends, and keeps its own error apart from those of writing.
type source struct {
	ctx   context.Context
	r     io.Reader
	left  int64
	limit int64
	err   error
}

func (s *source) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		s.err = err
		return 0, err
	}
	n, err := s.r.Read(p)
	if s.limit > 0 {
		if s.left -= int64(n); s.left < 0 {
			s.err = tooLarge(s.limit)
			return 0, s.err
		}
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}
