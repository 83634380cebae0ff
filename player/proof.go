package player

import (
	"time"

	"ngatu/player/protocol"
)

// atOnce is how many runs travel in one frame, and answerIn how long the server has to say that they are stored.
const (
	atOnce   = 100
	answerIn = time.Minute
)

// flight is the frame of plays that is under way; there is one at a time.
type flight struct {
	journal string
	upto    int64
	left    time.Time
}

// keepPlays journals what a page showed. A page's clock is no better than the one it was given.
func (p *Player) keepPlays(plays protocol.Plays) (int64, error) {
	loose := p.loose(plays.Runs)
	_, state := p.time.now()
	for i := range plays.Runs {
		if plays.Runs[i].Clock == string(protocol.ClockSynced) {
			plays.Runs[i].Clock = string(state)
		}
	}
	upto, err := p.journal.AppendLoose(plays, loose)
	if err != nil {
		p.trouble(err.Error())
		return 0, err
	}
	p.sendPlays()
	return upto, nil
}

// sendPlays sends the oldest runs that the server has not stored, unless some are under way.
func (p *Player) sendPlays() {
	p.sending.Lock()
	defer p.sending.Unlock()
	if !p.linked() || p.flight.journal != "" && time.Since(p.flight.left) < answerIn {
		return
	}
	plays, err := p.journal.Pending(atOnce)
	if err != nil {
		p.trouble(err.Error())
		return
	}
	if n := len(plays.Runs); n > 0 && p.send(protocol.TypePlays, plays) {
		p.flight = flight{plays.Journal, plays.Runs[n-1].Seq, time.Now()}
	}
}

// acked notes what the server has stored, and sends more. An answer that brings nothing further is not answered with the
// same runs at once: the next minute tries again.
func (p *Player) acked(a protocol.Acked) {
	if p.settle(a) {
		p.sendPlays()
	}
}

// settle says whether an answer brought anything.
func (p *Player) settle(a protocol.Acked) bool {
	p.sending.Lock()
	defer p.sending.Unlock()
	sent := a.Seq
	if p.flight.journal == a.Journal {
		sent = p.flight.upto
	}
	before := p.journal.Waiting()
	if err := p.journal.Acked(a, sent); err != nil {
		p.trouble(err.Error())
		return false
	}
	p.flight = flight{}
	return a.Seq >= sent || p.journal.Waiting() < before
}

// landed forgets what was under way on a connection that is no more.
func (p *Player) landed() {
	p.sending.Lock()
	defer p.sending.Unlock()
	p.flight = flight{}
}
