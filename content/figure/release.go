package figure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ngatu/content/area"
)

// Release is all figures of one measure as of one instant, from one file or person. It is let out
// and taken back as a whole.
type Release struct {
	Measure    string    `json:"measure"`
	AsOf       time.Time `json:"as_of"` // in [area.Local]
	Source     string    `json:"source"`
	ReleasedBy string    `json:"released_by"`
	Sample     bool      `json:"sample,omitempty"`
	ID         string    `json:"id,omitempty"`       // as it is kept; "": it is not yet
	Corrects   string    `json:"corrects,omitempty"` // ID of the release that it takes the place of; "": of none
	Figures    []Figure  `json:"figures"`            // by area; each carries the same five facts
}

// NewRelease joins the figures that [Match] gave with what, by whom and whether they are made up.
// It refuses figures of different instants or periods, doubles, and a release by nobody.
func NewRelease(m Measure, by string, sample bool, figures []Figure) (Release, *Problem) {
	by = strings.TrimSpace(by)
	if len(figures) == 0 || m.ID == "" || by == "" {
		return Release{}, &Problem{
			Kind: NoRows, Vi: "Đợt số liệu phải có chỉ số, người công bố và ít nhất một dòng.",
			En: "A release needs a measure, somebody who releases it and at least one figure.",
		}
	}
	first := figures[0]
	r := Release{Measure: m.ID, AsOf: first.AsOf.In(area.Local), Source: first.Source, ReleasedBy: by, Sample: sample, Figures: slices.Clone(figures)}
	slices.SortStableFunc(r.Figures, func(a, b Figure) int { return a.Area.Compare(b.Area) })
	for i := range r.Figures {
		f := &r.Figures[i]
		if !f.AsOf.Equal(r.AsOf) || f.AsOf.IsZero() || f.Area.Period != first.Area.Period {
			return Release{}, &Problem{
				Kind: DifferentAsOf, Seen: f.Area.String(), Vi: "Một đợt số liệu chỉ có một thời điểm và một danh mục đơn vị.",
				En: "A release is of one instant and one list of units.",
			}
		}
		if i > 0 && f.Area == r.Figures[i-1].Area {
			return Release{}, &Problem{
				Kind: DuplicateUnit, Seen: f.Area.String(), Vi: fmt.Sprintf("Đơn vị %s có hai số liệu.", f.Area),
				En: fmt.Sprintf("The unit %s has two figures.", f.Area),
			}
		}
		f.Measure, f.ReleasedBy, f.Sample, f.AsOf = m.ID, by, sample, r.AsOf
	}
	return r, nil
}

// Period is the list of units that the release is of.
func (r Release) Period() area.Period {
	if len(r.Figures) == 0 {
		return ""
	}
	return r.Figures[0].Area.Period
}

// Figure is the figure of one area.
func (r Release) Figure(k area.Key) (Figure, bool) {
	i, ok := slices.BinarySearchFunc(r.Figures, k, func(f Figure, k area.Key) int { return f.Area.Compare(k) })
	if !ok {
		return Figure{}, false
	}
	return r.Figures[i], true
}

// older says whether a figure is of an earlier time than the release: it was taken over from the
// one before.
func (r Release) older(f Figure) bool { return !f.AsOf.IsZero() && f.AsOf.Before(r.AsOf) }

// Ahead reports an as-of time later than now: a slip of the pen such as next year's date. nil where
// all is well.
func (r Release) Ahead(now time.Time) *Problem {
	if !r.AsOf.After(now) {
		return nil
	}
	at := FormatAsOf(r.AsOf)
	return &Problem{
		Kind: BadAsOf, Seen: at, Vi: fmt.Sprintf("Thời điểm số liệu %s ở tương lai: hãy kiểm tra ngày.", at),
		En: fmt.Sprintf("The as-of time %s lies in the future: check the date.", at),
	}
}

// OutOfPeriod reports an as-of time at which the units of the release did not exist: districts
// after 30 June 2025. nil where all is well. Whoever lets real figures in asks this; samples may be
// of any time.
func (r Release) OutOfPeriod() *Problem {
	if r.Period().Holds(r.AsOf) {
		return nil
	}
	at := FormatAsOf(r.AsOf)
	return &Problem{
		Kind: BadAsOf, Seen: at,
		Vi: fmt.Sprintf("Thời điểm số liệu %s nằm ngoài thời gian của danh mục đơn vị %s: hãy kiểm tra lại ngày.", at, r.Period()),
		En: fmt.Sprintf("The as-of time %s lies outside of the time of the list of units %s: check the date.", at, r.Period()),
	}
}

// follows says whether the increase from before to r means something: same measure, same list of
// units, later, and both made up or neither. Figures are not compared across a reform.
func (r Release) follows(before *Release) bool {
	return before != nil && before.Measure == r.Measure && before.Period() == r.Period() &&
		before.Sample == r.Sample && before.AsOf.Before(r.AsOf)
}
