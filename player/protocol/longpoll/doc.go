// Package longpoll carries a player's socket over plain requests, for pages behind a proxy that
// breaks websockets.
//
// A session is a socket to the program itself that is kept for a page: the same frames, the same
// checks, the same bounded queue. Each request brings frames and takes those that wait. A lost
// answer ends the session, and the page starts over by saying what it holds. The server and the
// agent both speak it; the contract of an origin (protocoltest) holds both to it.
//
// It must not know routes or who may have a session: its callers decide that.
package longpoll
