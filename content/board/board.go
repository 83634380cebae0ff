package board

import (
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

// Board is the newest release of a measure as its board shows it.
type Board struct {
	figure.Board
	Shown []figure.Line // the lines that are public, in the order in which they are printed
}

// Of makes the board of the parts of parent from releases, the newest first, of which only the
// first two count. Figures of communes are added up for their districts where they are complete.
// ranks says that every area may be ranked in public; otherwise the board shows
// those that moved most. Without a release there is none.
func Of(areas *area.Set, releases []figure.Release, parent area.Key, ranks bool) (Board, bool) {
	if len(releases) == 0 {
		return Board{}, false
	}
	newest := figure.RollUp(areas, releases[0])
	var before *figure.Release
	if len(releases) > 1 {
		rolled := figure.RollUp(areas, releases[1])
		before = &rolled
	}
	base := figure.OfTarget
	if len(newest.Figures) > 0 && newest.Figures[0].Target == 0 {
		base = figure.OfDenominator
	}
	b := Board{Board: figure.NewBoard(areas, newest, before, parent, base)}
	b.Shown = b.Movers(len(b.Lines))
	if ranks || len(b.Shown) == 0 {
		b.Shown = b.Lines
	}
	return b, true
}

// Lacking is how many areas have no figure; 0 where only some of the lines are shown, for the
// number would say nothing of those left out.
func (b Board) Lacking() int {
	if len(b.Shown) < len(b.Lines) || len(b.Shown) == 0 {
		return 0
	}
	return len(b.Missing)
}

// Views are the views that the board has enough values for. A gauge needs a percentage: a total
// without what it is of is not put on a screen.
func (b Board) Views() (out []content.View) {
	if b.Total().Of > 0 {
		out = append(out, content.Gauge)
	}
	if len(b.Shown) > 0 {
		out = append(out, content.League)
	}
	for _, l := range b.Lines {
		if l.Of > 0 {
			return append(out, content.Grid)
		}
	}
	return out
}

// Total is what the board's own area has reached: its figure where one was released, else the sum
// of its parts, and then of something only where every part that is in the sum is in the
// denominator too.
func (b Board) Total() figure.Line {
	if b.Whole != nil {
		return *b.Whole
	}
	whole := figure.Line{Value: b.Sum}
	for _, l := range b.Lines {
		if l.Of <= 0 {
			whole.Of = 0
			break
		}
		whole.Of += l.Of
	}
	return whole
}
