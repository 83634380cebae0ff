package blob

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"

	"ngatu/content"
	"ngatu/internal/durable"
)

// Put stores the bytes of r and returns their digest and size. When it returns without an error
// they survive a power cut. Equal bytes are stored once; a damaged copy is replaced by the good
// one.
//
// The error has code TooLarge for more than limit bytes (limit 0 or less: no limit) and Exhausted
// for a full disk. An error of r or ctx is returned unchanged. In all these cases nothing is
// stored.
func (f *Folder) Put(ctx context.Context, r io.Reader, limit int64) (content.Digest, int64, error) {
	part, err := f.Stage(ctx, r, limit)
	if err != nil {
		return "", 0, err
	}
	defer part.Close()
	if err := f.Keep(ctx, part); err != nil {
		return "", 0, err
	}
	return part.Digest, part.Size, nil
}

// PutBytes is [Folder.Put] for bytes in memory. Bytes that are stored already need no space on the
// disk.
func (f *Folder) PutBytes(ctx context.Context, b []byte) (content.Digest, error) {
	d := content.DigestOf(b)
	if there, err := f.there(ctx, d, int64(len(b))); there || err != nil {
		return d, err
	}
	d, _, err := f.Put(ctx, bytes.NewReader(b), 0)
	return d, err
}

// there reports whether d is stored, intact and safe from a power cut.
func (f *Folder) there(ctx context.Context, d content.Digest, size int64) (bool, error) {
	if have, err := f.Size(d); err != nil || have != size || !f.renew(d) || f.check(ctx, d) != nil {
		return false, nil
	}
	// its writer may not have got this far yet
	if err := durable.SyncFolder(filepath.Dir(f.path(d))); err != nil {
		return false, writing(err)
	}
	return true, nil
}

// Keep renames a part to the file of its digest. An existing file of the right length is checked, so
// that another upload repairs a damaged one.
func (f *Folder) Keep(ctx context.Context, part *Part) error {
	d := part.Digest
	if there, err := f.there(ctx, d, part.Size); there || err != nil {
		return err
	}
	if err := part.file.Chmod(0o640); err != nil {
		return writing(err)
	}
	dir := filepath.Dir(f.path(d))
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return writing(err)
	}
	if err := durable.Place(part.file, f.path(d)); err != nil {
		return writing(err)
	}
	// The names of the two folders above may be new as well.
	for _, dir := range []string{filepath.Dir(dir), f.dir} {
		if err := durable.SyncFolder(dir); err != nil {
			return writing(err)
		}
	}
	return nil
}

// source reads from r until the limit is exceeded or ctx ends, and keeps read errors apart from
// write errors.
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
