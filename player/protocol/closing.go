package protocol

import (
	"strconv"
	"strings"
	"time"
)

// Codes with which a server closes a socket. Those of 4000 and more are Ngatu's own, the others RFC 6455's and IANA's.
const (
	CloseNormal   = 1000
	CloseGone     = 1001
	CloseBad      = 1007 // not a frame
	ClosePolicy   = 1008 // too much, or too often
	CloseTooLarge = 1009
	CloseInternal = 1011
	CloseRestart  = 1012 // the reason says when to come back
	CloseVersion  = 4400 // a hello of a version that this server does not speak
	CloseDenied   = 4401 // the hello's proof or token is not good: coming back does not help
	CloseHello    = 4402 // no hello, or one that cannot be read
	CloseSlow     = 4408 // did not keep up; come back with what it has
	CloseDropped  = 4409 // staff removed the screen or renewed its credential
)

// maxRetry bounds what a close frame can ask of a player; more would be a way to silence it.
const maxRetry = 10 * time.Minute

// RetryReason is the reason of a CloseRestart: when to come back.
func RetryReason(wait time.Duration) string {
	return "retry=" + strconv.FormatInt(wait.Milliseconds(), 10)
}

// RetryAfter reads a RetryReason; ten minutes are the most that is believed.
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

// ScreenHeader is the header of the handshake by which an agent says which screen it speaks for, so that another agent
// that serves a hall can tell it from a page and pass it on. It proves nothing; the hello does.
const ScreenHeader = "Ngatu-Screen"
