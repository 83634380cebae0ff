package rendition

import (
	"context"
	"errors"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Publish commits what was taken together with what change does to the slide s that shows it. What
// is made soon commits with the change, the rest after it; it returns when all is done. An error
// from before the first commit means that nothing happened; what is missing after it, [Maker.Run]
// makes. A clip that has to be converted, which takes minutes, gets its renditions from Run, too.
// who is the author in the log.
//
// together makes the first commit wait for all renditions: a slide that is on air and gets another
// picture would else be gone from some screens for a moment.
func (mk *Maker) Publish(ctx context.Context, who string, t Taken, s content.Slide, together bool, change func(*store.Tx) error) error {
	defer mk.busy.begin(t.Medium.Digest)()
	whole := func(tx *store.Tx) error {
		if err := tx.PutMedium(ctx, t.Medium); err != nil {
			return err
		}
		return change(tx)
	}
	if t.picture == nil {
		return mk.publishVideo(ctx, t, s, who, false, whole)
	}
	return mk.publish(ctx, t.picture, s, who, together, t.kept, whole)
}

// Ahead makes what screens show of a file for a slide that does not show it yet: [Maker.Publish]
// then finds all of it made, also of a clip that has to be converted. Where it must be and cannot, or
// somebody stops that, the error is Invalid; whoever brings the file again has it converted again.
func (mk *Maker) Ahead(ctx context.Context, who string, t Taken, s content.Slide) error {
	defer mk.busy.begin(t.Medium.Digest)()
	s.Medium, s.State = t.Medium.Digest, content.Draft // of the file nothing is on air yet
	keep := func(tx *store.Tx) error { return tx.PutMedium(ctx, t.Medium) }
	if t.picture == nil {
		if err := store.ForgetConversion(ctx, mk.Store, s.ID, s.Medium); err != nil {
			return err
		}
		err := mk.publishVideo(ctx, t, s, who, true, keep)
		if errors.Is(err, errStopped) {
			err = stoppedAhead
		}
		if why, bad := mk.failures.of(s.Medium); err == nil && bad {
			err = &why
		}
		return err
	}
	return mk.publish(ctx, t.picture, s, who, true, t.kept, keep)
}

var stoppedAhead = &content.Error{
	Code: content.Invalid, Err: errStopped,
	Vi: "Có người đã dừng chuyển mã video này nên màn hình vẫn chiếu tệp cũ. Muốn chuyển mã lại, hãy lưu lại tệp vào hộp thả.",
	En: "Somebody stopped the conversion of this clip, so screens still show the file before. To have it converted again, save the file in the inbox once more.",
}

// publish makes what a slide's picture lacks and commits it in waves: what is done soon together
// with what change does, the rest after it, the stills last. It returns when all is done. kept,
// where it is not nil, must tell that the original is on disk before anything commits. An error
// before the first wave means that nothing happened; after it, what is missing is made up for by
// Run.
//
// together makes the first wave wait for all: a slide that is on air and gets another picture would
// else be gone from the screens of the later waves for a moment.
func (mk *Maker) publish(ctx context.Context, p *drawing, s content.Slide, who string, together bool, kept func() error, change func(*store.Tx) error) error {
	have, err := mk.Store.Renditions(ctx, s.Medium)
	if err != nil {
		return errors.Join(err, wait(kept))
	}
	sizes, err := mk.canvases(ctx)
	if err != nil {
		return errors.Join(err, wait(kept))
	}
	mains, stills := lacking(s, sizes, have)
	out, failed := mk.render(ctx, p, s, mains)
	patience := soon
	if together {
		patience = time.Hour
	}
	done, more := first(out, patience)
	err = wait(kept)
	if more {
		var meanwhile []store.Rendition
		meanwhile, more = ready(out)
		done = append(done, meanwhile...)
	}
	if !more {
		err = errors.Join(err, <-failed)
	}
	if err == nil {
		_, err = mk.Store.Change(ctx, who, func(tx *store.Tx) error {
			if err := change(tx); err != nil {
				return err
			}
			return putAll(ctx, tx, done)
		})
	}
	if err != nil {
		all(out)
		return err
	}
	for patience = soon / 4; more; patience *= 2 {
		var wave []store.Rendition
		wave, more = first(out, patience)
		done = append(done, wave...)
		var err error
		if !more {
			err = <-failed
		}
		mk.follow(ctx, s, who, wave, err)
	}
	out, failed = mk.render(ctx, p, s, without(stills, done))
	mk.follow(ctx, s, who, all(out), <-failed)
	return nil
}

// follow commits renditions of a slide that was announced already. What goes wrong is no failure of
// the upload: the slide is there, and Run tries again.
func (mk *Maker) follow(ctx context.Context, s content.Slide, who string, made []store.Rendition, failed error) {
	if len(made) > 0 {
		_, err := mk.Store.Change(ctx, who, func(tx *store.Tx) error { return putAll(ctx, tx, made) })
		failed = errors.Join(failed, err)
	}
	if failed != nil && ctx.Err() == nil {
		mk.Log.Warn("renditions are missing and will be tried again", "slide", s.ID, "medium", s.Medium, "error", failed)
	}
}

func wait(kept func() error) error {
	if kept == nil {
		return nil
	}
	return kept()
}
