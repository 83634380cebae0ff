package content

import (
	"cmp"
	"slices"
	"time"
)

// Cause is what decides when a slide begins or ends to be shown.
type Cause string

// The causes.
const (
	ByNothing     Cause = ""         // nothing does: it goes on until somebody takes it off
	ByItsApproval Cause = "approved" // the instant of its approval: nothing is shown before
	ByItsDates    Cause = "slide"    // its own dates
	ByItsPaper    Cause = "paper"    // the dates that its approval is good for
	ByItsCampaign Cause = "campaign" // the dates of its campaign
	ByOpening     Cause = "opening"  // its campaign is not approved yet, or is gone
	ByClosing     Cause = "closing"  // its campaign was put away
)

// Term is from when to when a slide is to be shown, by what its papers say, and what decides each
// end. What its screens have beside that (airtime, files, figures) is no part of it.
type Term struct {
	From   time.Time // zero with ByItsApproval or ByOpening: when that comes
	Begins Cause
	Until  time.Time // zero: no end is set
	Ends   Cause
	Never  bool   // it ends before it begins
	Hours  bool   // within that, in the hours of its campaign alone
	Held   []Hold // what keeps it off meanwhile, those first that begin first
}

// end is one instant with what decides it.
type end struct {
	at  time.Time
	why Cause
}

// TermOf is the term of a slide in its campaign: of one that is approved as it is, of any other as
// it would be if it were approved at an instant. A beginning that had passed by the approval is the
// approval's. holds are those that keep it off on some of its screens.
func TermOf(s Slide, c Campaign, holds []Hold, at time.Time) Term {
	since := end{s.Approval.At, ByItsApproval}
	if s.State != Approved {
		since.at = at
	}
	begins := []end{since, {s.Valid.From, ByItsDates}, {s.Approval.Valid.From, ByItsPaper}, {c.Valid.From, ByItsCampaign}}
	first := slices.MaxFunc(begins, func(a, b end) int { return a.at.Compare(b.at) })
	t := Term{From: first.at, Begins: first.why, Hours: !c.Hours.Always()}
	if t.From.IsZero() {
		t.Begins = ByNothing
	}
	ends := slices.DeleteFunc([]end{{s.Valid.Until, ByItsDates}, {s.Approval.Valid.Until, ByItsPaper}, {c.Valid.Until, ByItsCampaign}},
		func(e end) bool { return e.at.IsZero() })
	if len(ends) > 0 {
		last := slices.MinFunc(ends, func(a, b end) int { return a.at.Compare(b.at) })
		t.Until, t.Ends = last.at, last.why
		t.Never = !t.Until.After(t.From)
	}
	switch {
	case c.Stage == Ended:
		t.Ends, t.Until, t.Never = ByClosing, time.Time{}, true
	case !c.Runs() && !t.From.After(at):
		t.From, t.Begins = time.Time{}, ByOpening
	case s.State != Approved && t.Begins == ByItsApproval:
		t.From = time.Time{}
	}
	for _, h := range holds {
		if !h.Over(at) && h.Keeps(s) {
			t.Held = append(t.Held, h)
		}
	}
	slices.SortFunc(t.Held, func(a, b Hold) int { return cmp.Or(a.Begins().Compare(b.Begins()), cmp.Compare(a.ID, b.ID)) })
	return t
}
