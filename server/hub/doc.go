// Package hub holds the sockets of this node and hands them frames by topic or by screen.
//
// It owns the newest frame of each thing of a topic, who listens to which topic, who is here (presence), and the bounded
// backlog of every player that is slower than the frames. A frame is encoded and compressed once and its bytes are
// written to every socket; no player has a goroutine or a channel for writing, and none can hold up another.
//
// It must not know a store, a rule of scheduling, an HTTP request or how a socket is read: server/socket reads, and
// topics are names that its callers choose, such as "audience/<key>" or "board/<id>".
//
// Locks are taken in the order shard, topic, session.
package hub
