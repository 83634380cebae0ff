package preflight

import (
	"slices"

	"ngatu/content"
)

// Box is a rectangle in whole pixels of a canvas.
type Box struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// Finding is what a rule found, told to a person.
type Finding struct {
	Rule   Rule            `json:"rule"`
	Level  Level           `json:"level"`
	Canvas *content.Canvas `json:"canvas,omitempty"` // nil: wherever the slide is shown
	At     []Box           `json:"at,omitempty"`     // where on the canvas; none: nowhere in particular
	Marks  []Mark          `json:"marks,omitempty"`  // without a canvas: where what it speaks of stands on each
	Vi     string          `json:"vi"`
	En     string          `json:"en"`
}

// Mark is where something stands on a canvas.
type Mark struct {
	Canvas content.Canvas `json:"canvas"`
	At     []Box          `json:"at"`
}

// On is where a canvas of these pixels shows what the finding speaks of; none: nowhere in particular.
func (f Finding) On(width, height int) []Box {
	is := func(c content.Canvas) bool { return c.Width == width && c.Height == height }
	if f.Canvas != nil && is(*f.Canvas) {
		return f.At
	}
	for _, m := range f.Marks {
		if is(m.Canvas) {
			return m.At
		}
	}
	return nil
}

// Check gives what every rule finds, in the order of the rules.
func Check(f Facts) (out []Finding) {
	for _, c := range checks {
		for _, one := range c.check(f) {
			one.Rule = c.rule
			out = append(out, one)
		}
	}
	return out
}

// Of are the findings of a level.
func Of(level Level, all []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f Finding) bool { return f.Level != level })
}

// Refusal is why a slide is not sent on: what its first error says, and how many more there are.
// nil: it has none.
func Refusal(all []Finding) error {
	bad := Of(Error, all)
	if len(bad) == 0 {
		return nil
	}
	e := &content.Error{Code: content.Invalid, Vi: bad[0].Vi, En: bad[0].En}
	if n := len(bad) - 1; n > 0 {
		e.Vi += " " + counted(n, "Còn %d lỗi nữa.", "Còn %d lỗi nữa.")
		e.En += " " + counted(n, "There is one more error.", "There are %d more errors.")
	}
	return e
}
