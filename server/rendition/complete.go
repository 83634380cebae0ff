package rendition

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/bus"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// byServer is how the log names what is made in the background.
const byServer = "intake"

// Complete makes every rendition that a slide lacks for a canvas in use: after a screen was added,
// a focal point moved, or the server was killed between two changes. It goes on after a slide that
// fails and returns what failed.
func (mk *Maker) Complete(ctx context.Context) error {
	return mk.completeAll(ctx, func(content.Slide) bool { return false })
}

// completeAll is Complete for the slides that leave does not take over.
func (mk *Maker) completeAll(ctx context.Context, leave func(content.Slide) bool) error {
	mk.inUse.forget()
	var failed error
	one := func(s content.Slide) error {
		if leave(s) {
			return ctx.Err()
		}
		if _, err := mk.complete(ctx, s); err != nil {
			failed = errors.Join(failed, err)
		}
		return ctx.Err()
	}
	if err := mk.Store.Reader.EachSlide(ctx, store.SlideQuery{}, one); err != nil {
		return errors.Join(failed, err)
	}
	drafts, err := mk.Store.SlideDrafts(ctx)
	for _, d := range drafts {
		if err := one(d.Doc); err != nil {
			return errors.Join(failed, err)
		}
	}
	return errors.Join(failed, err)
}

// errUnmade is what [Maker.Prepare] gives where nothing went wrong and nothing was made.
var errUnmade = errors.New("rendition: not made, for somebody stopped the conversion, or it could not be made before")

// Prepare makes what a slide will lack once it is put as s: call it before a change of its fit,
// focal point or medium, or the slide is off the air until Run has made its renditions. What it did not
// make is an error, whatever the reason.
func (mk *Maker) Prepare(ctx context.Context, s content.Slide) error {
	for {
		done, err := mk.complete(ctx, s)
		if err == nil && done {
			var mains []want
			if mains, _, err = lacks(ctx, mk, s); len(mains) > 0 {
				err = errUnmade
			}
		}
		if done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond): // somebody else is at the same medium
		}
	}
}

