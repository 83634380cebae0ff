// Package protocol is what both ends of Ngatu's socket share: frames, signatures, what a hello
// lacks, which frame of a thing is newer, the clock filter, backoff and paths.
//
// One websocket carries JSON text frames. Every frame is the whole truth of one thing, with a hash,
// so lost, doubled or reordered frames do no harm. The package must not know a socket, a store or a
// page. The page's scripts follow the same rules, and both read the golden frames in testdata.
package protocol

// Version is the version of the wire that this package speaks.
const Version = 1

// Paths that players use, on the server and on the agent alike.
const (
	PathPage   = "/play"
	PathSocket = "/ws"
	PathPoll   = "/poll"   // the same frames by long polling, where a proxy breaks websockets
	PathMedia  = "/media/" // followed by the digest
	PathEnrol  = "/api/enrol"
)
