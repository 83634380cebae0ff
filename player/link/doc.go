// Package link is an agent's connection to the server.
//
// It owns the socket: coming back after a loss without haste, proving the device's key, asking for the time, and the
// gate through which every frame has to pass before it may change the glass.
//
// It must not know a disk, a page or what a programme means.
package link
