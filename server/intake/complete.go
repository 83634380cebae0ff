package intake

import (
	"bytes"
	"context"
	"errors"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// maker is how the log names what is made in the background.
const maker = "intake"

// Complete makes every rendition that a slide lacks for a canvas in use: after a screen was added, a focal point moved, or
// the server was killed between two changes. It goes on after a slide that fails and returns what failed.
func (in *Intake) Complete(ctx context.Context) error {
	in.inUse.forget()
	var failed error
	err := eachSlide(ctx, in.Store.Reader, store.SlideQuery{}, func(s content.Slide) error {
		if _, err := in.complete(ctx, s); err != nil {
			failed = errors.Join(failed, err)
		}
		return ctx.Err()
	})
	return errors.Join(failed, err)
}

// Prepare makes what a slide will lack once it is put as s: call it before a change of its fit, focal point or medium, or the
// slide is off the air until Run has made its renditions.
func (in *Intake) Prepare(ctx context.Context, s content.Slide) error {
	for {
		done, err := in.complete(ctx, s)
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

// completeOne is Complete for one slide, as it now is. done says that it need not be looked at again.
func (in *Intake) completeOne(ctx context.Context, id string) (done bool, err error) {
	s, err := in.Store.Slide(ctx, id)
	if content.CodeOf(err) == content.NotFound {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return in.complete(ctx, s)
}

func (in *Intake) complete(ctx context.Context, s content.Slide) (done bool, err error) {
	if s.Kind != content.Picture && s.Kind != content.Video || s.State == content.TakenOff || s.Medium == "" {
		return true, nil
	}
	if in.busy.has(s.Medium) {
		return false, nil // whoever took the file in is at it
	}
	sizes, err := in.canvases(ctx)
	if err != nil {
		return false, err
	}
	have, err := in.Store.Renditions(ctx, s.Medium)
	if err != nil {
		return false, err
	}
	if s.Kind == content.Video {
		sizes = moving(sizes)
	}
	mains, stills := lacking(s, sizes, have)
	if len(mains) == 0 && (len(stills) == 0 || s.Kind == content.Video && !media.CanPoster()) {
		return true, nil
	}
	defer in.busy.begin(s.Medium)()
	if s.Kind == content.Video {
		return true, in.completeVideo(ctx, s, have)
	}
	return true, in.completePicture(ctx, s)
}

func (in *Intake) completePicture(ctx context.Context, s content.Slide) error {
	b, err := in.Media.Read(ctx, s.Medium)
	if err != nil {
		return err
	}
	_, p, err := in.Importer.Import(ctx, "", bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	defer p.Close()
	return in.publish(ctx, p, s, maker, false, nil, func(*store.Tx) error { return nil })
}

func (in *Intake) completeVideo(ctx context.Context, s content.Slide, have []store.Rendition) error {
	m, err := in.Store.Medium(ctx, s.Medium)
	if err != nil {
		return err
	}
	t := taken{medium: m}
	for _, r := range have {
		if r.Fit == s.FitKey() {
			t.served = r.Ref
		}
	}
	if t.served.Digest == "" {
		if t.served, err = in.servedVideo(ctx, s.Medium); err != nil {
			return err
		}
	}
	return in.publishVideo(ctx, t, s, maker, func(*store.Tx) error { return nil })
}

// servedVideo makes the bytes that players fetch from an original that was kept.
func (in *Intake) servedVideo(ctx context.Context, d content.Digest) (content.Ref, error) {
	if err := in.Media.Verify(ctx, d); err != nil {
		return content.Ref{}, err
	}
	f, err := in.Media.Open(d)
	if err != nil {
		return content.Ref{}, err
	}
	defer f.Close()
	size, err := in.Media.Size(d)
	if err != nil {
		return content.Ref{}, err
	}
	m, _, err := in.Importer.Import(ctx, "", f, size)
	if err != nil {
		return content.Ref{}, err
	}
	return in.keepVideo(ctx, m, f, size)
}

const (
	lookEvery  = 2 * time.Second  // a ring may be lost; files that wait are tried again
	sweepEvery = 10 * time.Minute // everything, for what failed once and for places that begin
)

// Run makes renditions that are missing, and takes files in that had to wait, until ctx ends. ring tells that something
// changed; without it Run looks every few seconds.
func (in *Intake) Run(ctx context.Context, ring <-chan struct{}) {
	b := background{Intake: in, todo: map[string]bool{}}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		b.look(ctx)
		select {
		case <-ctx.Done():
		case _, open := <-ring:
			if !open {
				ring = nil
			}
		case <-tick.C:
			in.inboxMu.Lock()
			in.again(ctx, func(w waiting) bool { return !w.held })
			in.inboxMu.Unlock()
		}
	}
}

// background is what Run remembers.
type background struct {
	*Intake
	after int64           // the last change that was read
	todo  map[string]bool // slides to look at
	swept time.Time
}

// look reads what changed and makes what that asks for: after a change of a slide, what it lacks; after a change of a
// screen, everything.
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
		done, err := b.completeOne(ctx, id)
		if err != nil && ctx.Err() == nil {
			b.Log.Error("renditions cannot be made", "slide", id, "error", err, "cause", errors.Unwrap(err))
		}
		if done || err != nil { // what failed comes again with the next sweep
			delete(b.todo, id)
		}
	}
}

func (b *background) sweep(ctx context.Context) {
	if err := b.Complete(ctx); err != nil && ctx.Err() == nil {
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
			case "screen":
				screens = true
			case "slide":
				b.todo[l.ID] = true
			}
		}
		b.after = lines[len(lines)-1].Number
	}
}
