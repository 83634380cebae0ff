package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"golang.org/x/sync/semaphore"

	"ngatu/content"
)

// Importer imports files within limits that all its callers share.
type Importer struct {
	limits Limits
	memory *semaphore.Weighted // bytes of open pictures
}

// NewImporter makes an importer; see [Limits] for the fields that are left 0.
func NewImporter(limits Limits) *Importer {
	limits = limits.filled()
	return &Importer{limits: limits, memory: semaphore.NewWeighted(limits.Memory)}
}

// Import finds out what the size bytes of r are and reads them through. The name is used in
// sentences and for its ending alone; "" when the file is opened again later.
//
// A picture comes back decoded, ready to be rendered many times; the caller closes it, and before
// it imports the next: two that each keep one and wait for memory for another would wait for ever.
// A video has no Picture (see [Importer.Poster]). Whatever cannot be shown is a [content.Error] for
// staff: Invalid for what the file is, TooLarge for what it costs. A cancelled ctx is returned as
// it is.
func (im *Importer) Import(ctx context.Context, name string, r io.ReaderAt, size int64) (Medium, *Picture, error) {
	if err := ctx.Err(); err != nil {
		return Medium{}, nil, err
	}
	top, err := head(r, size)
	if err != nil {
		return Medium{}, nil, refuseBroken(name, err)
	}
	f := sniff(top)
	film := f == formatMP4 || f == formatMOV && im.limits.Convert
	if mediaTypes[f] == "" && !film {
		return Medium{}, nil, refuseFormat(name, f)
	}
	if err := checkName(name, f); err != nil {
		if film { // advice to rename it would only lead to the next refusal
			if _, worse := im.importVideo(ctx, name, f, r, size); worse != nil {
				err = worse
			}
		}
		return Medium{}, nil, err
	}
	if film {
		m, err := im.importVideo(ctx, name, f, r, size)
		return m, nil, err
	}
	return im.importPicture(ctx, name, f, r, size)
}

// digest is the digest of the whole file.
func digest(ctx context.Context, r io.ReaderAt, size int64) (content.Digest, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, &patient{ctx: ctx, r: io.NewSectionReader(r, 0, size)})
	if err != nil {
		return "", err
	}
	if n != size {
		return "", io.ErrUnexpectedEOF
	}
	return content.Digest(hex.EncodeToString(sum.Sum(nil))), nil
}

// patient is a reader that gives up when its context does. The decoders of the standard library
// take no context; this is how a picture that was built to take for ever is stopped.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}
