package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"ngatu/content"
)

// Part is bytes that are whole, counted and hashed, in a file that has no name of its own yet.
// Whoever has one closes it: what was not kept is gone then.
type Part struct {
	Digest content.Digest
	Size   int64

	file *os.File
}

// Close removes the file unless it was kept.
func (p *Part) Close() {
	p.file.Close()
	os.Remove(p.file.Name()) // already renamed if it was kept
}

// Bytes is a reader of the bytes, from their beginning.
func (p *Part) Bytes() *io.SectionReader { return io.NewSectionReader(p.file, 0, p.Size) }

// Stage writes the bytes of r into the folder as a [Part], for [Folder.Keep]. The error has code
// TooLarge for more than limit bytes (limit 0 or less: no limit) and Exhausted for a full disk. An
// error of r or ctx is returned unchanged. In all these cases nothing is left.
func (f *Folder) Stage(ctx context.Context, r io.Reader, limit int64) (*Part, error) {
	return f.stage(ctx, r, limit, func(string) error { return nil }, io.Discard)
}

// Arrive is [Folder.Stage] of all bytes of r, with others reading them meanwhile.
func (f *Folder) Arrive(ctx context.Context, r io.Reader, a *Arriving) (*Part, error) {
	return f.stage(ctx, r, 0, a.begin, a)
}

// stage tells of the file, and of what is written to it.
func (f *Folder) stage(ctx context.Context, r io.Reader, limit int64, begin func(name string) error, written io.Writer) (_ *Part, err error) {
	file, err := os.CreateTemp(f.dir, partPrefix)
	if err != nil {
		return nil, writing(err)
	}
	p := &Part{file: file}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if err := begin(file.Name()); err != nil {
		return nil, writing(err)
	}
	sum := sha256.New()
	in := &source{ctx: ctx, r: r, left: limit, limit: limit}
	if p.Size, err = io.Copy(io.MultiWriter(file, sum, written), in); err != nil {
		if in.err != nil {
			return nil, in.err
		}
		return nil, writing(err)
	}
	p.Digest = content.Digest(hex.EncodeToString(sum.Sum(nil)))
	return p, nil
}
