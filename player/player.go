package player

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/player/browser"
	"ngatu/player/journal"
	"ngatu/player/link"
	"ngatu/player/mirror"
	"ngatu/player/origin"
	"ngatu/player/page"
	"ngatu/player/protocol"
)

// Player is one agent.
type Player struct {
	cfg     Config
	log     *slog.Logger
	key     ed25519.PrivateKey
	time    *timekeeper
	mirror  *mirror.Mirror
	journal *journal.Journal
	origin  *origin.Origin
	browser *browser.Browser // nil: none
	behind  *backdrop        // nil: none
	zone    zone
	line    line
	release func()

	cancel context.CancelFunc
	wait   sync.WaitGroup
	kick   chan struct{} // holds one token while the status may have changed

	mu      sync.Mutex
	who     identity
	code    enrolment
	gate    *link.Gate // nil until enrolled
	link    *link.Link // nil until enrolled
	kept    map[string]bool
	orders  []protocol.Frame // commands that no page was there for
	done    []string         // IDs of commands that the agent carried out itself, the last ones
	answers []answer         // of those commands, oldest first
	says    map[uint64]protocol.Status
	latest  uint64 // page that spoke last
	bad     string // what went wrong last
	badAt   time.Time
	ups     int // connections so far

	started time.Time
	refused int               // frames and hand-overs
	health  *protocol.Machine // as last felt; not to be changed

	sending sync.Mutex // guards flight
	flight  flight

	lines     lines
	running   context.Context // ends with the agent
	obeying   sync.Mutex      // one command is carried out at a time
	answering sync.Mutex      // and one answer sent
}

// New opens the data folder and all that the agent consists of; nothing listens and nothing is fetched yet. What
// hinders it is a [content.Error].
func New(cfg Config) (*Player, error) {
	p := &Player{cfg: cfg, kept: map[string]bool{}, says: map[uint64]protocol.Status{}, kick: make(chan struct{}, 1), started: time.Now()}
	p.defaults()
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

func (p *Player) defaults() {
	c := &p.cfg
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		machine := MachineClock()
		c.Clock = &machine
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 20 * time.Second}
	}
	if c.Poll <= 0 {
		c.Poll = 3 * time.Second
	}
	if c.Code == nil {
		c.Code = func(string, time.Time) {}
	}
	if c.Enrolled == nil {
		c.Enrolled = func(string) {}
	}
	p.log = slog.New(both{c.Log.Handler(), p.lines.handler()})
}

func (p *Player) open() (err error) {
	dir := p.cfg.Data
	if p.who, err = readIdentity(dir); err != nil {
		return err
	}
	if p.cfg.Server == "" {
		p.cfg.Server = p.who.Server
	}
	if p.cfg.Server, err = link.Address(p.cfg.Server); err != nil {
		return err
	}
	if p.key, err = deviceKey(dir); err != nil {
		return err
	}
	p.time = newTimekeeper(*p.cfg.Clock, dir)
	p.readDone()
	if p.journal, err = journal.Open(dir, 0); err != nil {
		return err
	}
	p.journal.Date(p.date)
	if lost := p.journal.Lost(); lost > 0 {
		p.trouble("part of the journal of plays could not be read")
		p.log.Warn("part of the journal of plays could not be read", "bytes", lost)
	}
	night, err := mirror.ParseWindow(p.cfg.Night)
	if err != nil {
		return err
	}
	if p.mirror, err = mirror.Open(mirror.Config{Dir: dir, Server: p.cfg.Server, Space: p.cfg.Space, Daily: p.cfg.Daily, Night: night, Local: p.local, Log: p.log, Changed: p.changed}); err != nil {
		return err
	}
	upstream := ""
	if p.cfg.Relay {
		upstream = p.cfg.Server
	}
	p.origin = origin.New(origin.Config{
		Relay: upstream, Listen: p.cfg.Listen, Page: http.HandlerFunc(servePage), Build: page.Build(), Enrolment: p.enrolment, Now: p.time.now,
		Frames: p.frames, Medium: p.medium, Plays: p.keepPlays, Status: p.pageSays, Gone: p.pageGone, Beat: p.beat, Report: p.report, Log: p.log,
	})
	if p.cfg.Browser != "" {
		err = p.openBrowser(filepath.Join(dir, "browser"))
	}
	if err == nil && p.browser != nil && p.cfg.Background != "" {
		p.behind, err = newBackdrop(p, p.cfg.Background)
	}
	return err
}

