package protocol

import (
	"strconv"
	"strings"
	"time"
)

// Codes with which a server closes a socket. Those from 4000 on are Ngatu's own, the others are
// from RFC 6455 and IANA.
const (
	CloseNormal   = 1000
	CloseGone     = 1001
	CloseBad      = 1007 // not a frame
	ClosePolicy   = 1008 // too much, or too often
	CloseTooLarge = 1009
	CloseInternal = 1011
	CloseRestart  = 1012 // the reason says when to reconnect
	CloseVersion  = 4400 // the server does not speak the hello's version
	CloseDenied   = 4401 // the hello's proof or token is not valid: trying again does not help
	CloseHello    = 4402 // no hello, or an unreadable one
	CloseSlow     = 4408 // did not keep up; reconnect with what it has
	CloseDropped  = 4409 // staff removed the screen or renewed its credential
)

// maxRetry bounds what a close frame can ask of a player. The threat: a longer wait would silence
// it.
const maxRetry = 10 * time.Minute

// RetryReason is the reason of a CloseRestart: when to reconnect.
func RetryReason(wait time.Duration) string {
	return "retry=" + strconv.FormatInt(wait.Milliseconds(), 10)
}

// RetryAfter reads a RetryReason, at most maxRetry.
func RetryAfter(reason string) (time.Duration, bool) {
	ms, ok := strings.CutPrefix(reason, "retry=")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(ms, 10, 64)
	if err != nil || n < 0 {
		return 0, false
	}
	if n > maxRetry.Milliseconds() {
		return maxRetry, true
	}
	return time.Duration(n) * time.Millisecond, true
}

// ChallengeHeader is the header of the handshake's answer with the challenge that an agent signs.
const ChallengeHeader = "Ngatu-Challenge"

// ScreenHeader is the header of the handshake in which an agent says which screen it speaks for, so
// that another agent that serves a hall can tell it from a page and pass it on. It proves nothing;
// the hello does.
const ScreenHeader = "Ngatu-Screen"
