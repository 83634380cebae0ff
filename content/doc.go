// Package content is the domain of Ngatu: what may be shown, where, when and for how long.
//
// It owns the nouns (slide, campaign, screen, audience, plan, programme) and the rules over them:
// who is in an audience, what is eligible, what needs approval, and [Resolve], the pure function
// from a plan to a programme.
//
// It must not know a clock, a disk, a socket, a database or a goroutine: instants are arguments,
// and the standard library is all it imports.
package content
