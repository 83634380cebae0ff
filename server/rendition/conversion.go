package rendition

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// Whoever may change a slide may stop the conversion of its clip, at any node. So whoever converts
// looks whether somebody has, and says meanwhile how far it is. What is approved nobody stops: it is to
// be on air, also on screens that come later, and only taking it off ends that. A stop of the draft
// beside it, with the same clip, does not mean it.

// errStopped ends a conversion that somebody stopped.
var errStopped = errors.New("rendition: somebody stopped the conversion")

// sayEvery is how often it is said how far a clip is, and looked whether somebody stopped it.
const sayEvery = time.Second

// conversion is the work on the copies of a clip for one slide.
type conversion struct {
	*Maker
	slide  content.Slide
	copies int // that are made, each a part of the whole

	begun   atomic.Bool
	percent atomic.Int64
	stop    context.CancelCauseFunc
	ended   chan struct{}
}

// convertFor begins to tell of the copies that are made for a slide, and to listen. Its context ends
// where somebody stops it, and has the slide's author wait in turn with others. end ends it.
func convertFor(ctx context.Context, mk *Maker, s content.Slide, copies int) (_ context.Context, c *conversion) {
	c = &conversion{Maker: mk, slide: s, copies: copies, ended: make(chan struct{})}
	ctx, c.stop = context.WithCancelCause(worker.For(ctx, s.Author))
	if err := store.TryConverting(ctx, mk.Store, s.ID, s.Medium); err != nil {
		mk.Log.Warn("a clip is converted while its page says that it could not be", "slide", s.ID, "error", err)
	}
	go c.watch(ctx)
	return ctx, c
}

// share is for [worker.Pool.Remake]: how much of a copy is done, after so many others.
func (c *conversion) share(after int) func(float64) {
	return func(share float64) {
		c.percent.Store(min(99, int64(100*(float64(after)+share)/float64(c.copies))))
		c.begun.Store(true)
	}
}

func (c *conversion) watch(ctx context.Context) {
	defer close(c.ended)
	look := time.NewTicker(sayEvery)
	defer look.Stop()
	said := int64(-1)
	for ctx.Err() == nil {
		if c.slide.State != content.Approved {
			if stopped, err := c.Store.ConversionStopped(ctx, c.slide.ID, c.slide.Medium); err == nil && stopped {
				c.stop(errStopped)
				break
			}
		}
		if now := c.percent.Load(); c.begun.Load() && now != said {
			if err := store.SayConverting(ctx, c.Store, store.Conversion{Slide: c.slide.ID, Medium: c.slide.Medium, Percent: int(now)}); err == nil {
				said = now
			}
		}
		select {
		case <-ctx.Done():
		case <-look.C:
		}
	}
	if said >= 0 {
		if err := store.EndConverting(context.WithoutCancel(ctx), c.Store, c.slide.ID); err != nil {
			c.Log.Warn("how far a clip was converted is not forgotten", "slide", c.slide.ID, "error", err)
		}
	}
}

func (c *conversion) end() {
	c.stop(nil)
	<-c.ended
}

// resting says whether nothing is to be made of a clip, for somebody stopped its conversion. Whoever
// submits the slide afterwards wants it on air: then it is converted all the same. Where no copy is
// lacking, for the clip of another slide was converted meanwhile, that is forgotten, too.
func resting(ctx context.Context, mk *Maker, s content.Slide, lacking int) (bool, error) {
	if s.State == content.Approved {
		return false, nil
	}
	stopped, err := mk.Store.ConversionStopped(ctx, s.ID, s.Medium)
	if err != nil || !stopped || s.State != content.Submitted && lacking > 0 {
		return stopped, err
	}
	return false, store.ForgetConversion(ctx, mk.Store, s.ID, s.Medium)
}

// gaveUp notes that nothing is made of a medium for now, and why.
func gaveUp(ctx context.Context, mk *Maker, s content.Slide, why content.Error, until time.Time) {
	mk.failures.note(s.Medium, why, until)
	if s.Kind != content.Video {
		return
	}
	if err := store.SayConverting(ctx, mk.Store, store.Conversion{Slide: s.ID, Medium: s.Medium, Failed: true}); err != nil {
		mk.Log.Warn("that a clip cannot be converted is not noted for its page", "slide", s.ID, "error", err)
	}
}

// hopeless says whether nothing is to be tried of a medium now. Of a clip somebody may have asked to
// try again.
func hopeless(ctx context.Context, mk *Maker, s content.Slide) (bool, error) {
	_, bad := mk.failures.of(s.Medium)
	if !bad || s.Kind != content.Video {
		return bad, nil
	}
	failed, err := mk.Store.ConversionFailed(ctx, s.Medium)
	if err == nil && !failed {
		mk.failures.forget(s.Medium)
	}
	return failed, err
}
