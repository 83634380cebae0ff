package player

import (
	"time"

	"ngatu/player/origin"
	"ngatu/player/protocol"
)

// ownPage is what the agent's own page shows.
func (p *Player) ownPage() origin.Report {
	now, state := p.clock.Now()
	r := origin.Report{
		Server: p.cfg.Server, Linked: p.linked(), Clock: state, Time: time.UnixMilli(now), Pages: p.origin.Pages(),
		Missing: p.mirror.Missing(), Used: p.mirror.Used(), Waiting: p.journal.Waiting(), Build: p.cfg.Build,
		Offset: p.clock.Offset(), Started: p.started, Machine: machineOf(p.cfg.Data), Browser: browserOf(p.browser),
	}
	s := p.status.Status()
	r.Trouble, r.Slide = s.Trouble, s.Slide
	r.Fetched, r.Daily = p.mirror.Spent(), p.cfg.Daily
	c := p.status.Connection()
	r.LeastDelay, r.Delay, r.Losses, r.Links, r.Refused = c.Least, c.Median, c.Lost, c.Count, c.Refused
	who := p.enrolment()
	r.Screen, r.Code, r.Line, r.Was = who.Screen, who.Code, who.Line, who.Was
	r.Name = nameIn(p.held(0))
	return r
}

// nameIn is the screen's name, from its own frame.
func nameIn(frames []protocol.Frame) string {
	for _, f := range frames {
		var s protocol.Screen
		if f.Type == protocol.TypeScreen && f.Open(&s) == nil {
			return s.Name
		}
	}
	return ""
}
