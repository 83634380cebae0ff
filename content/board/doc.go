// Package board says what a board of figures prints: its lines, its words, and how much room they
// need. It knows neither where releases are kept nor how values travel to a screen.
package board
