package box

import (
	"context"
	"errors"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/intake/standing"
	"ngatu/server/rendition"
)

// look is what the checks found of a file that would go on air by itself.
type look struct{ found []preflight.Finding }

// errUnchecked is of a file that came to be let on air by itself after it was looked at. It is
// taken in again.
var errUnchecked = errors.New("intake: the file was not checked before it would go on air")

// check looks at a file of a slide; nil where no standing approval is made for it. What cannot be
// looked at is not shown unseen.
func (box *Box) check(ctx context.Context, d drop, s content.Slide, opened *media.Opened) (*look, error) {
	if _, stands, err := standing.Of(ctx, box.Store.Reader, d.Path); !stands || err != nil {
		return nil, err
	}
	if _, err := box.Store.Campaign(ctx, s.Campaign); content.CodeOf(err) == content.NotFound { // where it would run hangs on it
		_, err = box.Store.Change(ctx, actor(d.Path), func(tx *store.Tx) error { return box.campaigns.open(ctx, tx, d.folder) })
		if err != nil {
			return nil, err
		}
	}
	found, err := box.Check(ctx, s, d.medium, opened)
	if e, ok := errors.AsType[*content.Error](err); ok && isRefusal(err) {
		found, err = []preflight.Finding{{Level: preflight.Error, Vi: e.Vi, En: e.En}}, nil
	}
	return &look{found}, err
}

// checking has a picture looked at while it is drawn. It commits to nothing before that is done,
// and then d has what was found.
func (box *Box) checking(ctx context.Context, d *drop, t rendition.Taken, s content.Slide) rendition.Taken {
	if t.Opened() == nil {
		return t
	}
	of, done := *d, make(chan error, 1)
	go func() {
		var err error
		of.look, err = box.check(ctx, of, s, t.Opened())
		done <- err
	}()
	return t.After(func() error {
		err := <-done
		d.look = of.look
		return err
	})
}

// clipReady has a clip wait that would go on air by itself: until it is searched for flashes, and
// where it takes another one's place until it is converted, too.
func (box *Box) clipReady(ctx context.Context, d *drop, t rendition.Taken, p placed) error {
	s, of := p.slide, string(d.medium.Digest)
	notice := standing.BeingChecked(d.Path)
	if p.replaced && s.State == content.Approved {
		notice = standing.BeingConverted(d.Path, s)
	}
	done, err := box.works.done(d.Path, of, notice)
	if err != nil {
		return err
	}
	if done != nil {
		d.look = done.look
		return done.err
	}
	if _, stands, err := standing.Of(ctx, box.Store.Reader, d.Path); !stands || err != nil {
		return err // it waits for an approver, and what is on air stays until then
	}
	slow := false
	if p.replaced && s.State == content.Approved {
		if slow, err = box.Renditions.Slow(ctx, t, s); err != nil {
			return err
		}
	}
	one := *d
	return box.works.begin(d.Path, of, notice, func(ctx context.Context, w *work) {
		if slow {
			if err := box.Renditions.Ahead(ctx, actor(one.Path), t, s); err != nil && ctx.Err() == nil {
				if content.CodeOf(err) == content.Invalid { // nothing could be shown in place of what is on air
					w.err = err
					return
				}
				box.Log.Warn("a clip could not be converted before it takes another one's place", "file", one.Path, "error", err)
			}
		}
		w.look, w.err = box.check(ctx, one, s, nil)
	})
}

// lookAtPages looks at the pages of a PDF, each as the slide that it will be.
func (w *work) lookAtPages(ctx context.Context, box *Box, d drop) error {
	was, err := pagesOf(ctx, box.Store.Reader, d.Path)
	if err != nil {
		return err
	}
	for i, m := range w.pages {
		d.medium, d.page = m, i+1
		s := box.fromInbox(d)
		if old, there := was[d.page]; there {
			s = replace(d, old, false).slide
		}
		one, err := box.check(ctx, d, s, nil)
		if err != nil || one == nil {
			return err
		}
		w.looks = append(w.looks, one)
	}
	return nil
}
