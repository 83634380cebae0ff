package report

import (
	"sync"

	"ngatu/player/protocol"
)

// pages holds what each page said last. The page that spoke last speaks for the screen. Many
// goroutines may use it.
type pages struct {
	mu     sync.Mutex
	says   map[uint64]protocol.Status
	latest uint64
}

func (p *pages) put(id uint64, s protocol.Status) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.says == nil {
		p.says = map[uint64]protocol.Status{}
	}
	p.says[id], p.latest = s, id
}

// remove forgets a page. The newest of those left speaks for the screen then.
func (p *pages) remove(id uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.says, id)
	if p.latest != id {
		return
	}
	p.latest = 0
	for other := range p.says {
		p.latest = max(p.latest, other)
	}
}

// status is what the page that speaks for the screen said, and done the commands that any page
// carried out.
func (p *pages) status() (s protocol.Status, done []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.says {
		done = append(done, one.Done...)
	}
	return p.says[p.latest], done
}
