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
	ID      string          `json:"id,omitempty" doc:"Of the release or draft, or of the sheet that waits; none after a dry run"`
	Taken   bool            `json:"taken" doc:"They are on the boards"`
	State   figures.Outcome `json:"state,omitempty" doc:"What became of them; waiting: a person has to answer, held: to release them"`
	Measure string          `json:"measure,omitempty" doc:"What is counted"`
	Period  area.Period     `json:"period,omitempty" doc:"Whose list of units holds: 2024-11, 2025-01, 2025-07, or a list of bodies"`
	AsOf    *time.Time      `json:"as_of,omitempty" doc:"The instant that all of the figures are of"`
	Source  string          `json:"source,omitempty" doc:"Who counted"`
	Units   int             `json:"units" doc:"How many units have a figure"`
	Base    string          `json:"base,omitempty" doc:"ID of the release that they were compared with"`
	Notices []store.Notice  `json:"notices,omitempty" doc:"What staff are told besides"`
	Understood
}

// Understood is what a sheet was understood as, what of it is not certain, and what the checks
// found. A reading with asks has no figures. It is exported because the description looks into what
// answers embed.
type Understood struct {
	Reading  figuresRead      `json:"reading" doc:"What the sheet was understood as"`
	Asks     []reading.Ask    `json:"asks" doc:"What is not certain; empty where nothing had to be asked"`
	Errors   []figure.Problem `json:"errors" doc:"What keeps the figures off the boards"`
	Warnings []figure.Problem `json:"warnings" doc:"What looks odd and keeps nothing back"`
}

type figuresRead struct {
	Figures []figureAnswer     `json:"figures" doc:"One for each unit; none while something is asked"`
	AsOf    *time.Time         `json:"as_of,omitempty" doc:"The instant that all of the figures are of"`
	Source  string             `json:"source,omitempty" doc:"Who counted"`
	Period  area.Period        `json:"period,omitempty" doc:"Whose list of units holds"`
	RowsIn  int                `json:"rows_in" doc:"Rows of the sheet below its header"`
	RowsOut int                `json:"rows_out" doc:"Of these, those whose use is known: the same number"`
	Sheets  []reading.SheetUse `json:"sheets,omitempty" doc:"What became of each sheet of a workbook"`
	Columns []reading.Column   `json:"columns,omitempty" doc:"What each column is for"`
	Rows    []reading.RowUse   `json:"rows,omitempty" doc:"What became of each row below the header"`
}

// figureAnswer is one figure; 0 for a target or denominator that is not given.
type figureAnswer struct {
	Area        string `json:"area" doc:"The unit, as period/code: 2024-11/001"`
	Value       int64  `json:"value" doc:"The count"`
	Target      int64  `json:"target" doc:"What is to be reached; 0: not given"`
	Denominator int64  `json:"denominator" doc:"Of how many; 0: not given"`
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
	understood Understood
}

func (u unread) Unwrap() error { return u.problems }
