// Package journal keeps proof of play on the disk of a screen's computer until the server has
// stored it.
//
// It owns one append-only file of checksummed records: how a run gets there durably, which runs
// still have to be sent, and what survives a power cut, a kill or a bad sector. It gives every run
// the number under which the server counts it exactly once. It must not know a socket, a page, or
// what a run means.
package journal
