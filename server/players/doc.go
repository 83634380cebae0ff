// Package players serves the players: the page, the socket and its fallback by polling, media by
// digest, and enrolment.
//
// It owns the players' credentials and enrolment codes, what is acknowledged of their plays, and
// what an answer to a command may hold. It must not know staff, or decide what is on air: that is
// server/air, and server/hub delivers it.
package players
