package board

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ngatu/content"
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

// inTwo cuts a long text at the space nearest to its middle; what is not long stays whole.
func inTwo(text string) (first, rest string) {
	const long = 40 // letters
	words := strings.Split(text, " ")
	if utf8.RuneCountInString(text) <= long || len(words) < 2 {
		return text, ""
	}
	best := len(text)
	for i := 1; i < len(words); i++ {
		head, tail := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if most := max(utf8.RuneCountInString(head), utf8.RuneCountInString(tail)); most < best {
			best, first, rest = most, head, tail
		}
	}
	return first, rest
}

func targetText(count string) string { return "/ " + count }

// missingText says how many areas have no figure: none at all, or with older none of this time.
func missingText(n int64, older bool) string {
	if older {
		return figure.FormatCount(n) + " đơn vị chưa có số liệu mới"
	}
	return figure.FormatCount(n) + " đơn vị chưa có số liệu"
}

// coverText says of how many areas a sum is; with older ones in it, how many are new.
func coverText(have, of int64, older bool) (long, short, tiny string) {
	tiny = figure.FormatCount(have) + "/" + figure.FormatCount(of)
	short = tiny + " đơn vị"
	if older {
		return short + " có số liệu mới", short + " mới", tiny
	}
	return "Số liệu của " + short, short, tiny
}

// shareText says of how many areas a percentage is, where that is not all that are in the sum beside
// it; and of how many that is, unless it is whole.
func shareText(share, have, of int64, whole, older bool) (long, short, tiny string) {
	tiny = figure.FormatCount(share) + "/" + figure.FormatCount(of)
	if whole {
		return "Tỷ lệ tính trên " + tiny + " đơn vị", "% của " + tiny + " đơn vị", tiny
	}
	sum, what := figure.FormatCount(have)+"/"+figure.FormatCount(of), "Số liệu "
	if older {
		what = "Số liệu mới "
	}
	return what + sum + ", tỷ lệ " + tiny + " đơn vị", sum + ", % của " + tiny, tiny
}

// cover says of how many areas the total and its percentage are, with numbers as show has them; ""
// where both are of all.
func (b Board) cover(show func(int) int64) (long, short, tiny string) {
	have, of := b.Coverage()
	share, older := b.PartialShare(), len(b.Older) > 0
	switch {
	case share > 0:
		return shareText(show(share), show(have), show(of), have == of, older)
	case b.partial():
		return coverText(show(have), show(of), older)
	}
	return "", "", ""
}

// Cells are the board's values by the names to which slides bind them; see
// [ngatu/content/layout.Facts].
func (b Board) Cells() map[string]Cell {
	out := map[string]Cell{"source": {Text: sourceText(b.Source)}}
	b.asOf(out)
	if first, rest := inTwo(sourceText(b.Source)); rest != "" {
		out["source.first"], out["source.rest"] = Cell{Text: first}, Cell{Text: rest}
	}
	if b.name.everyone() {
		b.rows(out)
		return out
	}
	if b.name.What == content.OwnArea {
		b.own(out)
		b.gauge(out) // for readers who stand nowhere
		return out
	}
	b.gauge(out)
	switch b.name.What {
	case content.NeededPace:
		b.pace(out)
		return out
	case content.TotalTrend:
		b.trend(out)
		return out
	}
	if n := b.Lacking(); n > 0 {
		out["missing"] = Cell{Text: missingText(int64(n), len(b.Older) > 0)}
	}
	b.rows(out)
	for _, l := range b.Lines {
		if l.Of > 0 {
			out["tile."+l.Area.String()] = Cell{Level: level(l), Text: figure.FormatShare(l.Value, l.Of)}
		}
	}
	return out
}

// asOf writes the instant that the figures are of, in full and for tiny canvases, and that they
// correct others.
func (b Board) asOf(out map[string]Cell) {
	full, day := "Tính đến "+figure.FormatAsOf(b.AsOf), "Đến "+b.AsOf.In(area.Local).Format("02/01")
	out["asof.short"] = Cell{Text: day}
	if b.Corrected {
		out["asof.brief"], out["corrected"] = Cell{Text: day + corrected}, Cell{Text: correctedMark}
		full += corrected
	}
	out["asof"] = Cell{Text: full}
}

// What says that figures take the place of ones that were wrong: after the as-of time, and where a
// canvas has no room for that.
const (
	corrected     = ", đã đính chính"
	correctedMark = "ĐÍNH CHÍNH"
)

// noFigure is what stands in place of a number that nobody has released.
const noFigure = "chưa có số liệu"

// rows writes the lines that are shown.
func (b Board) rows(out map[string]Cell) {
	for i, l := range b.Shown {
		row := fmt.Sprintf("row.%d.", i)
		out[row+"name"] = Cell{Text: l.Short}
		switch {
		case !HasFigure(l):
			out[row+"note"] = Cell{Text: noFigure}
		case l.Of > 0:
			out[row+"value"] = Cell{Text: figure.FormatShare(l.Value, l.Of)}
		default:
			out[row+"value"] = Cell{Text: figure.FormatCount(l.Value)}
		}
		if b.name.everyone() {
			if HasFigure(l) && l.Of > 0 {
				out[row+"bar"] = Cell{Fraction: fraction(l), Level: level(l)}
			}
			continue
		}
		out[row+"bar"] = Cell{Fraction: fraction(l)}
		if l.Compared && l.Increase >= 0 {
			out[row+"delta"] = Cell{Text: "+" + figure.FormatCount(l.Increase)}
		}
	}
}

// gauge writes what the board's own area has reached.
func (b Board) gauge(out map[string]Cell) {
	whole, ok := b.Total()
	if !ok {
		return
	}
	if long, short, tiny := b.cover(func(n int) int64 { return int64(n) }); long != "" {
		out["cover"], out["cover.short"], out["cover.tiny"] = Cell{Text: long}, Cell{Text: short}, Cell{Text: tiny}
	}
	out["gauge.value"] = Cell{Text: figure.FormatCount(whole.Value)}
	part, _, ok := b.Share()
	if !ok {
		return
	}
	if whole.Of > 0 { // beside the total of others it would be another percentage
		out["gauge.target"] = Cell{Text: targetText(figure.FormatCount(whole.Of))}
	}
	out["gauge.percent"] = Cell{Text: figure.FormatShare(part.Value, part.Of)}
	out["gauge.bar"] = Cell{Fraction: fraction(part)}
	out["gauge.of"] = Cell{Text: b.Of()}
}

// partial says whether the total is a sum in which areas are missing or of an earlier time.
func (b Board) partial() bool { return b.Whole == nil && len(b.Older)+len(b.Missing) > 0 }

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
