// Package link is an agent's connection to the server.
//
// It owns the socket: reconnecting without haste after a loss, proving the device's key, asking for
// the time, and the gate that every frame has to pass before it may change the glass. It must not
// know a disk, a page or what a programme means.
package link
