// Package testkit starts real parts for tests: a whole server in a folder of its own, a browser.
//
// It must be known to tests and the bench alone, and hold no expectation: what is right is said
// where it is tested.
package testkit
