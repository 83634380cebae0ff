package player

import (
	"ngatu/player/link"
	"ngatu/player/protocol"
)

// up is called when the server has welcomed the agent.
func (p *Player) up(w protocol.Welcome) {
	p.log.Info("connected to the server", "build", w.Build)
	p.follow(w.Chain)
	p.mirror.Retry()
	p.plays.disconnected()
	p.status.Connected()
	p.showLine(protocol.LineUp)
	p.commands.SendAnswers() // before the status, which says that they were carried out
	p.status.Changed()
	p.plays.sendPending()
}

// down is called when there is no connection. What is on air stays.
func (p *Player) down(err error) {
	state := protocol.LineDown
	if link.Refused(err) {
		state = protocol.LineRefused
	}
	p.showLine(state)
	p.disconnected()
}

// disconnected gives up what was sent and not answered.
func (p *Player) disconnected() {
	p.status.Disconnected()
	p.plays.disconnected()
	p.commands.Disconnected()
}

// timeAnswered takes the server's answer to a question about the time.
func (p *Player) timeAnswered(c protocol.Clock, got int64) {
	first := p.clock.Answered(c, got)
	p.status.RoundTrip(got - c.Sent - (c.Answered - c.Got))
	p.commands.Arrived(c.Sent)
	if first {
		saveTime(p.clock, p.status)
		p.plays.sendPending() // some may have waited for the time
	}
}

// showLine notes the state of the connection and tells the pages, which show it when they have
// nothing else to show.
func (p *Player) showLine(state string) {
	p.mu.Lock()
	same := p.line == state
	p.line = state
	p.mu.Unlock()
	if !same {
		p.origin.Push(lineFrame(state))
	}
}

func lineFrame(state string) protocol.Frame {
	f, err := protocol.Reply(protocol.TypeLine, protocol.Line{State: state})
	if err != nil {
		panic(err) // a string is always JSON
	}
	return f
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
