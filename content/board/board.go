package board

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

// Board is the newest release of a measure as its board shows it.
type Board struct {
	figure.Board
	Place string        // the name of its area
	Shown []figure.Line // the lines that are public, in the order in which they are printed

	Corrected bool // the figures take the place of ones that were wrong, and say so

	name        Name
	rules       Rules
	parentShort string
	points      []point // of a trend
}

// Rules are the settings that decide what of the figures is public. The zero value shows totals of
// any coverage, of any age.
type Rules struct {
	Ranks    bool          // every area may be ranked; otherwise those that moved most are shown
	Coverage float64       // percent of the areas that must have a figure of this time before a total is shown
	Gone     time.Duration // how old figures may be on a board at all; 0: as old as they like
}

// Of makes the board of a name from releases, the newest first; see [Name.Releases].
// Figures of communes are added up for their districts where they are complete. Where areas may not
// be ranked, those that moved most are shown, and where none has moved, all of them by their codes.
// A board of all areas has a line of rank 0 for each that has no figure. Without a release there is
// no board.
func Of(areas *area.Set, releases []figure.Release, name Name, rules Rules) (Board, bool) {
	if len(releases) == 0 {
		return Board{}, false
	}
	newest := figure.RollUp(areas, releases[0])
	var before *figure.Release
	if len(releases) > 1 {
		rolled := figure.RollUp(areas, releases[1])
		before = &rolled
	}
	b := Board{
		Board: figure.NewBoard(areas, newest, before, name.Parent, name.units(areas), baseOf(newest.Figures)),
		name:  name, rules: rules, Corrected: newest.Corrects != "",
	}
	if a, known := areas.Area(name.Parent); known {
		b.parentShort, b.Place = a.Short, a.Name
	}
	if name.What == content.TotalTrend {
		b.points = b.trendOf(areas, releases)
	}
	switch b.Shown = b.Movers(len(b.Lines)); {
	case name.everyone(), name.What == content.OwnArea:
		b.Shown = b.lines(areas)
	case rules.Ranks:
		b.Shown = b.Lines
	case len(b.Shown) == 0:
		b.Shown = slices.SortedFunc(slices.Values(b.Lines), byCode)
	}
	return b, true
}

func byCode(x, y figure.Line) int { return x.Area.Compare(y.Area) }

// lines are one for every area: by rank where ranks are public, those without a figure last;
// otherwise by code.
func (b Board) lines(areas *area.Set) []figure.Line {
	out := slices.Clone(b.Lines)
	for _, a := range b.name.units(areas) {
		if _, there := b.Line(a.Key()); !there {
			out = append(out, figure.Line{Area: a.Key(), Name: a.Name, Short: a.Short})
		}
	}
	short := shortNames(areas, b.name.units(areas))
	for i := range out {
		out[i].Short = short[out[i].Area]
	}
	if !b.rules.Ranks {
		slices.SortStableFunc(out, byCode)
	}
	return out
}

// HasFigure says of a line that is shown whether its area has a figure.
func HasFigure(l figure.Line) bool { return l.Rank > 0 }

// Lacking is how many areas have no figure of this time; 0 where only some of the lines are shown,
// for the number would say nothing of those left out.
func (b Board) Lacking() int {
	if len(b.Shown) < len(b.Lines) || len(b.Shown) == 0 {
		return 0
	}
	return len(b.Missing) + len(b.Older)
}

// Coverage is how many of the areas have a figure of this time, and how many there are.
func (b Board) Coverage() (have, of int) {
	return len(b.Lines), len(b.Lines) + len(b.Older) + len(b.Missing)
}

// Gone is from when on the figures are on no board; the zero time for never.
func (b Board) Gone() time.Time {
	if b.rules.Gone == 0 {
		return time.Time{}
	}
	return b.AsOf.Add(b.rules.Gone)
}

// Views are the views that the board has enough values for. A gauge needs a percentage: a total
// without what it is of is not put on a screen.
func (b Board) Views() (out []content.View) {
	if b.name.everyone() {
		if len(b.Lines) > 0 {
			out = append(out, content.Roll, content.Communes)
		}
		if b.hasBase() {
			out = append(out, content.Tiles)
		}
		return out
	}
	whole, all := b.Total()
	all = all && whole.Of > 0
	_, _, some := b.Share()
	switch b.name.What {
	case content.OwnArea:
		if len(b.Lines) > 0 {
			out = append(out, content.Own)
		}
		return out
	case content.TotalTrend:
		if len(b.points) > 1 {
			out = append(out, content.Trend)
		}
		return out
	case content.NeededPace:
		if all && !b.name.Until.IsZero() {
			out = append(out, content.Pace)
		}
		return out
	}
	if some {
		out = append(out, content.Gauge)
	}
	if len(b.Shown) > 0 {
		out = append(out, content.League)
	}
	if b.hasBase() {
		out = append(out, content.Grid)
	}
	return out
}

// hasBase says whether some area has a percentage.
func (b Board) hasBase() bool {
	return slices.ContainsFunc(b.Lines, func(l figure.Line) bool { return l.Of > 0 })
}
