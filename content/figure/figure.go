package figure

import (
	"time"

	"ngatu/content/area"
)

// Figure is one measure of one area, with all that must stand beside it on a screen.
type Figure struct {
	Area            area.Key  `json:"area"`
	Measure         string    `json:"measure"`                    // [Measure.ID]
	Value           int64     `json:"value"`                      // in the measure's unit
	Target          int64     `json:"target,omitempty"`           // in the same unit; 0: not set
	Denominator     int64     `json:"denominator,omitempty"`      // of how many; 0: not given
	DenominatorName string    `json:"denominator_name,omitempty"` // of what: two denominators of the campaign differ by 800,000
	AsOf            time.Time `json:"as_of"`                      // in [area.Local]; a midnight stands for the day, no hour was given
	Source          string    `json:"source"`                     // who counted, as text
	ReleasedBy      string    `json:"released_by"`                // who of the staff let it out
	Sample          bool      `json:"sample,omitempty"`           // made up for show: marked SỐ LIỆU MẪU wherever it is seen
}

// Base is what a percentage is of.
type Base string

// The bases.
const (
	NoBase        Base = ""
	OfTarget      Base = "target"
	OfDenominator Base = "denominator"
)

// Of is the number that percentages are of: the target or the denominator; 0 where it is not set.
func (f Figure) Of(b Base) int64 {
	switch b {
	case OfTarget:
		return f.Target
	case OfDenominator:
		return f.Denominator
	}
	return 0
}

// Percent is the figure in percent of its base; false where that is not set.
func (f Figure) Percent(b Base) (Tenths, bool) {
	of := f.Of(b)
	if of <= 0 {
		return 0, false
	}
	return Percent(f.Value, of), true
}

// Stale says whether a figure as of asOf is too old to be shown as new at the instant now. Without
// an as-of time it is.
func Stale(asOf, now time.Time, maxAge time.Duration) bool {
	return asOf.IsZero() || now.Sub(asOf) > maxAge
}
