// Package hub holds the sockets of this node and sends them frames by topic or by screen.
//
// It owns the newest frame of each thing of a topic, the listeners of each topic, which screens are
// here (presence), and the bounded backlog of every player that is slower than its frames. A frame
// is encoded and compressed once, as is what the bodies of a batch have in common, and its bytes are
// written to every socket. No player has a goroutine or a channel for writing, and none can hold up
// another.
//
// It must not know a store, a scheduling rule, an HTTP request or how a socket is read:
// server/socket reads, and callers choose the topics, such as "audience/<key>" or "board/<id>".
//
// Locks are taken in this order: shard, topic, session.
package hub
