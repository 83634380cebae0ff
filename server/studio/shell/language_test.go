package shell

import (
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/hours"
)

// Dates and spans read as people of each language write them, in the city's time.
func TestDatesFollowTheLanguage(t *testing.T) {
	from := time.Date(2026, 12, 1, 7, 5, 0, 0, area.Local).UTC()
	until := time.Date(2027, 1, 6, 0, 0, 0, 0, area.Local)
	for _, c := range []struct {
		span   hours.Span
		vi, en string
	}{
		{hours.Span{From: from, Until: until}, "từ 07:05 01/12/2026 đến 00:00 06/01/2027", "07:05, 1 Dec 2026 to 00:00, 6 Jan 2027"},
		{hours.Span{Until: until}, "đến 00:00 06/01/2027", "until 00:00, 6 Jan 2027"},
		{hours.Span{From: from}, "từ 07:05 01/12/2026", "from 07:05, 1 Dec 2026"},
		{hours.Span{}, "", ""},
	} {
		if got := Vietnamese.Span(c.span); got != c.vi {
			t.Errorf("%v: %q", c.span, got)
		}
		if got := English.Span(c.span); got != c.en {
			t.Errorf("%v: %q", c.span, got)
		}
	}
}
