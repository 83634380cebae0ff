package draw

import (
	"time"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/player/protocol"
	"ngatu/server/air/gather"
)

// maxAge is how old figures may be where no setting says so.
const maxAge = 48 * time.Hour

// Figures are the values of a board by the figures of a state; none without a release.
func (d *Drawer) Figures(name string, g *gather.State) (protocol.Figures, bool) {
	b, ok := d.Board(name, g)
	if !ok {
		return protocol.Figures{}, false
	}
	age := maxAge
	if set, err := time.ParseDuration(g.Library.Settings[content.SettingMaxAge] + "h"); err == nil && set > 0 {
		age = set
	}
	out := protocol.Figures{Board: name, AsOf: b.AsOf.UnixMilli(), Stale: b.Oldest.Add(age).UnixMilli(), Cells: cells(b)}
	if gone := b.Gone(); !gone.IsZero() {
		out.Gone = gone.UnixMilli()
	}
	return out, true
}

// Board is a board by the figures of a state; none without a release.
func (d *Drawer) Board(name string, g *gather.State) (board.Board, bool) {
	of, err := board.ParseName(name)
	if err != nil {
		return board.Board{}, false
	}
	releases, m := g.Releases(name)
	return board.Of(m.Units(d.areas), releases, of, rules(m.Limits, g))
}

// cells are a board's values as they go over the wire.
func cells(b board.Board) map[string]protocol.Cell {
	printed := b.Cells()
	out := make(map[string]protocol.Cell, len(printed))
	for bind, c := range printed {
		out[bind] = protocol.Cell{T: c.Text, F: c.Fraction, L: c.Level}
	}
	return out
}
