package content

import "errors"

// Code tells machines what kind of failure an [Error] is.
type Code string

// The codes. A route maps each to one HTTP status; anything that is not an [Error] is internal and
// its text stays hidden.
const (
	Invalid   Code = "invalid"   // the input cannot be used as it is
	NotFound  Code = "not_found" // what was named does not exist
	Conflict  Code = "conflict"  // the thing is in a state that forbids the act
	Denied    Code = "denied"    // the person or screen may not do this
	TooLarge  Code = "too_large" // a limit on bytes, pixels or count was passed
	TooMany   Code = "too_many"  // a limit on attempts in a time was passed
	Damaged   Code = "damaged"   // stored bytes are not what their digest says
	Missing   Code = "missing"   // a program or part of the machine that is needed is not there
	Exhausted Code = "exhausted" // disk or memory ran out
	Away      Code = "away"      // a machine beside the server that is needed does not answer for a while; the sentence names none
)

// Error is a failure told to a person: what happened, to what, and what to do next, in Vietnamese
// with English beside it.
type Error struct {
	Code Code
	Vi   string // the sentence in Vietnamese
	En   string // the same in English
	Err  error  // the cause, for the log; may be nil
}

// Error is the Vietnamese sentence followed by the English one; the cause is for the log alone.
func (e *Error) Error() string { return e.Vi + " · " + e.En }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of the first [Error] in err's chain, or "" if there is none: an internal
// failure.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
