package figure

import "fmt"

// Trouble tells machines what kind of problem a [Problem] is.
type Trouble string

// The kinds of problem.
const (
	NoRows          Trouble = "no_rows"             // nothing to take at all
	NoUnit          Trouble = "no_unit"             // neither code nor name
	UnknownUnit     Trouble = "unknown_unit"        // no unit of the period has the code or name
	AmbiguousUnit   Trouble = "ambiguous_unit"      // several have
	CodeAgainstName Trouble = "code_against_name"   // they name different units
	DuplicateUnit   Trouble = "duplicate_unit"      // an earlier row is of the same unit
	BadValue        Trouble = "bad_value"           // missing, or no whole number from 0 on
	BadTarget       Trouble = "bad_target"          // no whole number from 0 on
	BadDenominator  Trouble = "bad_denominator"     // no whole number from 1 on
	OverDenominator Trouble = "over_denominator"    // the value is greater than that which it is part of
	UnnamedDenom    Trouble = "unnamed_denominator" // a denominator that does not say of what
	BadAsOf         Trouble = "bad_as_of"           // missing, or no date
	DifferentAsOf   Trouble = "different_as_of"     // a release is of one instant
	NoSource        Trouble = "no_source"
	TotalDiffers    Trouble = "total_differs" // a row of totals does not agree with the rows above it
)

// Problem is why a row, and with it the whole file, was not taken: told to staff, Vietnamese first.
type Problem struct {
	Row  int     `json:"row"`  // as the sheet numbers it; 0 where it is about the whole
	Seen string  `json:"seen"` // the text in question
	Kind Trouble `json:"kind"`
	Vi   string  `json:"vi"` // what is wrong and what to do, in Vietnamese
	En   string  `json:"en"` // the same in English
}

// String is both sentences, each with the row.
func (p Problem) String() string {
	if p.Row == 0 {
		return p.Vi + " · " + p.En
	}
	return fmt.Sprintf("Dòng %d: %s · Row %d: %s", p.Row, p.Vi, p.Row, p.En)
}

// clip shortens what was seen so that one cell cannot fill the report.
func clip(text string) string {
	const most = 80 // letters
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}

// faultWords says in both languages what is wrong with what was written, and what to write.
func faultWords(f Fault) (vi, en string) {
	switch f {
	case Empty:
		return "còn trống: hãy điền số", "is empty: fill in the number"
	case NotWhole:
		return "không phải số nguyên: hãy ghi đủ số đếm, không làm tròn", "is not a whole number: write the full count, not rounded"
	case IsPercent:
		return "là phần trăm: hãy ghi số đếm, phần trăm sẽ được tính", "is a percentage: write the count, the percentage is reckoned"
	case Negative:
		return "là số âm: hãy kiểm tra lại", "is negative: check it"
	case TooGreat:
		return "quá lớn: hãy kiểm tra lại", "is too great: check it"
	}
	return "không phải là số: hãy ghi số nguyên, ví dụ 1.633.840", "is not a number: write a whole number such as 1,633,840"
}
