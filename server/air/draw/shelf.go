package draw

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/layout"
	"ngatu/internal/blob"
)

// shelf keeps slides laid out, by all that their look depends on, so that a change lays out only
// what it touches.
type shelf struct {
	bucket blob.Bucket

	mu    sync.Mutex
	made  map[lookKey]laid
	under map[lookKey]*underWay
	here  map[content.Digest]bool // what the disk was seen to have since recheck
	lost  map[lookKey]error       // what the disk did not take since recheck
	laid  int64                   // how often a slide was laid out
}

// laid is a slide on a canvas, or why it does not fit there.
type laid struct {
	ref     content.Ref
	printed content.Amount // what there is to read on it
	page    time.Duration  // that one page of several is to be read for; 0: there is one
	err     error
}

// maxLaid bounds the shelf; beyond it everything is laid out once more.
const maxLaid = 20_000

// recheck has the shelf look again whether the disk still has what was laid out.
func (s *shelf) recheck() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.here, s.lost = map[content.Digest]bool{}, map[lookKey]error{}
}

// count is how often a slide was laid out.
func (s *shelf) count() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.laid
}

// sketch is a slide with the digest of what its layout takes from it, and for a board its rows.
type sketch struct {
	slide content.Slide
	sum   [sha256.Size]byte
	rows  board.Rows
}

// lay gives the medium of a slide on a canvas. The error of a slide that does not fit is an
// [content.Error]. Slides are laid out side by side, each once, however many ask: writing one takes
// milliseconds on a disk and a round trip to a bucket elsewhere.
func (s *shelf) lay(ctx context.Context, l sketch, canvas content.Canvas, facts layout.Facts) (laid, error) {
	key := keyOf(l, canvas, facts)
	s.mu.Lock()
	if l, ok := s.made[key]; ok && (l.err != nil || s.has(ctx, l.ref.Digest)) {
		s.mu.Unlock()
		return l, l.err // one that was lost or damaged is written again
	}
	if err := s.lost[key]; err != nil {
		s.mu.Unlock()
		return laid{}, err
	}
	w := s.under[key]
	if w == nil {
		w = &underWay{}
		if s.under == nil {
			s.under = map[lookKey]*underWay{}
		}
		s.under[key] = w
		s.laid++
	}
	s.mu.Unlock()
	w.once.Do(func() {
		w.made, w.err = s.store(ctx, l.rows.Marked(l.slide), canvas, l.rows.In(facts))
		s.keep(key, w)
	})
	return w.made, w.err
}

// underWay is a slide that is being laid out.
type underWay struct {
	once sync.Once
	made laid
	err  error
}

// keep notes what came of one that was under way.
func (s *shelf) keep(key lookKey, w *underWay) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.under, key)
	if w.err != nil && content.CodeOf(w.err) != content.Invalid {
		if s.lost != nil {
			s.lost[key] = w.err
		}
		w.made = laid{} // the disk's fault: try again after the next recheck
		return
	}
	if len(s.made) >= maxLaid || s.made == nil {
		s.made = map[lookKey]laid{}
	}
	w.made.err = w.err
	s.made[key] = w.made
}

// has asks once between rechecks whether what was laid out is still there. While nobody can tell, it
// is.
func (s *shelf) has(ctx context.Context, d content.Digest) bool {
	if !s.here[d] {
		there, err := blob.Has(ctx, s.bucket, d)
		s.here[d] = there || err != nil
	}
	return s.here[d]
}

func (s *shelf) store(ctx context.Context, slide content.Slide, canvas content.Canvas, facts layout.Facts) (laid, error) {
	l, err := layout.Lay(slide, canvas, facts)
	if err != nil {
		return laid{}, err
	}
	b, err := json.Marshal(l)
	if err != nil {
		return laid{}, fmt.Errorf("write the layout of slide %s: %w", slide.ID, err)
	}
	d := content.DigestOf(b)
	if s.bucket.Verify(ctx, d) != nil { // mostly it is there since an earlier start, and right
		if _, err := s.bucket.PutBytes(ctx, b); err != nil {
			return laid{}, err
		}
	}
	made := laid{ref: content.Ref{Digest: d, Type: content.LayoutType, Size: int64(len(b))}}
	if slide.Kind != content.Board { // the values of a board are looked at, not read through
		made.printed = l.Amount()
	}
	if l.Pages.Pages() > 1 {
		made.page = time.Duration(l.Pages.Every) * time.Millisecond
	}
	return made, nil
}

// lookKey is everything that a layout depends on but the fonts and the tile grid, which do not
// change while we run.
type lookKey struct {
	slide, rows [sha256.Size]byte
	Ground
}

func keyOf(l sketch, canvas content.Canvas, facts layout.Facts) lookKey {
	facts.Longest = nil // else it is copied
	return lookKey{slide: l.sum, rows: l.rows.Sum, Ground: GroundOf(canvas, facts.For(l.slide.Kind))}
}

// Ground is what layouts depend on beside the slide and the rows of its board: those of one slide
// on equal grounds are equal.
type Ground struct {
	canvas               content.Canvas
	app, hotline, domain string
	modules              int
	zone                 string
}

// GroundOf is that of a canvas with the facts of its audience. The longest texts do not count: what
// a board takes from them is in its rows.
func GroundOf(canvas content.Canvas, f layout.Facts) Ground {
	g := Ground{canvas: canvas, app: f.App, hotline: f.Hotline, domain: f.Domain, modules: f.Modules}
	if f.Zone != nil {
		g.zone = f.Zone.String()
	}
	return g
}
