package blob

import (
	"context"
	"io"
	"os"
	"time"

	"ngatu/content"
)

// Bucket is a place that keeps media: a [Folder] of this machine, or S3. Several servers may use one
// bucket at once; two that put the same bytes both succeed.
//
// Errors are of type [content.Error]: NotFound for what is not there, Damaged for bytes that do not
// match their digest, TooLarge, Exhausted for a full disk, and Away while the machine that keeps
// them does not answer. An error of a reader or of ctx is returned unchanged.
type Bucket interface {
	// Put stores the bytes of r, whole or not at all, and gives their digest and size. When it
	// returns without an error they survive a power cut. A limit of 0 or less is none.
	Put(ctx context.Context, r io.Reader, limit int64) (content.Digest, int64, error)

	// PutBytes is Put for bytes in memory.
	PutBytes(ctx context.Context, b []byte) (content.Digest, error)

	// Stat says how large d is and since when it is there: both together identify a state of it.
	Stat(ctx context.Context, d content.Digest) (Info, error)

	// Kept is Stat of what lies where media are kept, whatever copies of it are here.
	Kept(ctx context.Context, d content.Digest) (Info, error)

	// Read gives the bytes of d after checking their digest.
	Read(ctx context.Context, d content.Digest) ([]byte, error)

	// Open opens a file of this machine with the bytes of d, for ranges and sendfile. A folder's
	// is not checked: call Verify first, or let the far end compare the digest.
	Open(ctx context.Context, d content.Digest) (*os.File, error)

	// Follow gives d while it comes to this machine, and has it come where it is not here; nil where
	// it is, is no digest, or did not come right the last time: Open fetches and compares it first.
	Follow(ctx context.Context, d content.Digest) *Arriving

	// Path is a file of this machine with the bytes of d, for a program that opens it soon.
	Path(ctx context.Context, d content.Digest) (string, error)

	// Stream reads d from beginning to end where it lies and keeps nothing of it here. Whoever
	// reads compares the digest.
	Stream(ctx context.Context, d content.Digest) (io.ReadCloser, error)

	// Verify reads d and compares its digest.
	Verify(ctx context.Context, d content.Digest) error

	// DeleteOld removes d unless it was put after before. It says how many bytes went, and whether
	// d is gone; what was not there is.
	DeleteOld(ctx context.Context, d content.Digest, before time.Time) (size int64, gone bool, err error)

	// Walk calls visit for every digest, in ascending order, with its size in bytes. It stops at the
	// first error that visit returns.
	Walk(ctx context.Context, visit func(d content.Digest, size int64) error) error
}

// Info is what is known of bytes without reading them.
type Info struct {
	Size     int64     // in bytes
	Modified time.Time // since when they are there, by the clock of the disk or of S3

	// Sum is the digest that S3 found when it took the bytes in, and has noted with them; "" where
	// nothing is noted.
	Sum content.Digest
}
