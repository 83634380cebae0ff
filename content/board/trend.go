package board

import (
	"slices"
	"strconv"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

// History is how many releases a trend shows at most.
const History = 12

// Releases is how many releases, the newest first, the board is made from.
func (n Name) Releases() int {
	if n.What == content.TotalTrend {
		return History
	}
	return 2
}

// point is a total of the past.
type point struct {
	asOf  time.Time
	value int64
}

// trendOf are the totals of releases, the oldest first: those that rules let be shown, of one kind,
// and one of a time.
func (b Board) trendOf(areas *area.Set, releases []figure.Release) (out []point) {
	for _, r := range releases {
		if r.Sample != b.Sample || len(out) > 0 && !r.AsOf.Before(out[len(out)-1].asOf) {
			continue
		}
		old := Board{Board: figure.NewBoard(areas, figure.RollUp(areas, r), nil, b.Parent, b.name.units(areas), b.Base), name: b.name, rules: b.rules}
		if whole, ok := old.Total(); ok {
			out = append(out, point{r.AsOf, whole.Value})
		}
	}
	slices.Reverse(out)
	return out
}

// trend writes the points of the line, from nothing at its foot to a little above the greatest, and
// what stands at its ends.
func (b Board) trend(out map[string]Cell) {
	if len(b.points) < 2 {
		return
	}
	first, last := b.points[0], b.points[len(b.points)-1]
	most := int64(1)
	for _, p := range b.points {
		most = max(most, p.value)
	}
	wide := max(1, last.asOf.Sub(first.asOf).Milliseconds())
	for i, p := range b.points {
		out["trend."+strconv.Itoa(i)] = Cell{
			Level:    int(p.asOf.Sub(first.asOf).Milliseconds() * 10_000 / wide),
			Fraction: int(float64(p.value) / float64(most) * 9_500),
		}
	}
	day := func(t time.Time) string { return t.In(area.Local).Format("02/01") }
	out["trend.from"], out["trend.until"] = Cell{Text: day(first.asOf)}, Cell{Text: day(last.asOf)}
	out["trend.first"] = Cell{Text: figure.FormatCount(first.value)}
}
