// Package air keeps every audience, screen and board at its newest frame: it follows the store,
// makes again what a change touches, signs it, keeps it for the record and hands it to the hub. It
// owns no rule: eligibility and time are content's, looks are content/layout's. It must not know a
// request, a socket or a file that came in.
//
// Its rooms, each of which knows only those before it:
//
//	gather   reads the store and follows its log
//	crowd    gathers screens into audiences
//	draw     lays slides out, and makes what one screen or board is sent
//	scene    what plans are made of, and what a change touches
//	answer   answers people: reach, what is on at an instant, why a slide is not on
//	command  hands screens the commands that staff gave
//
// Where the log does not say enough, everything is read, which comes to the same frames
// (follow_test.go).
package air
