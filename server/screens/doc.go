// Package screens is what players call: the page, the socket and the poll beside it, media by digest, and enrolment.
//
// It owns who a player is (credentials, enrolment codes), what of its plays is acknowledged, and what a command's answer may be. What is on air is
// server/air's, and how a frame reaches a player server/hub's; staff are not known here.
package screens
