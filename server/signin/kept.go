package signin

import (
	"sync"
	"time"

	"ngatu/content"
)

// While the database does not answer, a session that was checked within the last quarter of an hour
// is good for reading, with what its person could do then.
const (
	keptFor  = 15 * time.Minute
	mostKept = 2000 // sessions
)

// kept are the sessions that were checked lately, in memory alone. One that ended, or whose account
// was changed here, is out at once.
type kept struct {
	mu sync.Mutex
	by map[content.Digest]keptSession // by hash of the token
}

type keptSession struct {
	person Person
	at     time.Time
}

func (k *kept) keep(p *Person) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.by == nil {
		k.by = map[content.Digest]keptSession{}
	}
	if _, known := k.by[p.session.Hash]; !known && len(k.by) >= mostKept {
		for hash, one := range k.by {
			if p.at.Sub(one.at) >= keptFor {
				delete(k.by, hash)
			}
		}
		if len(k.by) >= mostKept {
			return
		}
	}
	one := keptSession{*p, p.at}
	one.person.CSRF = "" // it opens forms; the token gives it again
	k.by[p.session.Hash] = one
}

// find is the person of a token at an instant, for reading alone.
func (k *kept) find(token string, now time.Time) (*Person, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	one, known := k.by[content.DigestOf([]byte(token))]
	s := one.person.session
	if !known || now.Sub(one.at) >= keptFor || !now.Before(s.Expires) || !now.Before(s.Created.Add(lastsFor)) {
		return nil, false
	}
	p := one.person
	p.CSRF, p.at = csrfOf(token), now
	return &p, true
}

// NameKept is what somebody is called who was here lately, for pages that are shown while the database
// is away.
func NameKept(s *Signin, staff string) (name string, known bool) {
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	for _, one := range s.kept.by {
		if one.person.ID == staff {
			return one.person.Name, true
		}
	}
	return "", false
}

func (k *kept) forget(hash content.Digest) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.by, hash)
}

// forgetStaff ends what is kept of somebody whose account was changed: it is read anew. Where
// the change failed nothing is forgotten.
func (k *kept) forgetStaff(id string, err error) error {
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for hash, one := range k.by {
		if one.person.ID == id {
			delete(k.by, hash)
		}
	}
	return nil
}
