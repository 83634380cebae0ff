package board

import (
	"slices"

	"ngatu/content/figure"
)

// baseOf is what percentages of figures are of: targets where the first has one, else what more of
// them have.
func baseOf(all []figure.Figure) figure.Base {
	if len(all) == 0 || all[0].Target > 0 {
		return figure.OfTarget
	}
	targets, denominators := 0, 0
	for _, f := range all {
		if f.Target > 0 {
			targets++
		}
		if f.Denominator > 0 {
			denominators++
		}
	}
	if targets > 0 && targets >= denominators {
		return figure.OfTarget
	}
	return figure.OfDenominator
}

// Total is what the board's own area has reached: its figure where one was released, else the sum
// of its parts, and then of something only where every part that is in the sum is in the
// denominator too. false where too few parts have a figure of this time.
func (b Board) Total() (figure.Line, bool) {
	if b.Whole != nil {
		return *b.Whole, true
	}
	if have, of := b.Coverage(); !b.enough(have, of) {
		return figure.Line{}, false
	}
	whole := figure.Line{Value: b.Sum}
	if part, units := b.both(); units == len(b.Lines)+len(b.Older) {
		whole.Of = part.Of
	}
	return whole, true
}

// Share is what the percentage of the total is made from: the sums over the parts that have both a
// figure and what it is of, and how many these are. Where that is not all of them its value is less
// than the total's. false where there is no total, or too few parts have both.
func (b Board) Share() (part figure.Line, units int, ok bool) {
	whole, ok := b.Total()
	if !ok || b.Whole != nil {
		return whole, 0, ok && whole.Of > 0
	}
	_, of := b.Coverage()
	part, units = b.both()
	return part, units, part.Of > 0 && b.enough(units, of)
}

// PartialShare is of how many areas the percentage of the total is, where that is not all that are
// in the total; 0 otherwise.
func (b Board) PartialShare() int {
	whole, _ := b.Total()
	if _, units, ok := b.Share(); ok && whole.Of == 0 {
		return units
	}
	return 0
}

func (b Board) both() (part figure.Line, units int) {
	for _, l := range slices.Concat(b.Lines, b.Older) {
		if l.Of > 0 {
			part.Value, part.Of, units = part.Value+l.Value, part.Of+l.Of, units+1
		}
	}
	return part, units
}

// enough says whether so many of the areas are as many as a total needs.
func (b Board) enough(have, of int) bool { return float64(have)*100 >= b.rules.Coverage*float64(of) }
