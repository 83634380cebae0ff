package players

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/player/page"
	"ngatu/player/protocol"
	"ngatu/server/air"
	"ngatu/server/edge"
	"ngatu/server/hub"
	"ngatu/server/socket"
)

// Options are the parts that the routes work with.
type Options struct {
	Store   *store.Store
	Media   blob.Bucket
	Hub     *hub.Hub
	Air     *air.Air
	Workers *worker.Pool        // for pictures that screens send
	Trusted []ed25519.PublicKey // what agents pin at enrolment: the working key and the recovery key
	Key     ed25519.PrivateKey  // the working key
	Chain   []protocol.Handover // all hand-overs between working keys, oldest first; the last is to Trusted[0]
	Now     func() int64        // the server's time in Unix milliseconds
	Log     *slog.Logger
	Edge    *edge.Edge        // tells a request's address
	Lines   *edge.Connections // counts connections; nil: they are not counted

	// Open says which screens need no credential: those of the demo wall. nil: none.
	Open func(content.Screen) bool
	// Page is a folder to read the page from at each request, while working on it; "": the page in
	// the binary.
	Page string
}

// Players serves the players.
type Players struct {
	Options
	asks  *edge.Meter // codes asked for, by address
	every *edge.Meter // codes asked for by all
	said  *edge.Meter // bytes of plays, status and answers, by screen
	loud  rate.Sometimes
	roll  roll
	heads heads
	polls *polls
	pages *pages
	media *shelf

	stop    context.CancelFunc
	running sync.WaitGroup
}

// New makes the routes. [Players.Routes] adds them to an app.
func New(o Options) *Players {
	return &Players{
		Options: o, pages: newPages(o.Store.Nodes, page.Embedded(), o.Log), media: newShelf(o.Media, o.Lines, o.Edge), loud: rate.Sometimes{Interval: time.Minute},
		asks: o.Edge.Meter(asksOfOne, time.Minute), every: o.Edge.Meter(asksOfAll, time.Minute), said: edge.NewMeter(bytesAnHour, time.Hour),
	}
}

// Routes adds what players call. The app has to serve a listener of socket.Listen.
func (p *Players) Routes(app fiber.Router) {
	app.Get(protocol.PathPage, p.index)
	app.Get(protocol.PathPage+"/:file", p.file)
	options := socket.Options{
		Hub: p.Hub, Accept: p.accept, OnPlays: p.plays, OnStatus: p.status, OnAnswer: p.answer, Now: p.Now, Log: p.Log,
		Allow: p.allow,
	}
	if !p.pages.alone() {
		options.Build = func() string { return told(p) }
	}
	p.polls = newPolls(socket.Local(options), p.Store.Nodes.Self(), p.Edge)
	options.Taken, options.Left, options.NoUpgrade = p.Lines.Taken, p.Lines.Left, p.Edge.Upgrade
	options.Check = func(c *fiber.Ctx) error { return p.Edge.CheckOrigin(c, "socket") }
	app.Get(protocol.PathSocket, socket.Handler(options))
	app.Post(protocol.PathPoll, p.polls.serve)
	app.Get(protocol.PathMedia+":digest", p.media.serve)
	app.Post(protocol.PathEnrol, p.enrol)
	app.Post(protocol.PathEnrolOpen, p.open)
	app.Post(protocol.PathEnrolPoll, p.poll)
}

// Build is the build of the page that is served.
func (p *Players) Build() string { return p.set().Build() }

// told is the build that players are told; "": they are told none now.
func told(p *Players) string {
	if p.Page != "" {
		return p.Build()
	}
	return p.pages.says(time.Now())
}

func (p *Players) set() *page.Set {
	if p.Page != "" {
		if set, err := page.Disk(p.Page); err == nil {
			return set
		}
	}
	return p.pages.serves()
}
