// Package press puts prepared takeovers on while the database is away, at this server alone.
//
// It owns the presses that were made like that: a signed file for each, written to the disk before
// any screen shows it, until it has entered the database. It must not know how frames are made,
// which is air's, nor what a takeover may be, which is content's.
package press