// completeOne is Complete for one slide, as it now is, and for the draft beside it: what takes its
// place is made by then. done says that it need not be looked at again.
func (mk *Maker) completeOne(ctx context.Context, id string) (done bool, err error) {
	d, err := mk.Store.SlideDraft(ctx, id)
	if content.CodeOf(err) == content.NotFound {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if d.Beside {
		if done, err = mk.complete(ctx, d.Live); !done || err != nil {
			return done, err
		}
	}
	done, err = mk.complete(ctx, d.Doc)
	why, gone := lost(err)
	if reason, bad := mk.failures.of(d.Doc.Medium); bad {
		why, gone = reason, true
	}
	if !gone {
		return done, err
	}
	_, failed := mk.Store.Change(ctx, byServer, func(tx *store.Tx) error { return giveBack(ctx, tx, id, d.Doc.Medium, why) })
	return done, errors.Join(err, failed)
}

func (mk *Maker) complete(ctx context.Context, s content.Slide) (done bool, err error) {
	if !drawn(s) {
		return true, nil
	}
	if mk.busy.has(s.Medium) {
		return false, nil // whoever took the file in is at it
	}
	mains, stills, err := lacks(ctx, mk, s)
	if err != nil {
		return false, err
	}
	if s.Kind == content.Video {
		if rests, err := resting(ctx, mk, s, len(mains)); rests || err != nil {
			return err == nil, err
		}
	}
	if len(mains) == 0 && (len(stills) == 0 || s.Kind == content.Video && !media.CanPoster()) {
		return true, nil
	}
	if bad, err := hopeless(ctx, mk, s); bad || err != nil {
		return err == nil, err
	}
	defer mk.busy.begin(s.Medium)()
	switch {
	case s.Kind == content.Video:
		err = mk.completeVideo(ctx, s)
	case s.Pair != nil:
		err = completePair(ctx, mk, s, mains, stills)
	default:
		err = mk.completePicture(ctx, s)
	}
	if errors.Is(err, errStopped) {
		return true, nil
	}
	if worker.Died(err) {
		gaveUp(ctx, mk, s, unreadable, time.Time{})
	}
	return true, err
}

// drawn says whether screens show, or may come to show, renditions of a slide's file.
func drawn(s content.Slide) bool {
	return (s.Kind == content.Picture || s.Kind == content.Video) && s.State != content.TakenOff && s.Medium != ""
}

// lacks is what a slide lacks on the canvases in use.
func lacks(ctx context.Context, mk *Maker, s content.Slide) (mains, stills []want, err error) {
	if !drawn(s) {
		return nil, nil, nil
	}
	sizes, err := mk.canvases(ctx)
	if err != nil {
		return nil, nil, err
	}
	have, err := mk.Store.Renditions(ctx, s.Medium)
	if err != nil {
		return nil, nil, err
	}
	if s.Kind == content.Video {
		sizes = moving(sizes)
	}
	mains, stills = lacking(s, sizes, have)
	return mains, stills, nil
}

func (mk *Maker) completePicture(ctx context.Context, s content.Slide) error {
	f, size, err := mk.original(ctx, s.Medium)
	if err != nil {
		return err
	}
	defer f.Close()
	_, p, err := mk.Workers.Import(ctx, "", f, size)
	if err != nil {
		return err
	}
	defer p.Close()
	return mk.publish(ctx, drawingOf(p), s, byServer, false, nil, func(*store.Tx) error { return nil })
}

func (mk *Maker) completeVideo(ctx context.Context, s content.Slide) error {
	stored, err := mk.Store.Medium(ctx, s.Medium)
	if err != nil {
		return err
	}
	f, size, err := mk.original(ctx, s.Medium)
	if err != nil {
		return err
	}
	defer f.Close()
	t := Taken{Medium: stored}
	if t.film, _, err = mk.Workers.Import(ctx, "", f, size); err != nil {
		return err
	}
	if t.served, err = mk.keepVideo(ctx, t.film, f, size); err != nil {
		return err
	}
	return mk.publishVideo(ctx, t, s, byServer, true, func(*store.Tx) error { return nil })
}

// original opens the bytes of a medium as they came, once they were found to be still those. The
// caller closes the file.
func (mk *Maker) original(ctx context.Context, d content.Digest) (*os.File, int64, error) {
	if err := mk.Media.Verify(ctx, d); err != nil {
		return nil, 0, err
	}
	return blob.OpenSized(ctx, mk.Media, d)
}

const (
	lookEvery  = 2 * time.Second  // a ring may be lost
	sweepEvery = 10 * time.Minute // everything, for what failed once and for places that begin
)

// Run makes renditions that are missing until ctx ends. ring tells that something changed; without
// it Run looks every few seconds.
func (mk *Maker) Run(ctx context.Context, ring <-chan struct{}) {
	if err := store.BeginConverting(ctx, mk.Store); err != nil { // of a server that was killed
		mk.Log.Warn("how far clips were converted before is not forgotten", "error", err)
	}
	b := background{Maker: mk, todo: map[string]bool{}, films: map[string]bool{}}
	defer b.filming.Wait()
	for ok := true; ok; ok = bus.Wait(ctx, ring, lookEvery) {
		b.look(ctx)
	}
}

// background is what Run remembers.
type background struct {
	*Maker
	after int64           // the last change that was read
	todo  map[string]bool // slides to look at
	swept time.Time

	filming sync.WaitGroup
	mu      sync.Mutex
	films   map[string]bool // clips that are being completed
}

// film completes a clip beside the rest: a conversion takes minutes, and a picture must not wait
// for it. It says whether it could begin; one that is at work saw the slide as it was.
func (b *background) film(ctx context.Context, id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.films[id] {
		return false
	}
	b.films[id] = true
	b.filming.Go(func() {
		for done := false; !done && ctx.Err() == nil; {
			var err error
			if done, err = b.completeOne(ctx, id); err != nil {
				b.missed(ctx, id, err)
				break
			}
			select {
			case <-ctx.Done():
			case <-time.After(100 * time.Millisecond): // whoever took the file in is at it
			}
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.films, id)
	})
	return true
}

func (b *background) missed(ctx context.Context, id string, err error) {
	if ctx.Err() == nil {
		b.Log.Error("renditions cannot be made", "slide", id, "error", err, "cause", errors.Unwrap(err))
	}
}

// look reads what changed and makes what that asks for: after a change of a slide, what it lacks;
// after a change of a screen, everything.
func (b *background) look(ctx context.Context) {
	if time.Since(b.swept) > sweepEvery {
		last, err := b.Store.LastChange(ctx)
		if err != nil {
			return
		}
		b.after = max(b.after, last)
		b.sweep(ctx)
	}
	if b.read(ctx) {
		b.sweep(ctx)
	}
	for id := range b.todo {
		if d, err := b.Store.SlideDraft(ctx, id); err == nil && (d.Live.Kind == content.Video || d.Doc.Kind == content.Video) {
			if b.film(ctx, id) {
				delete(b.todo, id)
			}
			continue
		}
		done, err := b.completeOne(ctx, id)
		if err != nil {
			b.missed(ctx, id, err)
		}
		if done || err != nil { // what failed comes again with the next sweep
			delete(b.todo, id)
		}
	}
}

func (b *background) sweep(ctx context.Context) {
	clips := func(s content.Slide) bool {
		if s.Kind == content.Video {
			b.todo[s.ID] = true
		}
		return s.Kind == content.Video
	}
	if err := b.completeAll(ctx, clips); err != nil && ctx.Err() == nil {
		b.Log.Error("renditions cannot be made", "error", err)
	}
	b.swept = time.Now()
}

// read takes note of what changed since it last looked, and says whether a screen did.
func (b *background) read(ctx context.Context) (screens bool) {
	for {
		lines, err := b.Store.Changes(ctx, b.after, store.MaxPage)
		if err != nil || len(lines) == 0 {
			return screens
		}
		for _, l := range lines {
			switch l.Noun {
			case store.NounScreen:
				screens = true
			case store.NounSlide:
				b.todo[l.ID] = true
			}
		}
		b.after = lines[len(lines)-1].Number
	}
}
