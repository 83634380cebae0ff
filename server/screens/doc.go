// Package screens is what players call: the page, the socket, media by digest, and enrolment.
//
// It owns who a player is (credentials, enrolment codes) and what of its plays is acknowledged. What is on air is
// server/air's, and how a frame reaches a player server/hub's; staff are not known here.
package screens
