package player

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/player/backdrop"
	"ngatu/player/browser"
	"ngatu/player/clock"
	"ngatu/player/command"
	"ngatu/player/journal"
	"ngatu/player/link"
	"ngatu/player/mirror"
	"ngatu/player/origin"
	"ngatu/player/protocol"
	"ngatu/player/report"
)

// Player is one agent. Each part guards its own state.
type Player struct {
	cfg     Config
	log     *slog.Logger
	logTail logTail
	key     ed25519.PrivateKey
	started time.Time
	release func() // gives the data folder back

	clock    *clock.Clock
	zone     clock.Zone
	commands *command.Runner
	status   *report.Report
	mirror   *mirror.Mirror
	journal  *journal.Journal
	origin   *origin.Origin
	browser  *browser.Browser   // nil: none
	backdrop *backdrop.Backdrop // nil: none
	kept     kept
	plays    *plays

	cancel context.CancelFunc
	wait   sync.WaitGroup

	mu      sync.Mutex // guards which screen this is, and its connection
	who     identity
	unsaved bool // who is not on the disk
	code    enrolment
	line    string     // state of the connection, see protocol.Line; "" before the first attempt
	gate    *link.Gate // nil until enrolled
	link    *link.Link // nil until enrolled
}

// New opens the data folder and all parts of the agent. Nothing listens and nothing is fetched yet.
// What hinders it is a [content.Error].
func New(cfg Config) (*Player, error) {
	p := &Player{started: time.Now()}
	p.cfg = cfg.withDefaults(func() time.Time { return p.clock.Instant() }) // the clock is opened later
	p.log = slog.New(both{p.cfg.Log.Handler(), p.logTail.handler()})
	if err := openFolder(cfg.Data); err != nil {
		return nil, err
	}
	release, err := lockFolder(cfg.Data)
	if err != nil {
		return nil, err
	}
	p.release = release
	if err := p.open(); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// Start serves the page with what is on the disk, and then looks for the server. It returns once
// the page is served; a port that is taken is a [content.Error]. The agent runs until [Player.Stop]
// or ctx ends it.
func (p *Player) Start(ctx context.Context) error {
	if p.who.Screen != "" {
		if err := p.become(p.who); err != nil {
			return err
		}
	}
	if err := p.origin.Start(); err != nil {
		return err
	}
	ctx, p.cancel = context.WithCancel(ctx)
	for _, run := range []func(context.Context){p.commands.Run, p.connect, p.mirror.Run, p.status.Run, p.tick} {
		p.wait.Go(func() { run(ctx) })
	}
	if p.browser != nil {
		p.wait.Go(func() { p.browser.Run(ctx) })
	}
	if p.backdrop != nil {
		p.wait.Go(func() { p.backdrop.Run(ctx) })
	}
	return nil
}

// tick does what is due every minute.
func (p *Player) tick(ctx context.Context) {
	p.status.Machine(machineStatus(p.cfg.Data, p.browser))
	for n := 1; pause(ctx, time.Minute); n++ {
		p.status.Machine(machineStatus(p.cfg.Data, p.browser))
		p.clock.AskMachine()
		p.plays.sendPending()
		p.keepRest()
		if n%10 == 0 {
			p.want() // what is needed next has changed by now
			saveTime(p.clock, p.status)
		}
	}
}

// saveTime writes down the time for the next start.
func saveTime(c *clock.Clock, status *report.Report) {
	if err := c.Save(); err != nil {
		status.Trouble(err.Error())
	}
}

// Stop ends everything. It returns when all has ended, or when ctx does.
func (p *Player) Stop(ctx context.Context) error {
	if p.cancel != nil {
		p.cancel()
	}
	err := p.origin.Stop(ctx)
	ended := make(chan struct{})
	go func() { p.wait.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-ctx.Done():
		err = errors.Join(err, ctx.Err())
	}
	saveTime(p.clock, p.status)
	return errors.Join(err, p.close())
}

func (p *Player) close() error {
	var err error
	if p.journal != nil {
		err = p.journal.Close()
	}
	p.release()
	return err
}

// Addr is where the page is served, as host:port; "" before [Player.Start].
func (p *Player) Addr() string { return p.origin.Addr() }

// Page is the address of the page in a browser on this computer.
func (p *Player) Page() string {
	address := "http://" + local(p.Addr()) + protocol.PathPage
	if screen := p.enrolment().Screen; screen != "" {
		return address + "?screen=" + screen
	}
	return address
}

// Sentence is what to tell a person about an error of [New] or [Player.Start], in Vietnamese and
// English. ok is false for an internal error, which has no text but its own.
func Sentence(err error) (vi, en string, ok bool) {
	var known *content.Error
	if !errors.As(err, &known) {
		return "", "", false
	}
	return known.Vi, known.En, true
}
