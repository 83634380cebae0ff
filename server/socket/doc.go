// Package socket connects players' websockets from a Fiber request to the hub, and reads what they
// send.
//
// It owns the handshake, the limits on what is read, the answer to a clock frame, and the reading
// of every socket. Functions that it gets from its caller say who a player is, where its plays are
// stored, and what its status means. The hub sends frames to players.
//
// It must not know a store, a scheduling rule or a signature. A waiting player costs one goroutine
// with the smallest possible stack: everything deep (the hello, a message, plays on their way to
// the store) runs in a goroutine that ends when it is done.
package socket
