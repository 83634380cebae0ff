package content

import "time"

// looksOn is how far beyond an instant a programme must reach for its slot there to be the one of a
// longer programme: a span that goes on for a day counts as long as any, and of its slots, none
// longer than [MaxLoop], the last may hold and the one before it with it.
const looksOn = 3 * MaxLoop * time.Millisecond

// ResolveAt resolves a plan for one instant of [from, until): the slot of that instant is the one
// of the whole window's programme, and what comes days later is not worked out. Errors are those of
// [Resolve].
func ResolveAt(plan Plan, from, until, at time.Time) (Programme, error) {
	if enough := at.Add(looksOn); enough.Before(until) {
		until = enough
	}
	p, _, err := Resolve(plan, from, until)
	return p, err
}
