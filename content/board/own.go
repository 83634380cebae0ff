package board

import (
	"strings"

	"ngatu/content/figure"
)

// ownNoFigure is noFigure where it stands alone.
const ownNoFigure = "Chưa có số liệu"

// ownPrefix begins the binds of the area in which a screen stands.
const ownPrefix = "own."

// own writes the figures of every area, and of the board's own, by their keys: a screen shows those
// of the narrowest area that holds it.
func (b Board) own(out map[string]Cell) {
	for _, l := range b.Shown {
		b.ownLine(out, l, HasFigure(l))
	}
	whole, ok := b.Total()
	whole.Area, whole.Short = b.Parent, b.parentShort
	b.ownLine(out, whole, ok)
}

// bare is the greatest number that stands alone, without a percentage; 0: none does.
func (b Board) bare() (most int64) {
	whole, _ := b.Total()
	for _, l := range append([]figure.Line{whole}, b.Shown...) {
		if l.Of == 0 {
			most = max(most, l.Value)
		}
	}
	return most
}

func (b Board) ownLine(out map[string]Cell, l figure.Line, has bool) {
	at := ownPrefix + l.Area.String() + "."
	out[at+"name"] = Cell{Text: l.Short}
	if !has {
		out[at+"note"] = Cell{Text: ownNoFigure}
		return
	}
	if l.Of == 0 { // the number stands where the percentage would
		out[at+"percent"] = Cell{Text: figure.FormatCount(l.Value)}
	} else {
		out[at+"value"] = Cell{Text: figure.FormatCount(l.Value)}
		out[at+"percent"] = Cell{Text: figure.FormatShare(l.Value, l.Of)}
		out[at+"target"] = Cell{Text: targetText(figure.FormatCount(l.Of))}
		out[at+"bar"] = Cell{Fraction: fraction(l)}
	}
	if l.Compared && l.Increase > 0 {
		out[at+"delta"] = Cell{Text: "+" + figure.FormatCount(l.Increase)}
	}
}

// OwnBind is the bind under which a board's cells have what a bind of a screen's own area names.
// areas are those that hold the screen, narrowest first, as "period/code"; named says whether cells
// have a bind. Other binds stay as they are. The page does the same (player/page/files/values.js).
func OwnBind(bind string, areas []string, named func(bind string) bool) string {
	part, isOwn := strings.CutPrefix(bind, ownPrefix)
	if !isOwn {
		return bind
	}
	for _, a := range areas {
		if named(ownPrefix + a + ".name") {
			return ownPrefix + a + "." + part
		}
	}
	return bind
}
