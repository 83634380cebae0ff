package grounds

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// kept is a slide that the checks keep off a surface, because its approval does not cover it.
type kept struct {
	slide    string
	surface  content.Surface
	approved time.Time
	from     time.Time
	until    time.Time // zero: it still is
}

// readSurface takes in what the log says of a surface.
func readSurface(p *replay, l store.Change) error {
	switch l.Verb {
	case store.VerbSurfaceNew:
		var on content.Surface
		if err := json.Unmarshal(l.Detail, &on); err != nil {
			return err
		}
		p.surfaces[l.ID] = on
	case store.VerbSurfaces:
		return json.Unmarshal(l.Detail, &p.surfaces)
	case store.VerbSurfaceGone:
		endKept(p, l.At, func(k *kept) bool { return k.surface.Key() == l.ID })
		delete(p.surfaces, l.ID)
	case store.VerbLooked, store.VerbToLook:
		var looks store.Looks
		if err := json.Unmarshal(l.Detail, &looks); err != nil {
			return err
		}
		for id, look := range looks.Slides {
			endKept(p, l.At, func(k *kept) bool { return k.surface.Key() == l.ID && k.slide == id })
			if look.Found != "" {
				p.kept = append(p.kept, &kept{slide: id, surface: p.surfaces[l.ID], approved: look.Approved, from: l.At})
			}
		}
	}
	return nil
}

// endKept ends what keeps some slides off.
func endKept(p *replay, at time.Time, some func(*kept) bool) {
	for _, k := range p.kept {
		if k.until.IsZero() && some(k) {
			k.until = at
		}
	}
}

// covered ends what kept a slide off before another approval of it.
func covered(p *replay, l store.Change, s content.Slide) {
	endKept(p, l.At, func(k *kept) bool { return k.slide == s.ID && !k.approved.Equal(s.Approval.At) })
}

// wasKept says whether a slide was kept off a surface at an instant.
func wasKept(p *replay, id string, on content.Surface, at time.Time) bool {
	return slices.ContainsFunc(p.kept, func(k *kept) bool {
		return k.slide == id && k.surface == on && at.After(k.from.Add(grace)) && (k.until.IsZero() || at.Before(k.until))
	})
}

// compareCovers holds the rows against what the log led to: what is kept off a surface may not come
// on there by a row that was changed or is missing.
func compareCovers(ctx context.Context, p *replay, r store.Reader, out *Report) error {
	all, err := r.Surfaces(ctx)
	if err != nil {
		return err
	}
	for _, k := range p.kept {
		one := p.slides[k.slide]
		if !k.until.IsZero() || one == nil || one.doc.State != content.Approved {
			continue
		}
		i := slices.IndexFunc(all, func(c content.Coverage) bool { return c.Surface == k.surface })
		off := false
		if i >= 0 {
			_, off = all[i].Keeps(&one.doc)
		}
		if !off {
			out.Faults = append(out.Faults, Fault{
				store.NounSurface, k.surface.Key(), one.doc.Title, "nhật ký không dẫn đến bản đang dùng", "the log does not lead to what is live",
			})
		}
	}
	return nil
}
