package player

import (
	"sync"
	"time"

	"ngatu/player/clock"
	"ngatu/player/journal"
	"ngatu/player/protocol"
	"ngatu/player/report"
)

const (
	runsAFrame = 100         // runs sent in one frame
	ackLimit   = time.Minute // for the server to say that it has stored them
)

// plays takes what pages showed into the journal, and sends it to the server. Many goroutines may
// use it.
type plays struct {
	clock   *clock.Clock
	journal *journal.Journal
	status  *report.Report
	linked  func() bool
	send    func(protocol.Type, any) bool

	mu    sync.Mutex // held while plays are sent or settled; guards the frame that is not acknowledged yet
	sent  string     // journal of that frame; "": there is none
	upto  int64      // sequence of its last run
	since time.Time
}

// keep writes what a page showed into the journal. A page's clock is no better than the
// agent's, which it came from.
func (p *plays) keep(shown protocol.Plays) (int64, error) {
	marks := p.clock.Marks(shown.Runs)
	_, state := p.clock.Now()
	for i := range shown.Runs {
		if shown.Runs[i].Clock == string(protocol.ClockSynced) {
			shown.Runs[i].Clock = string(state)
		}
	}
	loose := make([]*journal.Loose, len(marks))
	for i, m := range marks {
		loose[i] = (*journal.Loose)(m)
	}
	upto, err := p.journal.AppendLoose(shown, loose)
	if err != nil {
		p.status.Trouble(err.Error())
		return 0, err
	}
	p.sendPending()
	return upto, nil
}

// date corrects the date of a run before it is sent.
func (p *plays) date(run protocol.Run, l journal.Loose) (protocol.Run, bool) {
	return p.clock.Date(run, clock.Mark(l))
}

// sendPending sends the oldest runs that the server has not stored, unless it has not yet answered
// the last ones.
func (p *plays) sendPending() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.linked() || p.sent != "" && time.Since(p.since) < ackLimit {
		return
	}
	pending, err := p.journal.Pending(runsAFrame)
	if err != nil {
		p.status.Trouble(err.Error())
		return
	}
	if n := len(pending.Runs); n > 0 && p.send(protocol.TypePlays, pending) {
		p.sent, p.upto, p.since = pending.Journal, pending.Runs[n-1].Seq, time.Now()
	}
}

// acked notes what the server has stored, and sends more. If the server stored nothing new, the
// same runs are not sent again at once: the next minute tries again.
func (p *plays) acked(a protocol.Acked) {
	if p.settle(a) {
		p.sendPending()
	}
}

// settle says whether the server stored anything new.
func (p *plays) settle(a protocol.Acked) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := a.Seq
	if p.sent == a.Journal {
		sent = p.upto
	}
	before := p.journal.Waiting()
	if err := p.journal.Acked(a, sent); err != nil {
		p.status.Trouble(err.Error())
		return false
	}
	p.sent = ""
	return a.Seq >= sent || p.journal.Waiting() < before
}

// disconnected forgets which plays wait for an answer: their connection has ended.
func (p *plays) disconnected() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = ""
}
