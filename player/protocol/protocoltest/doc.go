// Package protocoltest is the contract of an origin. Everything that serves players, the server and
// the agent, passes [Run] over real HTTP and a real websocket.
//
// It must not know how an origin is made: a test supplies an [Origin] with functions that make
// things change.
package protocoltest
