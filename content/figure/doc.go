// Package figure is the numbers of the campaign: what is measured, what was released when and by
// whom, and what a board shows of it.
//
// It owns the way from the rows of a sheet to figures of areas ([Match]): all rows of a file are
// understood, or each that is not is named and nothing is taken. It owns the arithmetic of boards
// and the Vietnamese writing of numbers.
//
// It must not know files, sheets, slides, stores or the clock: rows and instants are arguments, and
// besides the standard library it imports [ngatu/content/area] alone.
package figure
