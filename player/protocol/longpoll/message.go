package longpoll

import (
	"encoding/json"
	"errors"
	"time"

	"ngatu/player/protocol"
)

const (
	// MaxBody is the largest request, in bytes.
	MaxBody = protocol.MaxPlays + protocol.MaxHello
	// MaxWait is how long a request is held: proxies give up after thirty seconds or more.
	MaxWait = 25 * time.Second

	maxFrames = 16 // in a request
)

// Request brings frames of a page.
type Request struct {
	ID     string            `json:"id"` // "" begins a session; its first frame is a hello
	Frames []json.RawMessage `json:"frames"`
	Wait   int64             `json:"wait"` // milliseconds to hold the request while nothing waits
}

// Answer takes the frames that wait for the page.
type Answer struct {
	ID     string            `json:"id"`
	Node   string            `json:"node,omitempty"` // of several, which has the session: the page names it in the address of the next request
	Frames []json.RawMessage `json:"frames"`
	Closed *End              `json:"closed,omitempty"` // the session is over
}

// End is why a session is over: the close code and reason of its socket.
type End struct {
	Code   int    `json:"code"`
	Reason string `json:"reason"`
}

var errRequest = errors.New("longpoll: not a request, or too many frames in it")

// Decode reads a request.
func Decode(body []byte) (Request, error) {
	var r Request
	if json.Unmarshal(body, &r) != nil || len(r.Frames) > maxFrames {
		return Request{}, errRequest
	}
	return r, nil
}

// Hold is how long to hold the request, [MaxWait] at most.
func (r Request) Hold() time.Duration {
	return time.Duration(min(max(r.Wait, 0), MaxWait.Milliseconds())) * time.Millisecond
}
