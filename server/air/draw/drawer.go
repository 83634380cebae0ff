package draw

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/content/layout"
	"ngatu/internal/blob"
	"ngatu/server/air/gather"
)

// Drawer lays slides out and keeps their layouts in the folder of media. Its methods may be called
// by any goroutine.
type Drawer struct {
	areas *area.Set
	faces layout.Faces
	tiles []layout.GridTile
	shelf shelf
	codes codes
}

// New makes a drawer.
func New(areas *area.Set, faces layout.Faces, media blob.Bucket) *Drawer {
	return &Drawer{areas: areas, faces: faces, tiles: Tiles(areas), shelf: shelf{bucket: media, here: map[content.Digest]bool{}}}
}

// Recheck has the drawer look again whether the disk still has what was laid out, and try again
// what it did not take.
func (d *Drawer) Recheck() { d.shelf.recheck() }

// Count is how often a slide was laid out.
func (d *Drawer) Count() int64 { return d.shelf.count() }

// Has says whether there is a medium. While nobody can tell, what is on stays on.
func (d *Drawer) Has(of content.Digest) bool {
	there, err := blob.Has(context.Background(), d.shelf.bucket, of)
	return there || err != nil
}

// Rows are those of a board, by the figures and the time of a state.
func (d *Drawer) Rows(name string, g *gather.State) board.Rows {
	releases, m := g.Releases(name)
	return board.RowsOf(m.Units(d.areas), d.faces, name, releases, rules(m.Limits, g), g.Now)
}

// Ranked says whether boards may rank every area in public.
func Ranked(g *gather.State) bool { return g.Library.Settings[content.SettingRanks] == "yes" }

// rules are what a board goes by: a setting of all boards, and the limits of its measure.
func rules(limits figure.Limits, g *gather.State) board.Rules {
	return board.Rules{Ranks: Ranked(g), Coverage: limits.Coverage, Gone: time.Duration(limits.GoneDays) * 24 * time.Hour}
}

// Takeover lays a takeover out for a canvas. One that cannot be read there is a [content.Error] of
// code Invalid.
func (d *Drawer) Takeover(g *gather.State, t content.Takeover, canvas content.Canvas) (layout.Layout, error) {
	settings := g.Library.Settings
	return layout.LayTakeover(t, canvas, layout.Facts{Faces: d.faces, App: settings[content.SettingApp], Hotline: settings[content.SettingHotline]})
}
