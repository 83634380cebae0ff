// Package studio is the rooms of the staff put together: the shell that every page stands in, a
// package beside it for each noun, and the one table of all routes with what a person must be
// allowed to do for each.
//
// It owns the table and which parts each room gets. It must not know what a page shows: that is its
// room's.
package studio
