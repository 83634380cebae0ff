// Package mandate is who may do what where: roles that hold for an area and what lies below it, or
// for a pool of airtime, from an instant until another, and the rule that judges by them.
//
// A [Mandate] is a role with its bounds. An [Act] is something that a person may or may not do, and
// which roles may do it is written down here, once. A [Subject] is what an act is done to: the
// areas and the pool that a slide, campaign, takeover or hold names, or the place where a screen
// stands. It is what is named that counts, never which screens happen to match today, so nobody's
// say grows because a screen was moved. What names no area is for the whole city.
//
// It owns these rules. It must not know accounts, sessions or pages: server/signin keeps those. It
// does no I/O and reads no clock.
package mandate
