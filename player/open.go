package player

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"

	"ngatu/player/clock"
	"ngatu/player/command"
	"ngatu/player/journal"
	"ngatu/player/link"
	"ngatu/player/mirror"
	"ngatu/player/origin"
	"ngatu/player/page"
	"ngatu/player/protocol"
	"ngatu/player/report"
)

// open makes the parts. Those that the status asks come before anything can report trouble.
func (p *Player) open() (err error) {
	dir := p.cfg.Data
	p.status = report.New(report.Config{
		Clock: func() (protocol.ClockState, int64) { _, state := p.clock.Now(); return state, p.clock.Offset() },
		Media: func() (int, string) { return p.mirror.Missing(), p.mirror.Trouble() },
		Done:  func() []string { return p.commands.Done() },
		Send:  func(s protocol.Status) bool { return p.send(protocol.TypeStatus, s) },
	})
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
	p.clock = clock.Open(*p.cfg.Clock, dir)
	if p.journal, err = openJournal(dir, p.status, p.log); err != nil {
		return err
	}
	p.plays = &plays{clock: p.clock, journal: p.journal, status: p.status, linked: p.linked, send: p.send}
	p.journal.Date(p.plays.date)
	if err := p.openMirror(dir); err != nil {
		return err
	}
	p.openOrigin()
	if p.cfg.Browser != "" {
		if err := p.openBrowser(filepath.Join(dir, "browser")); err != nil {
			return err
		}
	}
	p.openCommands(dir)
	return nil
}

// openJournal opens the journal of plays, and reports what of it could not be read.
func openJournal(dir string, status *report.Report, log *slog.Logger) (*journal.Journal, error) {
	j, err := journal.Open(dir, 0)
	if err != nil {
		return nil, err
	}
	if lost := j.Lost(); lost > 0 {
		status.Trouble("part of the journal of plays could not be read")
		log.Warn("part of the journal of plays could not be read", "bytes", lost)
	}
	return j, nil
}

func (p *Player) openMirror(dir string) error {
	night, err := mirror.ParseWindow(p.cfg.Night)
	if err != nil {
		return err
	}
	p.mirror, err = mirror.Open(mirror.Config{
		Dir: dir, Server: p.cfg.Server, TLS: p.cfg.tls(p.clock.Instant), Space: p.cfg.Space, Daily: p.cfg.Daily, Night: night,
		Local: p.local, Log: p.log, Changed: p.status.Changed,
	})
	p.kept = kept{mirror: p.mirror, trouble: p.status.Trouble, things: map[string]bool{}}
	return err
}

func (p *Player) openOrigin() {
	upstream := ""
	if p.cfg.Relay {
		upstream = p.cfg.Server
	}
	p.origin = origin.New(origin.Config{
		Key: p.followed, Relay: upstream, TLS: p.cfg.tls(p.clock.Instant), Listen: p.cfg.Listen,
		Page: http.HandlerFunc(servePage), Build: page.Build(), Enrolment: p.enrolment, Now: p.clock.Now,
		Frames: p.frames, Medium: media{p.mirror, p.cfg.Relay}.open, Plays: p.plays.keep, Status: p.status.Page, Gone: p.status.PageGone,
		Beat: func(mark, slide string) {
			if p.browser != nil {
				p.browser.Beat(mark, slide)
			}
		}, Report: p.ownPage, Log: p.log,
	})
}

func (p *Player) openCommands(dir string) {
	cfg := command.Config{
		Dir: dir, Restart: p.cfg.RestartMachine, Pages: p.origin.Push, Log: p.logTail.newest, Send: func(a protocol.Answer) bool { return p.send(protocol.TypeAnswer, a) },
		Now: p.clock.Known, Mono: p.cfg.Clock.Mono, BeforeRestart: func() { saveTime(p.clock, p.status) },
		Changed: p.status.Changed, Trouble: p.status.Trouble, Logger: p.log,
	}
	if p.browser != nil {
		// What staff are shown is put together; the picture behind the browser stays as panels take it.
		photograph := func(ctx context.Context, most int) ([]byte, error) {
			return p.browser.Photograph(ctx, most, screenIn(p.held(0)).Folded())
		}
		cfg.Browser = &command.Browser{Screenshot: photograph, Restart: p.browser.Restart}
	}
	p.commands = command.New(cfg)
}

// local is an address as a browser on this computer reaches it.
func local(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
