package figure

import (
	"math/bits"
	"slices"
	"time"

	"ngatu/content/area"
)

// Line is what a board shows of one area.
type Line struct {
	Area     area.Key `json:"area"`
	Name     string   `json:"name"`  // with its kind
	Short    string   `json:"short"` // without
	Rank     int      `json:"rank"`  // from 1; equals share one, the next counts on: 1, 2, 2, 4
	Value    int64    `json:"value"`
	Of       int64    `json:"of,omitempty"`      // target or denominator; 0: none
	Percent  Tenths   `json:"percent,omitempty"` // Value of Of, in tenths of a percent; only where Of is above 0
	Increase int64    `json:"increase"`          // since the previous release; may be below 0
	Compared bool     `json:"compared"`          // whether there was a figure to compare with
}

// Board is one release as a screen shows it: the units below one area. Which parts of it
// are public (ranks, movers, own progress) is for others to decide.
type Board struct {
	Measure         string    `json:"measure"`
	Parent          area.Key  `json:"parent"`
	AsOf            time.Time `json:"as_of"`
	Previous        time.Time `json:"previous,omitzero"` // as-of time of the release compared with
	Source          string    `json:"source"`
	ReleasedBy      string    `json:"released_by"`
	Sample          bool      `json:"sample,omitempty"`
	Base            Base      `json:"base"`
	DenominatorName string    `json:"denominator_name,omitempty"`
	Lines           []Line    `json:"lines"`             // ranked; all of them as of AsOf
	Older           []Line    `json:"older,omitempty"`   // by code: units whose figures a merged release took over from before
	Oldest          time.Time `json:"oldest"`            // as-of time of the oldest figure, these included
	Whole           *Line     `json:"whole,omitempty"`   // the parent's own figure, unranked; nil where none was released
	Sum             int64     `json:"sum"`               // of Lines and Older; may differ from Whole
	Missing         []string  `json:"missing,omitempty"` // codes of the units without a figure
}

// NewBoard makes the board of units below parent. Lines rank by percent of base, exactly compared,
// and by value where base is NoBase or equal; those without the base come last, and ties go by
// code. Figures of another time than the release's are never ranked beside it. before is the
// previous release or nil; one that cannot be compared (other measure or period, not earlier,
// made-up against real) is left aside.
func NewBoard(set *area.Set, now Release, before *Release, parent area.Key, units []area.Area, base Base) Board {
	b := Board{
		Measure: now.Measure, Parent: parent, AsOf: now.AsOf, Source: now.Source,
		ReleasedBy: now.ReleasedBy, Sample: now.Sample, Base: base, Oldest: now.AsOf,
	}
	if now.follows(before) {
		b.Previous = before.AsOf
	} else {
		before = nil
	}
	if f, ok := now.Figure(parent); ok && !now.older(f) {
		whole, _ := set.Area(parent)
		l := lineOf(whole, f, before, base)
		b.Whole = &l
		b.DenominatorName = f.DenominatorName
	}
	for _, a := range units {
		f, ok := now.Figure(a.Key())
		if !ok {
			b.Missing = append(b.Missing, a.Code)
			continue
		}
		if now.older(f) {
			b.Older = append(b.Older, lineOf(a, f, before, base))
			if f.AsOf.Before(b.Oldest) {
				b.Oldest = f.AsOf
			}
		} else {
			b.Lines = append(b.Lines, lineOf(a, f, before, base))
		}
		b.Sum += f.Value
		if b.DenominatorName == "" {
			b.DenominatorName = f.DenominatorName
		}
	}
	if base != OfDenominator {
		b.DenominatorName = ""
	}
	b.rank()
	return b
}

func lineOf(a area.Area, f Figure, before *Release, base Base) Line {
	l := Line{Area: a.Key(), Name: a.Name, Short: a.Short, Value: f.Value, Of: f.Of(base)}
	l.Percent, _ = f.Percent(base)
	if before != nil {
		if old, ok := before.Figure(a.Key()); ok {
			l.Increase, l.Compared = f.Value-old.Value, true
		}
	}
	return l
}

// rank orders the lines, which come by code, and numbers them.
func (b *Board) rank() {
	slices.SortStableFunc(b.Lines, byProgress)
	for i := range b.Lines {
		b.Lines[i].Rank = i + 1
		if i > 0 && byProgress(b.Lines[i-1], b.Lines[i]) == 0 {
			b.Lines[i].Rank = b.Lines[i-1].Rank
		}
	}
}

// byProgress puts the greater part first: x/X before y/Y where x·Y > y·X, in 128 bits.
func byProgress(x, y Line) int {
	if x.Of > 0 && y.Of > 0 {
		xhi, xlo := bits.Mul64(uint64(x.Value), uint64(y.Of))
		yhi, ylo := bits.Mul64(uint64(y.Value), uint64(x.Of))
		if xhi != yhi {
			return descending(xhi, yhi)
		}
		return descending(xlo, ylo)
	}
	if (x.Of > 0) != (y.Of > 0) {
		return descending(uint64(x.Of), uint64(y.Of))
	}
	return descending(uint64(x.Value), uint64(y.Value))
}

func descending(a, b uint64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// Movers lists at most n lines that increased most since the previous release, ties by code. Lines
// that stood still or fell are not among them.
func (b Board) Movers(n int) []Line {
	movers := slices.DeleteFunc(slices.Clone(b.Lines), func(l Line) bool { return !l.Compared || l.Increase <= 0 })
	slices.SortFunc(movers, func(x, y Line) int {
		if c := descending(uint64(x.Increase), uint64(y.Increase)); c != 0 {
			return c
		}
		return x.Area.Compare(y.Area)
	})
	return movers[:min(max(n, 0), len(movers))]
}

// Line is the line of one area, the parent's own included: the progress that a screen shows of
// where it stands.
func (b Board) Line(k area.Key) (Line, bool) {
	if b.Whole != nil && b.Whole.Area == k {
		return *b.Whole, true
	}
	for _, l := range b.Lines {
		if l.Area == k {
			return l, true
		}
	}
	return Line{}, false
}
