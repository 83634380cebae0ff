//go:build !linux

package edge

import "net"

const movesKnown = false

func movesOf(*net.TCPConn) (moves, bool) { return moves{}, false }
