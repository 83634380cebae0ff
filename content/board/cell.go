package board

import (
	"fmt"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// Cell is one value of a board as it is printed.
type Cell struct {
	Text     string
	Fraction int // of a bar, in ten-thousandths
	Level    int // of a tile's colour, from 0
}

func sourceText(source string) string { return "Nguồn: " + source }
func targetText(count string) string  { return "/ " + count }
func missingText(n int64) string      { return figure.FormatCount(n) + " đơn vị chưa có số liệu" }

// Cells are the board's values by the names to which slides bind them; see
// [ngatu/content/layout.Facts].
func (b Board) Cells() map[string]Cell {
	out := map[string]Cell{
		"asof":       {Text: "Tính đến " + figure.FormatAsOf(b.AsOf)},
		"asof.short": {Text: "Đến " + b.AsOf.In(area.Local).Format("02/01")}, // tiny canvases
		"source":     {Text: sourceText(b.Source)},
	}
	b.gauge(out)
	if n := b.Lacking(); n > 0 {
		out["missing"] = Cell{Text: missingText(int64(n))}
	}
	for i, l := range b.Shown {
		row := fmt.Sprintf("row.%d.", i)
		out[row+"name"] = Cell{Text: l.Short}
		out[row+"bar"] = Cell{Fraction: fraction(l)}
		out[row+"value"] = Cell{Text: figure.FormatCount(l.Value)}
		if l.Of > 0 {
			out[row+"value"] = Cell{Text: figure.FormatShare(l.Value, l.Of)}
		}
		if l.Compared && l.Increase >= 0 {
			out[row+"delta"] = Cell{Text: "+" + figure.FormatCount(l.Increase)}
		}
	}
	for _, l := range b.Lines {
		if l.Of > 0 {
			out["tile."+l.Area.String()] = Cell{Level: level(l), Text: figure.FormatShare(l.Value, l.Of)}
		}
	}
	return out
}

// gauge writes what the board's own area has reached.
func (b Board) gauge(out map[string]Cell) {
	whole := b.Total()
	out["gauge.value"] = Cell{Text: figure.FormatCount(whole.Value)}
	if whole.Of <= 0 {
		return
	}
	out["gauge.target"] = Cell{Text: targetText(figure.FormatCount(whole.Of))}
	out["gauge.percent"] = Cell{Text: figure.FormatShare(whole.Value, whole.Of)}
	out["gauge.bar"] = Cell{Fraction: fraction(whole)}
	out["gauge.of"] = Cell{Text: b.Of()}
}

// Of is what percentages are of: the target, or the denominator by its name.
func (b Board) Of() string {
	switch {
	case b.DenominatorName != "":
		return b.DenominatorName
	case b.Base == figure.OfDenominator:
		return "tổng số"
	}
	return "chỉ tiêu giao"
}

// fraction is the part of a bar that is full, in ten-thousandths.
func fraction(l figure.Line) int {
	if l.Of <= 0 {
		return 0
	}
	return int(min(max(l.Value, 0)*10_000/l.Of, 10_000))
}

// levels is how many steps the colours of the tile grid have.
const levels = 5

// level is the step of a tile's colour: fifths of the way to the target.
func level(l figure.Line) int { return min(fraction(l)*levels/10_000, levels-1) }
