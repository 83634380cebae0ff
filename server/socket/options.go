package socket

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Knock is a player at the door.
type Knock struct {
	Challenge string // what the handshake sent in Ngatu-Challenge; an agent's Proof is over it
	Hello     protocol.Hello
}

// Options are what the socket needs of the server. Hub, Accept and Now have to be there.
type Options struct {
	Hub *hub.Hub

	// Accept says who the player is and what it is to hear, or refuses. A content.Error of code Denied or NotFound
	// tells the player that coming back does not help; any other error, that it may. The socket itself fills in
	// Player.Has, Relay and Compress, puts the welcome before Player.Frames, and completes its Version and Now.
	Accept func(context.Context, Knock) (hub.Player, protocol.Welcome, error)

	// OnPlays stores runs and says up to which all are stored. It is called from one goroutine a player, and may take
	// its time. After an error nothing is acknowledged: the player sends again. nil: plays are ignored.
	OnPlays func(context.Context, *hub.Session, protocol.Plays) (protocol.Acked, error)

	// OnStatus hears what a player says of itself; the hub's presence has it already. nil: nobody else hears.
	OnStatus func(*hub.Session, protocol.Status)

	// OnAnswer hears what a command brought to light, from one goroutine a player; it may take its time. nil: answers are
	// ignored.
	OnAnswer func(context.Context, *hub.Session, protocol.Answer)

	Now       func() int64  // the server's time in Unix milliseconds
	HelloIn   time.Duration // a player that says no hello for so long is closed; 0: 10 s
	AnyOrigin bool          // for tests of pages served from elsewhere: do not compare Origin with Host
	Log       *slog.Logger  // nil: nothing is logged
}

// workTime bounds what Accept, OnPlays and OnAnswer may take.
const workTime = 30 * time.Second

// atOnce is how many hellos are worked on at once: when power returns in a district thousands come in the same second, and
// what each needs of the database and of memory while it is let in must not add up.
const atOnce = 64

// server is Options in use.
type server struct {
	Options
	hellos chan struct{} // holds one for each hello that is worked on
	hurry  hurry
}

// hurry is what bounds a hello. Those of one workTime share it: a timer and a context of its own for each would be a
// sixteenth of all that ten thousand players leave to the collector when they come back at once.
type hurry struct {
	mu    sync.Mutex
	ctx   context.Context
	until time.Time // then the next one begins
}

// now is a context that ends after workTime, or up to twice that.
func (h *hurry) now() context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := time.Now(); !now.Before(h.until) {
		ctx, cancel := context.WithTimeout(context.Background(), 2*workTime)
		context.AfterFunc(ctx, cancel)
		h.ctx, h.until = ctx, now.Add(workTime)
	}
	return h.ctx
}

func newServer(o Options) *server {
	if o.HelloIn <= 0 {
		o.HelloIn = 10 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &server{Options: o, hellos: make(chan struct{}, atOnce)}
}

// newChallenge is 128 random bits in letters and digits.
func newChallenge() string { return rand.Text() }

// closeFor is the close code and the reason for a hello that was refused.
func closeFor(err error) (int, string) {
	switch code := content.CodeOf(err); code {
	case content.Denied, content.NotFound:
		return protocol.CloseDenied, string(code)
	case content.Invalid:
		return protocol.CloseHello, string(code)
	case content.TooMany:
		return protocol.CloseRestart, protocol.RetryReason(time.Minute)
	}
	if errors.Is(err, hub.ErrClosing) {
		return protocol.CloseRestart, protocol.RetryReason(5 * time.Second)
	}
	return protocol.CloseInternal, "internal"
}
