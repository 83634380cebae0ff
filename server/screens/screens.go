package screens

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"sync"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/player/page"
	"ngatu/player/protocol"
	"ngatu/server/air"
	"ngatu/server/hub"
	"ngatu/server/socket"
)

// Options are the parts that the routes of players work with.
type Options struct {
	Store   *store.Store
	Media   *blob.Folder
	Hub     *hub.Hub
	Air     *air.Air
	Trusted []ed25519.PublicKey // what agents pin at enrolment: the working key and the recovery key
	Chain   []protocol.Handover // all hand-overs to other working keys, oldest first; the last is to Trusted[0]
	Now     func() int64        // the server's time, Unix milliseconds
	Log     *slog.Logger

	// Open says which screens need no credential: those of a demonstration's wall. nil: none.
	Open func(content.Screen) bool
	// Page reads the page from a folder at each request, for working on it; "": the one in the binary.
	Page string
}

// Screens answers players.
type Screens struct {
	Options
	asks     limiter
	live     live
	polls    polls
	media    *shelf
	decoding sync.Mutex // of pictures in answers
	stop     context.CancelFunc
	done     chan struct{}
}

// New makes the routes' owner.
func New(o Options) *Screens {
	return &Screens{Options: o, media: newShelf(o.Media)}
}

// Routes adds what players call. The app has to serve a listener of socket.Listen.
func (s *Screens) Routes(app fiber.Router) {
	app.Get(protocol.PathPage, s.index)
	app.Get(protocol.PathPage+"/:file", s.file)
	options := socket.Options{Hub: s.Hub, Accept: s.accept, OnPlays: s.plays, OnStatus: s.status, OnAnswer: s.answer, Now: s.Now, Log: s.Log}
	app.Get(protocol.PathSocket, socket.Handler(options))
	s.polls.dial = socket.Local(options)
	app.Post(protocol.PathPoll, s.polls.serve)
	app.Get(protocol.PathMedia+":digest", s.media.serve)
	app.Post(protocol.PathEnrol, s.enrol)
	app.Post(protocol.PathEnrol+"/poll", s.poll)
}

// Build is the build of the page that is served.
func (s *Screens) Build() string { return s.set().Build() }

func (s *Screens) set() *page.Set {
	if s.Page != "" {
		if set, err := page.Disk(s.Page); err == nil {
			return set
		}
	}
	return page.Embedded()
}
