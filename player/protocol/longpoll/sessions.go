package longpoll

import (
	"sync"
	"time"
)

// idleLimit ends a session whose page has asked nothing for so long, beside the time that a request
// may be held.
const idleLimit = 60*time.Second + MaxWait

// Sessions keeps sessions by their random names. The zero value is ready. Many goroutines may use
// it.
type Sessions struct {
	mu  sync.Mutex
	all map[string]*place
}

// place is where a session is kept.
type place struct {
	session *Session
	idle    *time.Timer
	gone    func()
}

// Find gives the session of that name and keeps it alive; nil if there is none.
func (s *Sessions) Find(id string) *Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.all[id]
	if p == nil {
		return nil
	}
	p.idle.Reset(idleLimit)
	return p.session
}

// Room asks whether one more may come; free is called with the number of sessions, under the lock.
func (s *Sessions) Room(free func(n int) bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return free(len(s.all))
}

// Keep gives a session a place under a name, unless free says that there is none. free and, when
// the session ends, gone are called under the lock; gone may be nil.
func (s *Sessions) Keep(id string, session *Session, free func(n int) bool, gone func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !free(len(s.all)) {
		return false
	}
	if s.all == nil {
		s.all = map[string]*place{}
	}
	s.all[id] = &place{session, time.AfterFunc(idleLimit, func() { s.Drop(id) }), gone}
	return true
}

// Drop ends a session and frees its place.
func (s *Sessions) Drop(id string) {
	s.mu.Lock()
	p := s.all[id]
	delete(s.all, id)
	if p != nil && p.gone != nil {
		p.gone()
	}
	s.mu.Unlock()
	if p != nil {
		p.idle.Stop()
		p.session.Close()
	}
}
