package quota

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// Room refuses (Exhausted) what a person sends, where their area would have too much with it: so many
// bytes and drafts more than are counted.
func (b Book) Room(who string, bytes int64, waits int) error {
	was, bounded := b.Of(who)
	if !bounded {
		return nil
	}
	return b.over(was, Use{was.Area, was.Bytes + bytes, was.Waits + waits})
}

// over refuses what is more than the settings allow and more than it was: where an admin has lowered a
// bound, its people go on with what adds nothing.
func (b Book) over(was, now Use) error {
	if b.MaxBytes > 0 && now.Bytes > max(b.MaxBytes, was.Bytes) {
		return tooLarge(b.Name(now.Area), now.Bytes, b.MaxBytes)
	}
	if b.MaxWaits > 0 && now.Waits > max(b.MaxWaits, was.Waits) {
		return tooMany(b.Name(now.Area), now.Waits, b.MaxWaits)
	}
	return nil
}

// Replaced is the file whose place another one takes: of what is on air, or of the draft, whichever is
// larger.
func Replaced(ctx context.Context, r store.Reader, d content.SlideDraft) (bytes int64, err error) {
	live, draft, err := sizes(ctx, r, d)
	return max(live, draft), err
}

// sizes are the bytes of the file that is on air of a slide, and of the one that is written beside it or
// in its place; 0: there is none.
func sizes(ctx context.Context, r store.Reader, d content.SlideDraft) (live, draft int64, err error) {
	of := func(s content.Slide) (int64, error) {
		if s.Medium == "" {
			return 0, nil
		}
		m, err := r.Medium(ctx, s.Medium)
		if content.CodeOf(err) == content.NotFound {
			err = nil
		}
		return m.Bytes, err
	}
	if d.Beside {
		if live, err = of(d.Live); err != nil {
			return live, draft, err
		}
	}
	if d.Begun() {
		draft, err = of(d.Doc)
	}
	return live, draft, err
}

// Guard is for changes that make drafts of somebody's files. It knows who belongs to their area before
// the change begins, and whether anything is bounded: nobody waits at the write door for that.
type Guard struct {
	who   string
	whose []string
	book  Book
}

// For is the guard of a person's files. Of the options it needs Units, At and Who.
func For(ctx context.Context, r store.Reader, o Options) (g Guard, err error) {
	g = Guard{who: o.Who}
	g.book, err = open(ctx, r, o)
	g.whose = g.book.neighbours(o.Who)
	return g, err
}

// Fits is asked first in a change, and what it gives is asked last: that refuses (Exhausted) what was
// made, where their area has too much with it, and more than before. was is the slide whose file it
// takes the place of, as it was; nil: it takes none's. Who corrects what is on air adds no draft, and only
// those bytes by which the file is larger: else an area that is full could take a wrong picture off, and
// not put it right.
func (g Guard) Fits(ctx context.Context, r store.Reader) (after func(context.Context, store.Reader, *content.SlideDraft) error, err error) {
	if !g.book.Bounds() || len(g.whose) == 0 {
		return func(context.Context, store.Reader, *content.SlideDraft) error { return nil }, nil
	}
	before, err := g.use(ctx, r)
	return func(ctx context.Context, r store.Reader, was *content.SlideDraft) error {
		now, err := g.use(ctx, r)
		if err != nil {
			return err
		}
		if was != nil && was.Beside {
			live, draft, err := sizes(ctx, r, *was)
			if err != nil {
				return err
			}
			if now.Bytes -= max(0, live-draft); !was.Begun() {
				now.Waits--
			}
		}
		return g.book.over(before, now)
	}, err
}

// use is what the area has in slides.
func (g Guard) use(ctx context.Context, r store.Reader) (Use, error) {
	b := g.book
	b.used = map[string]*Use{}
	err := b.count(ctx, r, g.whose)
	use, _ := b.Of(g.who)
	return use, err
}
