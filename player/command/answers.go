package command

import (
	"slices"
	"sync"

	"ngatu/player/protocol"
)

// maxAnswers is how many answers wait for a connection; the oldest go first.
const maxAnswers = 8

// answers are the answers that the server may not have yet.
type answers struct {
	sending sync.Mutex // held while answers are sent, so that none is sent twice

	mu   sync.Mutex
	list []answer // oldest first
}

type answer struct {
	protocol.Answer
	until int64 // expiry of its command, Unix milliseconds by the server's clock
	sent  int64 // when it was sent on this connection, by the machine's count; 0: it waits
}

// answer sends the result of a command, or keeps it until there is a connection.
func (r *Runner) answer(a protocol.Answer, until int64) {
	r.answers.mu.Lock()
	list := r.answers.list
	r.answers.list = append(list[max(0, len(list)-maxAnswers+1):], answer{Answer: a, until: until})
	r.answers.mu.Unlock()
	r.SendAnswers()
}

// SendAnswers sends the answers that wait, and drops those whose command has expired.
func (r *Runner) SendAnswers() {
	r.answers.sending.Lock()
	defer r.answers.sending.Unlock()
	for _, a := range r.answers.live(r.cfg.Now()) {
		if a.sent != 0 {
			continue
		}
		at := r.cfg.Mono()
		if !r.cfg.Send(a.Answer) {
			return
		}
		r.answers.sentAt(a.ID, max(at, 1))
	}
}

// Disconnected says that the connection has ended. Nobody knows whether the answers sent on it
// arrived, so they are sent again.
func (r *Runner) Disconnected() {
	r.answers.mu.Lock()
	defer r.answers.mu.Unlock()
	for i := range r.answers.list {
		r.answers.list[i].sent = 0
	}
}

// Arrived drops the answers sent before an instant of the machine's count: the server has answered
// a message sent then, and it reads messages in order.
func (r *Runner) Arrived(before int64) {
	r.answers.mu.Lock()
	defer r.answers.mu.Unlock()
	r.answers.list = slices.DeleteFunc(r.answers.list, func(a answer) bool { return a.sent != 0 && a.sent < before })
}

// live drops the answers whose command has expired and gives a copy of the rest. now is the
// server's time in Unix milliseconds, 0 while it is unknown.
func (a *answers) live(now int64) []answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = slices.DeleteFunc(a.list, func(one answer) bool { return now > 0 && now >= one.until })
	return slices.Clone(a.list)
}

func (a *answers) sentAt(id string, at int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.list {
		if a.list[i].ID == id {
			a.list[i].sent = at
		}
	}
}
