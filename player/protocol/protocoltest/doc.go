// Package protocoltest is the contract of an origin: whatever serves players, the server as well as the agent, passes
// [Run] over real HTTP and a real websocket.
//
// It must not know how an origin is made: a test supplies an [Origin] with what the suite needs to turn its wheels.
package protocoltest
