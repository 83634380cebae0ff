package socket

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Knock is a hello that has not been accepted yet.
type Knock struct {
	Challenge string // sent by the handshake in Ngatu-Challenge; an agent's Proof signs it
	Hello     protocol.Hello
}

// Options are what the socket needs of the server. Hub, Accept and Now are required.
type Options struct {
	Hub *hub.Hub

	// Accept says who the player is and what it gets, or refuses. A content.Error of code Denied or
	// NotFound tells the player that trying again does not help; after any other error it may. The
	// socket itself sets Player.Has, Relay and Compress, sends the welcome before Player.Frames,
	// and completes its Version and Now.
	Accept func(context.Context, Knock) (hub.Player, protocol.Welcome, error)

	// OnPlays stores runs and says up to which one all are stored. Each player has its own
	// goroutine for it, and it may take its time. After an error nothing is acknowledged, and the
	// player sends again. nil: plays are ignored.
	OnPlays func(context.Context, *hub.Session, protocol.Plays) (protocol.Acked, error)

	// OnStatus gets a player's status; the hub's presence has it already. nil: nobody else gets it.
	OnStatus func(*hub.Session, protocol.Status)

	// OnAnswer gets the answer to a command. Each player has its own goroutine for it, and it may
	// take its time. nil: answers are ignored.
	OnAnswer func(context.Context, *hub.Session, protocol.Answer)

	// Build is the build that a page should be of, for pages that stay connected while it changes; "":
	// nothing is said. nil: pages hear of it in the welcome alone.
	Build func() string

	// Allow says whether a screen may send so many more bytes. Messages over the limit are ignored.
	// nil: no limit.
	Allow func(screen string, bytes int) bool

	// Check refuses a handshake from a page of another site; nil: Origin is compared with Host.
	// NoUpgrade is called for a handshake that lost its Upgrade header on the way; nil: not called.
	Check     func(*fiber.Ctx) error
	NoUpgrade func(*fiber.Ctx)

	// Taken is called before a connection becomes a socket; false: it is closed already. Left is
	// called when it has ended. They are for counting connections; nil: not called.
	Taken func(net.Conn) bool
	Left  func(remote net.Addr)

	Now     func() int64  // the server's time in Unix milliseconds
	HelloIn time.Duration // a player that says no hello for so long is closed; 0: 10 s
	Log     *slog.Logger  // nil: nothing is logged
}

// Farewell is a refusal by Accept with a frame for the player, which is sent before the close.
type Farewell struct {
	Frame protocol.Frame
	Err   error
}

func (f *Farewell) Error() string { return string(f.Frame.Type) + ": " + f.Err.Error() }

// Unwrap gives the refusal itself.
func (f *Farewell) Unwrap() error { return f.Err }

// workLimit bounds Accept, OnPlays and OnAnswer.
const workLimit = 30 * time.Second

// maxHellos is how many hellos are worked on at once. When power returns in a district, thousands
// come in the same second, and what each needs of the database and memory must not add up.
const maxHellos = 64

// server is Options in use.
type server struct {
	Options
	hellos chan struct{} // holds a token for each hello that is worked on
	hurry  hurry
}

// hurry bounds the time for a hello. All hellos of one workLimit share it: if each had its own
// timer and context, that would be a sixteenth of all garbage when ten thousand players reconnect
// at once.
type hurry struct {
	mu    sync.Mutex
	ctx   context.Context
	until time.Time // then the next one begins
}

// now is a context that ends after workLimit, or up to twice that.
func (h *hurry) now() context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := time.Now(); !now.Before(h.until) {
		ctx, cancel := context.WithTimeout(context.Background(), 2*workLimit)
		context.AfterFunc(ctx, cancel)
		h.ctx, h.until = ctx, now.Add(workLimit)
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
	if o.Check == nil {
		o.Check = sameHost
	}
	if o.NoUpgrade == nil {
		o.NoUpgrade = func(*fiber.Ctx) {}
	}
	if o.Taken == nil {
		o.Taken, o.Left = func(net.Conn) bool { return true }, func(net.Addr) {}
	}
	return &server{Options: o, hellos: make(chan struct{}, maxHellos)}
}

// newChallenge is 128 random bits in letters and digits.
func newChallenge() string { return rand.Text() }

// closeFor is the close code and the reason for a refused hello.
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
