package air

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// maxAge is how old figures may be that no setting speaks of.
const maxAge = 48 * time.Hour

// boardID names the board of a slide; "" for one that is none.
func boardID(s content.Slide) string { return s.BoardName() }

// boardOf reads a board's name back.
func boardOf(id string) (measure string, parent area.Key, err error) {
	measure, key, _ := strings.Cut(id, "@")
	parent, err = area.ParseKey(key)
	return measure, parent, err
}

// reckon makes a board of the newest release and the one before it, with the lines that are public.
func (a *Air) reckon(id string, g *gathered) (b figure.Board, lines []figure.Line, ok bool) {
	_, parent, err := boardOf(id)
	rs := g.of(id)
	if err != nil || len(rs) == 0 {
		return b, nil, false
	}
	var before *figure.Release
	if len(rs) > 1 {
		before = &rs[1]
	}
	base := figure.OfTarget
	if len(rs[0].Figures) > 0 && rs[0].Figures[0].Target == 0 {
		base = figure.OfDenominator
	}
	b = figure.Reckon(a.areas, rs[0], before, parent, base)
	lines = b.Movers(len(b.Lines))
	if g.library.Settings[content.SettingRanks] == "yes" || len(lines) == 0 {
		lines = b.Lines
	}
	return b, lines, true
}

// figures reckons the frame of a board.
func (a *Air) figures(id string, g *gathered) (protocol.Figures, bool) {
	b, lines, ok := a.reckon(id, g)
	if !ok {
		return protocol.Figures{}, false
	}
	age := maxAge
	if d, err := time.ParseDuration(g.library.Settings[content.SettingMaxAge] + "h"); err == nil && d > 0 {
		age = d
	}
	return protocol.Figures{
		Board: id, AsOf: b.AsOf.UnixMilli(), Stale: b.AsOf.Add(age).UnixMilli(), Cells: cells(b, lines),
	}, true
}

func sourceText(source string) string { return "Nguồn: " + source }
func targetText(count string) string  { return "/ " + count }

// cells writes a board's values as they are printed, by bind.
func cells(b figure.Board, lines []figure.Line) map[string]protocol.Cell {
	out := map[string]protocol.Cell{
		"asof":       {T: "Tính đến " + figure.FormatAsOf(b.AsOf)},
		"asof.short": {T: "Đến " + b.AsOf.In(area.Local).Format("02/01")}, // tiny canvases
		"source":     {T: sourceText(b.Source)},
	}
	gauge(out, b)
	if n := missing(b, lines); n > 0 {
		out["missing"] = protocol.Cell{T: missingText(int64(n))}
	}
	for i, l := range lines {
		row := fmt.Sprintf("row.%d.", i)
		out[row+"name"] = protocol.Cell{T: l.Short}
		out[row+"bar"] = protocol.Cell{F: fraction(l)}
		out[row+"value"] = protocol.Cell{T: figure.FormatCount(l.Value)}
		if l.Of > 0 {
			out[row+"value"] = protocol.Cell{T: figure.FormatPercent(l.Percent)}
		}
		if l.Compared && l.Increase >= 0 {
			out[row+"delta"] = protocol.Cell{T: "+" + figure.FormatCount(l.Increase)}
		}
	}
	for _, l := range b.Lines {
		if l.Of > 0 {
			out["tile."+l.Area.String()] = protocol.Cell{L: level(l), T: figure.FormatPercent(l.Percent)}
		}
	}
	return out
}

// missing is how many areas have no figure; 0 where the lines are of some areas only and the number would say nothing of those
// left out.
func missing(b figure.Board, lines []figure.Line) int {
	if len(lines) < len(b.Lines) || len(lines) == 0 {
		return 0
	}
	return len(b.Missing)
}

func missingText(n int64) string { return figure.FormatCount(n) + " đơn vị chưa có số liệu" }

// viewsOf are the views that a board's values are enough for: a gauge needs a percentage, for a total without what it is of
// is not put on a screen.
func viewsOf(cells map[string]protocol.Cell) (out []content.View) {
	_, percent := cells["gauge.percent"]
	_, row := cells["row.0.name"]
	tile := false
	for bind := range cells {
		tile = tile || strings.HasPrefix(bind, "tile.")
	}
	for _, v := range []struct {
		view content.View
		has  bool
	}{{content.Gauge, percent}, {content.League, row}, {content.Grid, tile}} {
		if v.has {
			out = append(out, v.view)
		}
	}
	return out
}

// Figured tells of the boards of slides which views there are figures for, as the store has them: what
// [content.Library.Boards] takes.
func (a *Air) Figured(ctx context.Context, r store.Reader, slides []content.Slide) (map[string][]content.View, error) {
	g, out := newGathered(), map[string][]content.View{}
	g.library.Slides = slides
	if err := g.readFigures(ctx, r); err != nil {
		return nil, err
	}
	for _, s := range slides {
		if id := boardID(s); id != "" && out[id] == nil {
			f, _ := a.figures(id, g)
			out[id] = viewsOf(f.Cells)
		}
	}
	return out, nil
}

// gauge writes what the board's own area has reached: its figure where one was released, else the sum of its parts, and
// then a percentage only where every part that is in the sum is in the denominator too.
func gauge(out map[string]protocol.Cell, b figure.Board) {
	whole := figure.Line{Value: b.Sum}
	for _, l := range b.Lines {
		if l.Of <= 0 {
			whole.Of = 0
			break
		}
		whole.Of += l.Of
	}
	if b.Whole != nil {
		whole = *b.Whole
	}
	out["gauge.value"] = protocol.Cell{T: figure.FormatCount(whole.Value)}
	if whole.Of <= 0 {
		return
	}
	out["gauge.target"] = protocol.Cell{T: targetText(figure.FormatCount(whole.Of))}
	out["gauge.percent"] = protocol.Cell{T: figure.FormatPercent(figure.Percent(whole.Value, whole.Of))}
	out["gauge.bar"] = protocol.Cell{F: fraction(whole)}
	out["gauge.of"] = protocol.Cell{T: "chỉ tiêu giao"}
	if b.DenominatorName != "" {
		out["gauge.of"] = protocol.Cell{T: b.DenominatorName}
	}
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
