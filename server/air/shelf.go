package air

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/blob"
)

// shelf keeps slides laid out, by all that their look depends on, so that a change lays out only what it touches.
type shelf struct {
	bucket *blob.Folder

	mu   sync.Mutex
	made map[[sha256.Size]byte]laid
}

// laid is a slide on a canvas, or why it does not fit there.
type laid struct {
	ref content.Ref
	err error
}

// maxLaid bounds the shelf; beyond it everything is laid out once more.
const maxLaid = 20_000

// lay gives the medium of a slide on a canvas. The error of a slide that does not fit is an [content.Error].
func (s *shelf) lay(ctx context.Context, slide content.Slide, canvas content.Canvas, facts layout.Facts) (content.Ref, error) {
	key := layoutKey(slide, canvas, facts)
	s.mu.Lock()
	defer s.mu.Unlock()
	if l, ok := s.made[key]; ok && (l.err != nil || s.bucket.Has(l.ref.Digest)) {
		return l.ref, l.err // one that the disk has lost or damaged is written anew
	}
	ref, err := s.store(ctx, slide, canvas, facts)
	if err != nil && content.CodeOf(err) != content.Invalid {
		return content.Ref{}, err // the disk's fault: try again at the next change
	}
	if len(s.made) >= maxLaid || s.made == nil {
		s.made = map[[sha256.Size]byte]laid{}
	}
	s.made[key] = laid{ref, err}
	return ref, err
}

func (s *shelf) store(ctx context.Context, slide content.Slide, canvas content.Canvas, facts layout.Facts) (content.Ref, error) {
	l, err := layout.Lay(slide, canvas, facts)
	if err != nil {
		return content.Ref{}, err
	}
	b, err := json.Marshal(l)
	if err != nil {
		return content.Ref{}, fmt.Errorf("write the layout of slide %s: %w", slide.ID, err)
	}
	d, err := s.bucket.PutBytes(ctx, b)
	if err != nil {
		return content.Ref{}, err
	}
	return content.Ref{Digest: d, Type: content.LayoutType, Size: int64(len(b))}, nil
}

// layoutKey is the digest of everything that a layout depends on but the fonts, which do not change while we run.
func layoutKey(s content.Slide, c content.Canvas, f layout.Facts) [sha256.Size]byte {
	s.State, s.Approval, s.Author, s.Source = "", content.Approval{}, "", ""
	b, err := json.Marshal([]any{
		s, c, f.App, f.Hotline, f.Modules, f.Domain, f.Longest, f.Rows, f.Tiles, fmt.Sprint(f.Zone),
	})
	if err != nil { // all of it is text and whole numbers
		panic("air: what a layout depends on cannot be written: " + err.Error())
	}
	return sha256.Sum256(b)
}
