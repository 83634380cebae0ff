// Package public is what citizens call: the install page behind the code on a screen, and the
// boards of figures that screens show, for portals to embed.
//
// It owns these pages, the data and the picture of a board, and the count of openings of the
// install page by screen and hour. It must keep nothing about a person: no cookie, address, user
// agent or log line, and it must not know staff or players.
package public
