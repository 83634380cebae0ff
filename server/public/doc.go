// Package public is what citizens call: the install page behind the code on a screen.
//
// It owns that page and the count of its openings by screen and hour. It must keep nothing about a
// person: no cookie, address, user agent or log line, and it must not know staff or players.
package public
