package protocoltest

import (
	"crypto/ed25519"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Origin is one running origin with one enrolled screen that has a screen frame, a programme and
// figures.
type Origin struct {
	URL    string // "http://127.0.0.1:port"
	Screen string // code of the screen

	// How the screen proves itself: a token, or a signature over [protocol.HelloText], or neither
	// if the origin asks for nothing (the agent serves its own page).
	Token string
	Prove func(challenge string) []byte

	Keys []ed25519.PublicKey // that sign its frames; none: signatures are not checked

	ChangeProgramme func(testing.TB) // changes the programme of the screen's audience, which gives another frame
	ChangeFigures   func(testing.TB) // changes a figure on one of its boards

	// Runs lists the sequences stored of a journal of this screen, in any sequence, as often as
	// they are stored; nil: the origin takes no plays.
	Runs func(t testing.TB, journal string) []int64

	Polls bool // it also speaks long polling, to a player that need not prove a key

	Medium []byte // a medium that it has; none: it serves no media

	// Shutdown begins a regular end, as a signal would. The suite calls it last. nil: left out.
	Shutdown func(testing.TB)

	Patience time.Duration // how long a frame may take, on a busy machine too; 0: 30 s
	Quiet    time.Duration // how long the suite waits to see that nothing comes; 0: 150 ms
}

func (o Origin) patience() time.Duration {
	if o.Patience > 0 {
		return o.Patience
	}
	return 30 * time.Second
}

func (o Origin) quiet() time.Duration {
	if o.Quiet > 0 {
		return o.Quiet
	}
	return 150 * time.Millisecond
}

func (o Origin) medium() content.Digest { return content.DigestOf(o.Medium) }

// hello is the screen's hello over a challenge.
func (o Origin) hello(challenge string, has map[string]string) protocol.Hello {
	h := protocol.Hello{Version: protocol.Version, Screen: o.Screen, Token: o.Token, Has: has, Width: 432, Height: 216, Build: "test"}
	if o.Prove != nil {
		h.Proof, h.Relay = o.Prove(challenge), true
	}
	return h
}
