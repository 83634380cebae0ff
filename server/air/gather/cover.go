package gather

import (
	"context"
	"reflect"

	"ngatu/content"
	"ngatu/internal/store"
)

// readCovers reads where approvals do not hold. Surfaces that keep nothing off are left out: nearly
// all do.
func readCovers(ctx context.Context, g *State, r store.Reader) error {
	all, err := r.Surfaces(ctx)
	g.Library.Covers = nil
	for _, c := range all {
		if !c.Any() {
			continue
		}
		if g.Library.Covers == nil {
			g.Library.Covers = content.Covers{}
		}
		g.Library.Covers[c.Surface] = c
	}
	return err
}

func rereadCovers(ctx context.Context, g *State, r store.Reader, n news, d *Difference) error {
	if !n.surfaces {
		return nil
	}
	was := g.Library.Covers
	if err := readCovers(ctx, g, r); err != nil {
		return err
	}
	d.Surfaces, d.Looks = map[content.Surface]bool{}, map[string]map[content.Canvas]bool{}
	for _, all := range []content.Covers{was, g.Library.Covers} {
		for on := range all {
			d.covers(on, coverOf(was, on), coverOf(g.Library.Covers, on))
		}
	}
	return nil
}

// coverOf is that of a surface: one that keeps nothing off is in no library.
func coverOf(all content.Covers, on content.Surface) content.Coverage {
	if c, some := all[on]; some {
		return c
	}
	return content.Coverage{Looked: true}
}

// covers notes what differs between two of a surface: looks at some slides, or all that was approved
// before it came.
func (d *Difference) covers(on content.Surface, was, now content.Coverage) {
	if was.Looked != now.Looked || !now.Looked && !was.Since.Equal(now.Since) {
		d.Surfaces[on] = true
		return
	}
	for _, all := range []map[string]content.Look{was.Slides, now.Slides} {
		for id := range all {
			a, before := was.Slides[id]
			b, after := now.Slides[id]
			if before == after && reflect.DeepEqual(a, b) {
				continue
			}
			if d.Looks[id] == nil {
				d.Looks[id] = map[content.Canvas]bool{}
			}
			d.Looks[id][on.Canvas] = true
		}
	}
}
