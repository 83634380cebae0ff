package rendition

import (
	"context"
	"os"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// publishVideo commits change with the renditions and stills of a clip: both at once, so that no
// screen has the one without the other. A clip that has to be converted first, which takes minutes,
// is committed without them, unless patient says to wait; Run makes them.
func (mk *Maker) publishVideo(ctx context.Context, t Taken, s content.Slide, who string, patient bool, change func(*store.Tx) error) error {
	have, err := mk.Store.Renditions(ctx, s.Medium)
	if err != nil {
		return err
	}
	sizes, err := mk.canvases(ctx)
	if err != nil {
		return err
	}
	mains, stills := lacking(s, moving(sizes), have)
	var made []store.Rendition
	var failed bool
	if patient || len(mains) == 0 || !remakes(t.film, s) {
		if made, failed, err = mk.clips(ctx, t, s, mains); err != nil {
			return err
		}
		made = append(made, mk.posters(ctx, s, stills)...)
	}
	_, err = mk.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		if failed {
			if err := giveBack(ctx, tx, s.ID, s.Medium, failure(t.film, s)); err != nil {
				return err
			}
		}
		return putAll(ctx, tx, made)
	})
	return err
}

// Slow reports whether a slide that shows the clip next is off the air until it is converted, which
// takes minutes.
func (mk *Maker) Slow(ctx context.Context, t Taken, s content.Slide) (bool, error) {
	if t.picture != nil || !remakes(t.film, s) {
		return false, nil
	}
	have, err := mk.Store.Renditions(ctx, s.Medium)
	if err != nil {
		return false, err
	}
	sizes, err := mk.canvases(ctx)
	mains, _ := lacking(s, moving(sizes), have)
	return len(mains) > 0, err
}

// failure is why a clip was not converted, for its people.
func failure(m media.Medium, s content.Slide) content.Error {
	switch {
	case s.Label != "":
		return unlabelled
	case m.Foreign:
		return unplayable
	}
	return unconverted
}

// remakes says whether screens get a converted copy of a clip: where it has faults, or the slide a
// label, and the server can.
func remakes(m media.Medium, s content.Slide) bool {
	return (len(m.Faults) > 0 || s.Label != "") && media.CanPoster()
}

// noticesOf is what staff are told of a clip's faults.
func noticesOf(m media.Medium, name string) (out []store.Notice) {
	for _, n := range m.Faults {
		one := store.Notice(n)
		if media.CanPoster() {
			one.Vi += " Máy chủ tự chuyển mã; video lên màn hình khi chuyển xong."
			one.En += " The server converts it; the clip goes on air when that is done."
		} else {
			one.Vi += " Máy chủ chưa cài ffmpeg. Nên tự chuyển mã rồi tải lại: " + media.Command(name)
			one.En += " ffmpeg is not installed on the server. Better convert the clip and upload it again: " + media.Command(name)
		}
		out = append(out, one)
	}
	return out
}

// clips are the renditions of a clip: the same bytes for every canvas, or copies converted to the
// size that each shows. What cannot be converted, as failed says, is shown as it came; but nothing
// is shown without its label, nor what no screen plays.
func (mk *Maker) clips(ctx context.Context, t Taken, s content.Slide, wants []want) (made []store.Rendition, failed bool, err error) {
	only := s.Label != "" || t.film.Foreign // converted copies, or nothing
	remake := remakes(t.film, s)            // asked once: ffmpeg may go away meanwhile
	if only && !remake {
		return nil, false, nil
	}
	var work *conversion
	if remake && len(wants) > 0 {
		ctx, work = convertFor(ctx, mk, s, copies(t.film, s, wants))
		defer work.end()
	}
	converted := map[[3]int]content.Ref{}
	for _, w := range wants {
		ref := t.served
		if remake {
			key := copyOn(t.film, s, w)
			if _, done := converted[key]; !done {
				converted[key], err = mk.convert(ctx, t.film, s, key, work.share(len(converted)))
				if ctx.Err() != nil {
					return nil, false, context.Cause(ctx)
				}
				if err != nil {
					mk.Log.Warn("a clip cannot be converted and is shown as it came, unless it must be", "slide", s.ID, "medium", s.Medium, "error", err)
					converted[key], failed = t.served, true
					if only {
						gaveUp(ctx, mk, s, failure(t.film, s), time.Now().Add(tryAgain))
						converted[key] = content.Ref{}
					}
				}
			}
			if ref = converted[key]; ref.Digest == "" {
				continue
			}
		}
		made = append(made, store.Rendition{Medium: s.Medium, Width: w.width, Height: w.height, Fit: w.fit, Ref: ref, Grade: store.Fine})
	}
	return made, failed, nil
}

// copyOn is the copy of a clip that a canvas gets: its width and height, and the pixels of capitals for
// which the slide's label is made.
func copyOn(m media.Medium, s content.Slide, w want) [3]int {
	width, height := m.Fitted(w.width, w.height)
	if s.Label != "" {
		width, height = m.Within(w.width, w.height)
	}
	return [3]int{width, height, w.least}
}

// copies is how many different copies of a clip so many canvases take.
func copies(m media.Medium, s content.Slide, wants []want) int {
	all := map[[3]int]bool{}
	for _, w := range wants {
		all[copyOn(m, s, w)] = true
	}
	return len(all)
}

// convert makes a copy of a clip that every screen plays, see [copyOn]. tell hears which share of it
// is done.
func (mk *Maker) convert(ctx context.Context, m media.Medium, s content.Slide, on [3]int, tell func(share float64)) (ref content.Ref, err error) {
	mark, err := markOf(s, on[0], on[1], on[2])
	if err != nil {
		return ref, err
	}
	path, err := mk.Media.Path(ctx, m.Digest)
	if err != nil {
		return ref, err
	}
	ref.Type = "video/mp4"
	err = mk.Workers.Remake(ctx, path, m, on[0], on[1], mark, tell, func(f *os.File) error {
		if err := mk.Store.Room(); err != nil {
			return err
		}
		ref.Digest, ref.Size, err = mk.Media.Put(ctx, f, 0)
		return err
	})
	return ref, err
}

// posters are the stills of a clip, from a picture shortly after its start: many clips begin in
// black. Without them, where the server cannot take a picture out, the clip is shown all the same.
func (mk *Maker) posters(ctx context.Context, s content.Slide, stills []want) []store.Rendition {
	if len(stills) == 0 || !media.CanPoster() {
		return nil
	}
	path, err := mk.Media.Path(ctx, s.Medium)
	if err == nil {
		p, failed := mk.Workers.Poster(ctx, path, time.Second)
		if err = failed; err == nil {
			defer p.Close()
			out, failed := mk.render(ctx, drawingOf(p), s, stills)
			made := all(out)
			mk.follow(ctx, s, byServer, nil, <-failed)
			return made
		}
	}
	mk.follow(ctx, s, byServer, nil, err)
	return nil
}
