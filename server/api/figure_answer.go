package api

import (
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/store"
	"ngatu/server/figures"
)

// figuresAnswer is the answer to figures. ID is that of the release or draft, or of the sheet that
// waits.
type figuresAnswer struct {
	ID      string          `json:"id,omitempty"`
	Taken   bool            `json:"taken"`           // they are on the boards
	State   figures.Outcome `json:"state,omitempty"` // released, held, waiting, same
	Measure string          `json:"measure,omitempty"`
	Period  area.Period     `json:"period,omitempty"`
	AsOf    *time.Time      `json:"as_of,omitempty"`
	Source  string          `json:"source,omitempty"`
	Units   int             `json:"units"`
	Base    string          `json:"base,omitempty"` // the release that they were compared with
	Notices []store.Notice  `json:"notices,omitempty"`
	readingAnswer
}

// readingAnswer is what a sheet was understood as, what of it is not certain, and what the checks
// found. A reading with asks has no figures.
type readingAnswer struct {
	Reading  figuresRead      `json:"reading"`
	Asks     []reading.Ask    `json:"asks"`
	Errors   []figure.Problem `json:"errors"`
	Warnings []figure.Problem `json:"warnings"`
}

type figuresRead struct {
	Figures []figureAnswer     `json:"figures"`
	AsOf    *time.Time         `json:"as_of,omitempty"`
	Source  string             `json:"source,omitempty"`
	Period  area.Period        `json:"period,omitempty"`
	RowsIn  int                `json:"rows_in"`  // rows of the sheet below its header
	RowsOut int                `json:"rows_out"` // of these, those whose use is known: the same number
	Sheets  []reading.SheetUse `json:"sheets,omitempty"`
	Columns []reading.Column   `json:"columns,omitempty"`
	Rows    []reading.RowUse   `json:"rows,omitempty"`
}

// figureAnswer is one figure; 0 for a target or denominator that is not given.
type figureAnswer struct {
	Area        string `json:"area"` // period and code: 2024-11/001
	Value       int64  `json:"value"`
	Target      int64  `json:"target"`
	Denominator int64  `json:"denominator"`
}

// answerOf says what was understood. A fault that no row is named for is one of the errors, and
// what is wrong in rows is asked as well: a person can settle it, by a corrected file at the least.
func answerOf(r figures.Reading, fault *content.Error) (a figuresAnswer) {
	a.State, a.Notices, a.Base = r.Outcome, r.Notices, r.Before.ID
	a.Asks = append([]reading.Ask{}, r.Asks...)
	a.Errors = append(append([]figure.Problem{}, r.Problems...), r.Verdict.Errors...)
	a.Warnings = append([]figure.Problem{}, r.Verdict.Warnings...)
	a.Reading = figuresRead{
		RowsIn: r.RowsIn, RowsOut: r.RowsOut, Figures: []figureAnswer{}, Sheets: r.Read.Sheets, Columns: r.Read.Columns, Rows: r.Read.Uses,
	}
	if fault != nil && len(r.Problems)+len(r.Asks) == 0 {
		a.Errors = append(a.Errors, figure.Problem{Vi: fault.Vi, En: fault.En, Kind: figure.Trouble(fault.Code)})
	}
	if len(r.Asks) == 0 {
		for _, p := range r.Problems {
			a.Asks = append(a.Asks, reading.Ask{Role: roleOf(p), Vi: p.Vi, En: p.En, Row: p.Row})
		}
	}
	if len(a.Asks) > 0 || fault != nil {
		return a
	}
	a.Measure, a.Period, a.AsOf, a.Source, a.Units = r.Release.Measure, r.Release.Period, &r.Release.AsOf, r.Release.Source, len(r.Figures)
	a.Reading.AsOf, a.Reading.Source, a.Reading.Period = a.AsOf, a.Source, a.Period
	for _, f := range r.Figures {
		a.Reading.Figures = append(a.Reading.Figures, figureAnswer{f.Area.String(), f.Value, f.Target, f.Denominator})
	}
	return a
}

// roleOf is the role of the column that a problem is about.
func roleOf(p figure.Problem) reading.Role {
	switch p.Kind {
	case figure.NoUnit, figure.UnknownUnit, figure.AmbiguousUnit, figure.CodeAgainstName, figure.DuplicateUnit, figure.MixedLevels:
		return reading.Unit
	case figure.BadTarget:
		return reading.Target
	case figure.BadDenominator, figure.UnnamedDenom:
		return reading.Denominator
	case figure.BadAsOf, figure.DifferentAsOf:
		return reading.AsOf
	case figure.NoSource, figure.DifferentSource:
		return reading.Source
	}
	return reading.Value
}

// unread is the error for figures of which nothing was taken; its answer says what was understood
// all the same.
type unread struct {
	problems
	understood readingAnswer
}

func (u unread) Unwrap() error { return u.problems }
