// Package hours is algebra over local time: from when until when something is valid ([Span]), at
// which hours and weekdays it may run and on which dates that differs ([Set]).
//
// It owns two questions and answers them as pure functions: is this instant inside, and when does
// that change next. The rule for clocks that jump is one sentence: an instant is inside if the wall
// clock of the zone, read at that instant, is. So a local time that does not exist starts at the
// next that does, and one that comes twice counts both times.
//
// It must not know what is scheduled, nor the clock, nor anything of package content, which is
// built on it: instants and the time zone are arguments. Errors are [*Error]; content gives them
// its own code where staff see them.
package hours
