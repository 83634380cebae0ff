package player

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ngatu/player/origin"
	"ngatu/player/protocol"
)

const (
	statusEvery = 10 * time.Minute       // where nothing has changed: each costs the SIM card half a kilobyte
	statusAfter = 200 * time.Millisecond // changes that come together are told together
	troubleFor  = time.Hour              // after that it is history, for the log
	maxTrouble  = 500                    // bytes: a status has to stay small
)

// up is called when the server has welcomed the agent.
func (p *Player) up(w protocol.Welcome) {
	p.log.Info("connected to the server", "build", w.Build)
	p.follow(w.Chain)
	p.mirror.Retry()
	p.landed()
	p.line.came()
	p.mu.Lock()
	p.ups++
	p.mu.Unlock()
	p.sendAnswers() // before the status, which says that they were carried out
	p.changed()
	p.sendPlays()
}

// down is called when there is no connection; what is on air stays.
func (p *Player) down(error) {
	p.line.went(time.Now())
	p.landed()
	p.answersLost()
}

// told takes an answer of the server about the time.
func (p *Player) told(c protocol.Clock, got int64) {
	first := p.time.answered(c, got)
	p.line.took(got - c.Sent - (c.Answered - c.Got))
	p.answersCame(c.Sent)
	if first {
		p.saveTime()
		p.sendPlays() // those that waited to be dated
	}
}

// trouble notes what went wrong, for the operator.
func (p *Player) trouble(what string) {
	p.mu.Lock()
	p.bad, p.badAt = what, time.Now()
	p.mu.Unlock()
	p.changed()
}

// changed says that the status may be another now.
func (p *Player) changed() {
	select {
	case p.kick <- struct{}{}:
	default:
	}
}

// tell sends the status when it changes, and every ten minutes.
func (p *Player) tell(ctx context.Context) {
	timer := time.NewTimer(statusEvery)
	defer timer.Stop()
	last := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			last = ""
		case <-p.kick:
			if !pause(ctx, statusAfter) {
				return
			}
		}
		now := p.status()
		if mark := p.mark(now); mark != last && p.send(protocol.TypeStatus, now) {
			last = mark
		}
		timer.Reset(statusEvery)
	}
}

// mark is a text that is another whenever the status has to be told again: something in it has changed, other than the
// offset, the machine's figures and which slide is on, which move all the time; or the connection is a new one.
func (p *Player) mark(s protocol.Status) string {
	s.Offset, s.Machine = 0, nil
	if s.Slide != "" {
		s.Slide = "one" // which one follows from the programme and the time; telling each would cost megabytes a day
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprintf("%d %+v", p.ups, s)
}

func (p *Player) linked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.link != nil && p.link.Up()
}

func (p *Player) send(t protocol.Type, body any) bool {
	p.mu.Lock()
	l := p.link
	p.mu.Unlock()
	return l != nil && l.Send(t, body)
}

// status joins what the page that spoke last says of the glass with what the agent knows of the rest.
func (p *Player) status() protocol.Status {
	_, clock := p.time.now()
	missing, media, offset := p.mirror.Missing(), p.mirror.Trouble(), p.time.offset()
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.says[p.latest]
	s.Clock, s.Offset, s.Missing = string(clock), offset, missing
	bad := p.bad
	if time.Since(p.badAt) > troubleFor {
		bad = ""
	}
	s.Trouble = joined(bad, media, s.Trouble)
	s.Done = slices.Clone(p.done)
	for _, one := range p.says {
		s.Done = append(s.Done, one.Done...)
	}
	slices.Sort(s.Done)
	s.Done = slices.Compact(s.Done)
	if p.health != nil {
		health := *p.health
		least, _ := p.line.delay()
		health.Delay, health.Drops = int(least), p.line.losses(time.Now())
		s.Machine = &health
	}
	return s
}

// joined puts the troubles that there are into one line.
func joined(all ...string) string {
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	text := strings.Join(slices.Compact(all), "; ")
	if len(text) > maxTrouble {
		text = strings.ToValidUTF8(text[:maxTrouble], "")
	}
	return text
}

// pageSays takes a page's status.
func (p *Player) pageSays(id uint64, s protocol.Status) {
	p.mu.Lock()
	p.says[id], p.latest = s, id
	p.mu.Unlock()
	p.changed()
}

// pageGone forgets a page; another that is still there speaks for the screen.
func (p *Player) pageGone(id uint64) {
	p.mu.Lock()
	delete(p.says, id)
	if p.latest == id {
		p.latest = 0
		for other := range p.says {
			p.latest = max(p.latest, other)
		}
	}
	p.mu.Unlock()
	p.changed()
}

// report is what the agent's own page says.
func (p *Player) report() origin.Report {
	now, clock := p.time.now()
	r := origin.Report{
		Server: p.cfg.Server, Linked: p.linked(), Clock: clock, Time: time.UnixMilli(now), Pages: p.origin.Pages(),
		Missing: p.mirror.Missing(), Used: p.mirror.Used(), Waiting: p.journal.Waiting(), Build: p.cfg.Build,
		Offset: p.time.offset(), Started: p.started, Machine: p.machine(), Browser: p.browserReport(),
	}
	s := p.status()
	r.Trouble, r.Slide = s.Trouble, s.Slide
	r.Fetched, r.Daily = p.mirror.Spent(), p.cfg.Daily
	r.LeastDelay, r.Delay = p.line.delay()
	r.Losses = p.line.losses(time.Now())
	p.mu.Lock()
	r.Links, r.Refused = p.ups, p.refused
	p.mu.Unlock()
	who := p.enrolment()
	r.Screen, r.Code = who.Screen, who.Code
	r.Name = p.name()
	return r
}

// name is the screen's name, as its own frame has it.
func (p *Player) name() string {
	for _, f := range p.held(0) {
		var s protocol.Screen
		if f.Type == protocol.TypeScreen && f.Open(&s) == nil {
			return s.Name
		}
	}
	return ""
}
