package report

import (
	"slices"
	"strings"
	"sync"
	"time"

	"ngatu/player/protocol"
)

const (
	troubleFor = time.Hour // older trouble is for the log
	maxTrouble = 500       // bytes: a status has to stay small
)

// Config is what a report asks for each status.
type Config struct {
	Clock func() (state protocol.ClockState, offset int64) // offset: the machine's clock ahead of the server's, in ms
	Media func() (missing int, trouble string)
	Done  func() []string            // commands that the agent carried out itself
	Send  func(protocol.Status) bool // false: there is no connection
}

// Report gathers the screen's status and sends it. Many goroutines may use it.
type Report struct {
	cfg   Config
	line  line
	pages pages
	kick  chan struct{} // holds one token while the status may have changed

	mu          sync.Mutex
	trouble     string
	troubleAt   time.Time
	connections int
	refused     int               // frames and key hand-overs
	machine     *protocol.Machine // nil: not looked at yet; never changed in place
}

// New makes a report. Nothing is sent before [Report.Run].
func New(cfg Config) *Report { return &Report{cfg: cfg, kick: make(chan struct{}, 1)} }

// Changed says that the status may have changed.
func (r *Report) Changed() {
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

// Trouble notes what went wrong, for the operator. It is reported for an hour, or until the next
// trouble.
func (r *Report) Trouble(what string) {
	r.mu.Lock()
	r.trouble, r.troubleAt = what, time.Now()
	r.mu.Unlock()
	r.Changed()
}

// Refused counts a frame or a key hand-over that was not accepted, and reports why.
func (r *Report) Refused(err error) {
	r.mu.Lock()
	r.refused++
	r.mu.Unlock()
	r.Trouble(err.Error())
}

// Connected counts a connection. Its first status is always sent.
func (r *Report) Connected() {
	r.line.connected()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.connections++
}

// Disconnected notes that there is no connection now.
func (r *Report) Disconnected() { r.line.disconnected(time.Now()) }

// RoundTrip notes how long an exchange with the server took there and back, in milliseconds.
func (r *Report) RoundTrip(ms int64) { r.line.roundTrip(ms) }

// Machine notes how the computer is, for the next status.
func (r *Report) Machine(m protocol.Machine) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.machine = &m
}

// Page takes the status of a page.
func (r *Report) Page(id uint64, s protocol.Status) {
	r.pages.put(id, s)
	r.Changed()
}

// PageGone forgets a page that has gone.
func (r *Report) PageGone(id uint64) {
	r.pages.remove(id)
	r.Changed()
}

// Connection is how the agent's connections to the server are.
type Connection struct {
	Count         int   // connections since the start
	Refused       int   // frames and key hand-overs that were not accepted
	Least, Median int64 // round trip in milliseconds; 0: no server has answered
	Lost          int   // connections that ended in the last hour
}

// Connection gives the counts for the agent's own page.
func (r *Report) Connection() Connection {
	r.mu.Lock()
	c := Connection{Count: r.connections, Refused: r.refused}
	r.mu.Unlock()
	c.Least, c.Median = r.line.delay()
	c.Lost = r.line.lost(time.Now())
	return c
}

// Status is what the page that spoke last says of the glass, joined with what the agent knows.
func (r *Report) Status() protocol.Status {
	state, offset := r.cfg.Clock()
	missing, media := r.cfg.Media()
	s, done := r.pages.status()
	s.Clock, s.Offset, s.Missing = string(state), offset, missing
	s.Done = append(slices.Clone(r.cfg.Done()), done...)
	slices.Sort(s.Done)
	s.Done = slices.Compact(s.Done)
	r.mu.Lock()
	defer r.mu.Unlock()
	own := r.trouble
	if time.Since(r.troubleAt) > troubleFor {
		own = ""
	}
	s.Trouble = joined(own, media, s.Trouble)
	if r.machine != nil {
		m := *r.machine
		least, _ := r.line.delay()
		m.Delay, m.Drops, m.Refused = int(least), r.line.lost(time.Now()), r.refused
		s.Machine = &m
	}
	return s
}

// joined puts all troubles into one line.
func joined(all ...string) string {
	all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
	text := strings.Join(slices.Compact(all), "; ")
	if len(text) > maxTrouble {
		text = strings.ToValidUTF8(text[:maxTrouble], "")
	}
	return text
}
