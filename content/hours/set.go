package hours

import (
	"fmt"
	"time"
)

// Limits of a [Set]: far beyond what a campaign or a hall needs, and small enough that a scan stays
// cheap.
const (
	MaxParts      = 50  // of a set, and of one exception
	MaxExceptions = 400 // a year of dates and some
)

// Part is a stretch of the local day that comes again on each of its weekdays. One that ends at or
// before its beginning crosses midnight and belongs to the weekday on which it starts; equal ends
// make it 24 hours long, so the zero Part is every whole day.
type Part struct {
	Days  Weekdays `json:"days,omitzero"`
	From  Clock    `json:"from"`
	Until Clock    `json:"until"`
}

// Exception replaces what starts on one local date; what started the evening before still runs to
// its end. Without parts nothing starts that day. The weekdays of its parts are ignored.
type Exception struct {
	Date  Date   `json:"date"`
	Parts []Part `json:"parts,omitempty"`
}

// Set is the hours at which something is open: the union of its parts, with exceptions by date.
// Without parts it is open on every day that is no exception; the empty Set is always.
//
// Its methods allocate nothing (Open: only its answer) and expect a set that passed Check.
type Set struct {
	Parts  []Part      `json:"parts,omitempty"`
	Except []Exception `json:"except,omitempty"`
}

// Always reports whether the set is empty, and so open at every instant.
func (s Set) Always() bool { return len(s.Parts) == 0 && len(s.Except) == 0 }

// Check refuses what goes beyond the limits, times outside the day, and dates that are wrong or
// come twice. Errors are [*Error].
func (s Set) Check() error {
	if len(s.Except) > MaxExceptions {
		return &Error{
			Vi: fmt.Sprintf("Có %d ngày ngoại lệ, nhiều nhất là %d: hãy bỏ các ngày đã qua.", len(s.Except), MaxExceptions),
			En: fmt.Sprintf("There are %d exception dates, %d at most: remove those that are past.", len(s.Except), MaxExceptions),
		}
	}
	if err := checkParts(s.Parts); err != nil {
		return err
	}
	seen := make(map[Date]bool, len(s.Except))
	for _, e := range s.Except {
		if err := e.Date.Check(); err != nil {
			return err
		}
		if err := checkParts(e.Parts); err != nil {
			return err
		}
		if seen[e.Date] {
			return &Error{
				Vi: fmt.Sprintf("Ngày ngoại lệ %s có hai lần: hãy gộp các giờ của ngày đó lại.", e.Date),
				En: fmt.Sprintf("The exception date %s comes twice: put its hours together.", e.Date),
			}
		}
		seen[e.Date] = true
	}
	return nil
}

func checkParts(parts []Part) error {
	if len(parts) > MaxParts {
		return &Error{
			Vi: fmt.Sprintf("Có %d khung giờ, nhiều nhất là %d: hãy gộp bớt lại.", len(parts), MaxParts),
			En: fmt.Sprintf("There are %d dayparts, %d at most: join some of them.", len(parts), MaxParts),
		}
	}
	for _, p := range parts {
		if p.From < 0 || p.From >= Midnight || p.Until < 0 || p.Until > Midnight || p.Days > EveryDay {
			return &Error{
				Vi: fmt.Sprintf("Khung giờ %s–%s không dùng được: bắt đầu từ 00:00 đến 23:59, kết thúc muộn nhất 24:00.", p.From, p.Until),
				En: fmt.Sprintf("The daypart %s–%s cannot be used: it starts between 00:00 and 23:59 and ends at 24:00 at the latest.", p.From, p.Until),
			}
		}
	}
	return nil
}

// Contains reports whether the set is open at t, by the wall clock of zone.
func (s Set) Contains(t time.Time, zone *time.Location) bool {
	if s.Always() {
		return true
	}
	_, offset := t.In(zone).Zone()
	local := t.Unix() + int64(offset)
	return s.reach(local) > local
}

// Next is the first instant strictly after t at which Contains changes, in UTC; false where it
// never does.
func (s Set) Next(t time.Time, zone *time.Location) (time.Time, bool) {
	if s.Always() {
		return time.Time{}, false
	}
	open, at := s.Contains(t, zone), t.Unix()
	for {
		from, quiet := at, at+quietDays*secondsPerDay
		for at < quiet {
			now, next := s.stretch(at, quiet, zone)
			if now != open {
				return time.Unix(at, 0).UTC(), true
			}
			at = next
		}
		more := false
		if at, more = s.exceptionAfter(from, quiet); !more {
			return time.Time{}, false
		}
	}
}

// Open lists the stretches in [from, until) at which the set is open: sorted, as long as they can
// be (no two touch), cut to the window, in UTC. Between them it is closed.
func (s Set) Open(from, until time.Time, zone *time.Location) []Span {
	window := Span{From: from.UTC(), Until: until.UTC()}
	if !from.Before(until) {
		return nil
	}
	if s.Always() {
		return []Span{window}
	}
	end := until.Unix()
	if until.Nanosecond() > 0 {
		end++
	}
	var spans []Span
	joined := int64(0) // end of the last span, to join what a clock change has cut
	for at := from.Unix(); at < end; {
		open, next := s.stretch(at, end, zone)
		switch {
		case open && len(spans) > 0 && joined == at:
			spans[len(spans)-1].Until, joined = time.Unix(next, 0).UTC(), next
		case open:
			spans, joined = append(spans, Span{time.Unix(at, 0).UTC(), time.Unix(next, 0).UTC()}), next
		}
		at = next
	}
	if n := len(spans); n > 0 { // windows need not begin and end on whole seconds
		spans[0], _ = spans[0].Cut(window)
		spans[n-1], _ = spans[n-1].Cut(window)
	}
	return spans
}
