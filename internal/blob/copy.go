package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"

	"ngatu/content"
)

// errOther is the cause of an error of [Copy].
var errOther = errors.New("the bytes are not those of their digest")

// Copy puts the bytes that r reads into a bucket if they are those of d, and nothing otherwise: then
// the error has code Damaged.
func Copy(ctx context.Context, to Bucket, d content.Digest, r io.Reader) error {
	_, _, err := to.Put(ctx, &certain{r: r, want: d, sum: sha256.New()}, 0)
	if errors.Is(err, errOther) {
		return damaged(d, err)
	}
	return err
}

// certain is a reader that ends with an error where its bytes were not the right ones.
type certain struct {
	r    io.Reader
	want content.Digest
	sum  hash.Hash
}

func (c *certain) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.sum.Write(b[:n])
	if err == io.EOF && hex.EncodeToString(c.sum.Sum(nil)) != string(c.want) {
		err = errOther
	}
	return n, err
}

// Has says whether a bucket holds d. The error tells that this cannot be known just now.
func Has(ctx context.Context, b Bucket, d content.Digest) (bool, error) {
	_, err := b.Stat(ctx, d)
	if content.CodeOf(err) == content.NotFound {
		return false, nil
	}
	return err == nil, err
}

// OpenSized opens a medium and says how many bytes it has. The caller closes it.
func OpenSized(ctx context.Context, b Bucket, d content.Digest) (*os.File, int64, error) {
	f, err := b.Open(ctx, d)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// Right reads d where it lies and says whether the bytes are those of its digest; false where it is
// not there. The error tells that this cannot be known just now.
func Right(ctx context.Context, b Bucket, d content.Digest) (bool, error) {
	r, err := b.Stream(ctx, d)
	if err == nil {
		defer r.Close()
		sum := sha256.New()
		if _, err = io.Copy(sum, r); err == nil {
			return hex.EncodeToString(sum.Sum(nil)) == string(d), nil
		}
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if content.CodeOf(err) == content.Away {
		return false, err
	}
	return false, nil
}

// Holds says whether d lies in a bucket, whole: by its size and what was noted when it came, or by
// reading it where nothing was.
func Holds(ctx context.Context, b Bucket, d content.Digest, size int64) (bool, error) {
	info, err := b.Kept(ctx, d)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return false, nil
	case err != nil:
		return false, err
	case info.Size != size || info.Sum != "" && info.Sum != d:
		return false, nil
	case info.Sum == d:
		return true, nil
	}
	return Right(ctx, b, d)
}
