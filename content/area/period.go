package area

import "time"

// Local is the time zone of the city. Vietnam has kept UTC+7 without summer time since 1975, so a
// fixed offset says the same as the zone's data and needs none.
var Local = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// Period names a span of time in which the list of units did not change, by its first month:
// "2024-11".
type Period string

// The periods for which there is data.
const (
	Nov2024 Period = "2024-11" // November and December 2024: 30 districts, 579 communes
	Jan2025 Period = "2025-01" // 1 January to 30 June 2025: 30 districts, 526 communes
	// from 1 July 2025, resolution 1656/NQ-UBTVQH15: no districts, 126 wards and communes
	Jul2025 Period = "2025-07"
)

// Periods lists all periods, oldest first.
func Periods() []Period { return []Period{Nov2024, Jan2025, Jul2025} }

// Known reports whether p is one of [Periods], or of a list of [Bodies].
func (p Period) Known() bool { return p == Nov2024 || p == Jan2025 || p == Jul2025 || p.OfBodies() }

// From is the first instant of p, a midnight in [Local]; zero where p is not known.
func (p Period) From() time.Time {
	switch p {
	case Nov2024:
		return time.Date(2024, time.November, 1, 0, 0, 0, 0, Local)
	case Jan2025:
		return time.Date(2025, time.January, 1, 0, 0, 0, 0, Local)
	case Jul2025:
		return time.Date(2025, time.July, 1, 0, 0, 0, 0, Local)
	}
	return time.Time{}
}

// Until is the first instant after p, a midnight in [Local]; zero where p has no end yet or is not
// known.
func (p Period) Until() time.Time {
	switch p {
	case Nov2024:
		return Jan2025.From()
	case Jan2025:
		return Jul2025.From()
	}
	return time.Time{}
}

// Holds reports whether t lies in p.
func (p Period) Holds(t time.Time) bool {
	if !p.Known() || t.Before(p.From()) {
		return false
	}
	end := p.Until()
	return end.IsZero() || t.Before(end)
}

// PeriodAt is the period that t lies in; false before November 2024, for which there is no data.
func PeriodAt(t time.Time) (Period, bool) {
	for _, p := range Periods() {
		if p.Holds(t) {
			return p, true
		}
	}
	return "", false
}