// Start serves the page with what is on the disk, and then looks for the server. It returns once the page is served; a
// port that is taken is a [content.Error]. The agent runs until [Player.Stop], or ctx, ends it.
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
	p.running = ctx
	p.wait.Go(func() { p.connect(ctx) })
	p.wait.Go(func() { p.mirror.Run(ctx) })
	p.wait.Go(func() { p.tell(ctx) })
	p.wait.Go(func() { p.tick(ctx) })
	if p.browser != nil {
		p.wait.Go(func() { p.browser.Run(ctx) })
	}
	if p.behind != nil {
		p.wait.Go(func() { p.behind.run(ctx) })
	}
	return nil
}

// connect enrols where that is needed, and then holds the link.
func (p *Player) connect(ctx context.Context) {
	if p.enrolment().Screen == "" {
		who, err := p.enrol(ctx)
		if err != nil {
			return
		}
		for err = who.save(p.cfg.Data); err != nil; err = who.save(p.cfg.Data) {
			p.trouble(err.Error()) // the code is used up: nobody else can give this identity again
			if !pause(ctx, time.Second) {
				return
			}
		}
		if err := p.become(who); err != nil {
			p.trouble(err.Error())
			return
		}
		p.cfg.Enrolled(who.Screen)
	}
	p.link.Run(ctx)
}

// become makes the player the player of a screen: it takes up what the disk has of it.
func (p *Player) become(who identity) error {
	keys, err := who.keys()
	if err != nil {
		p.trouble(err.Error())
		who.Chain = nil
	}
	gate := link.NewGate(who.Screen, keys)
	good, refused := p.mirror.Frames(func(f protocol.Frame) error {
		_, err := gate.Restore(f, p.time.certain())
		return err
	})
	gate.Remember(p.readObeyed())
	l, err := link.New(link.Config{
		Server: p.cfg.Server, Screen: who.Screen, Key: p.key, Build: p.cfg.Build, Mono: p.cfg.Clock.Mono, Has: gate.Has, Follow: gate.Key,
		Up: p.up, Down: p.down, Frame: p.take, Acked: p.acked, Clock: p.told, Log: p.log,
	})
	if err != nil {
		return err
	}
	p.time.notBefore(gate.Highest())
	p.mu.Lock()
	p.who, p.gate, p.link, p.code = who, gate, l, enrolment{}
	for _, f := range good {
		p.kept[f.Thing()] = true
	}
	p.mu.Unlock()
	if refused > 0 {
		p.trouble("frames on the disk were changed by somebody and are not used")
	}
	p.want()
	return nil
}

// tick does what has to be done from time to time.
func (p *Player) tick(ctx context.Context) {
	p.feel()
	for n := 1; pause(ctx, time.Minute); n++ {
		p.feel()
		p.time.askMachine()
		p.sendPlays()
		if n%10 == 0 {
			p.want() // what is needed next is another by now
			p.saveTime()
		}
	}
}

func (p *Player) saveTime() {
	if err := p.time.save(); err != nil {
		p.trouble(err.Error())
	}
}

// Stop ends everything and returns when it has ended, or when ctx does.
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
	p.saveTime()
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

// Sentence is what to tell a person of an error of [New] or [Player.Start], in Vietnamese and English; ok is false for an
// internal one, whose own text is all there is.
func Sentence(err error) (vi, en string, ok bool) {
	var told *content.Error
	if !errors.As(err, &told) {
		return "", "", false
	}
	return told.Vi, told.En, true
}

var errNotHere = &content.Error{Code: content.NotFound, Vi: "Tệp chưa có ở đây.", En: "The file is not here yet."}
