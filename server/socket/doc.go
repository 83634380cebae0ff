// Package socket is the way of a player's websocket from a Fiber request into the hub, and what the player says on it.
//
// It owns the handshake, the limits on what is read, the answer to a clock frame and the reading of every socket. Who a
// player is, where its plays are stored and what its status means are functions that it is given; frames to players are
// the hub's.
//
// It must not know a store, a rule of scheduling or a signature. A waiting player costs one goroutine with the smallest
// stack there is: whatever is deep (the hello, a message, plays on their way to the store) runs in a goroutine that ends
// when it is done.
package socket
