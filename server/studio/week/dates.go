package week

import (
	"fmt"

	"ngatu/content/hours"
	"ngatu/server/studio/shell"
)

// moreDates is how many empty rows for dates a form has.
const moreDates = 3

// DateHours is a row of a form for a date with hours of its own; no hours: off all day.
type DateHours struct {
	Number      int // from 1, as fields are named
	Date, Hours string
}

// datesOf are the rows for dates that are kept, with a few empty ones.
func datesOf(except []hours.Exception) []DateHours {
	out := make([]DateHours, len(except)+moreDates)
	for i := range out {
		out[i].Number = i + 1
		if i < len(except) {
			out[i].Date, out[i].Hours = string(except[i].Date), spans(except[i].Parts)
		}
	}
	return out
}

// typedDates are the rows that were sent.
func typedDates(f shell.Form) (out []DateHours) {
	for i := 1; f.Values.Has(fmt.Sprint("date_", i)) && i <= hours.MaxExceptions+moreDates; i++ {
		out = append(out, DateHours{i, f.Field(fmt.Sprint("date_", i)), f.Field(fmt.Sprint("date_hours_", i))})
	}
	return out
}

// except are the dates of the form.
func (w Week) except() (out []hours.Exception, err error) {
	var bad shell.Faults
	for _, row := range w.Dates {
		if row.Date == "" && row.Hours == "" {
			continue
		}
		of := shell.Textf("Ngày riêng, dòng %d", "Dates that differ, row %d", row.Number)
		e := hours.Exception{Date: hours.Date(row.Date)}
		if row.Date == "" {
			bad.Add(shell.At(fmt.Sprint("date_", row.Number), shell.Invalidf("%s: hãy chọn ngày, hoặc để trống cả dòng.", "%s: choose the date, or leave the row empty.", of)))
			continue
		}
		bad.Add(shell.At(fmt.Sprint("date_", row.Number), Within(of, e.Date.Check())))
		e.Parts, err = hours.ParseParts(row.Hours)
		bad.Add(shell.At(fmt.Sprint("date_hours_", row.Number), Within(of, err)))
		out = append(out, e)
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	return out, nil
}
