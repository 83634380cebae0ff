package hours

import "time"

// Span is a stretch of time: from From on, up to but without Until. A zero From has no beginning, a
// zero Until no end; the zero Span is always.
type Span struct {
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Contains reports whether t lies in the span.
func (s Span) Contains(t time.Time) bool {
	return (s.From.IsZero() || !t.Before(s.From)) && (s.Until.IsZero() || t.Before(s.Until))
}

// Next is the first instant strictly after t at which Contains changes; false where it never does.
func (s Span) Next(t time.Time) (time.Time, bool) {
	switch {
	case s.Empty():
		return time.Time{}, false
	case !s.From.IsZero() && t.Before(s.From):
		return s.From, true
	case !s.Until.IsZero() && t.Before(s.Until):
		return s.Until, true
	}
	return time.Time{}, false
}

// Empty reports whether no instant lies in the span: it ends before, or as, it begins.
func (s Span) Empty() bool {
	return !s.From.IsZero() && !s.Until.IsZero() && !s.From.Before(s.Until)
}

// Cut is what s and other have in common; false where that is nothing.
func (s Span) Cut(other Span) (Span, bool) {
	if s.From.IsZero() || other.From.After(s.From) {
		s.From = other.From
	}
	if s.Until.IsZero() || !other.Until.IsZero() && other.Until.Before(s.Until) {
		s.Until = other.Until
	}
	return s, !s.Empty()
}

// Check refuses a span that no instant lies in.
func (s Span) Check() error {
	if s.Empty() {
		return &Error{
			Vi: "Ngày kết thúc phải sau ngày bắt đầu.",
			En: "The end must come after the beginning.",
		}
	}
	return nil
}
