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
	d.Surfaces = map[content.Surface]bool{}
	for _, all := range []content.Covers{was, g.Library.Covers} {
		for on := range all {
			if !reflect.DeepEqual(was[on], g.Library.Covers[on]) {
				d.Surfaces[on] = true
			}
		}
	}
	return nil
}
