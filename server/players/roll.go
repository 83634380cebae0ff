package players

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"slices"
	"sync"

	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/socket"
)

const (
	maxRoll   = 250_000 // credentials; whoever has another is looked up when it comes
	rereadOne = 64      // up to so many screens are read anew one by one, more of them together with all
)

// roll is every credential that is good, by screen, as the log has it: whoever joins is known
// without the database, which may be away. It takes some hundred bytes a screen.
type roll struct {
	mu   sync.RWMutex
	good map[string][]proof
}

// proof is a credential as it is kept for ten thousand screens.
type proof struct {
	key   bool // an agent's public key; else the SHA-256 of a page's token
	value [keySize]byte
}

func proofOf(kind store.Proof, value []byte) (p proof, ok bool) {
	p.key = kind == store.ByKey
	return p, copy(p.value[:], value) == len(p.value) && len(value) == len(p.value) && (p.key || kind == store.ByToken)
}

// proves says whether a hello proves this credential of its screen. text is what an agent signs.
func (p proof) proves(k socket.Knock, token [sha256.Size]byte, text []byte) bool {
	if p.key {
		return k.Hello.Token == "" && ed25519.Verify(p.value[:], text, k.Hello.Proof)
	}
	return k.Hello.Token != "" && subtle.ConstantTimeCompare(p.value[:], token[:]) == 1
}

// find gives the credential that a hello proves, among the good ones of its screen.
func (r *roll) find(k socket.Knock) (proof, bool) {
	r.mu.RLock()
	some := r.good[k.Hello.Screen] // a list is replaced, not changed
	r.mu.RUnlock()
	if len(some) == 0 || k.Hello.Token == "" && len(k.Hello.Proof) == 0 {
		return proof{}, false
	}
	token, text := sha256.Sum256([]byte(k.Hello.Token)), protocol.HelloText(k.Challenge, k.Hello.Screen)
	for _, p := range some {
		if p.proves(k, token, text) {
			return p, true
		}
	}
	return proof{}, false
}

// has says whether a screen still has a credential.
func (r *roll) has(screen string, p proof) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Contains(r.good[screen], p)
}

// read reads all.
func (r *roll) read(ctx context.Context, s *store.Store) error {
	all := map[string][]proof{}
	err := s.GoodCredentials(ctx, maxRoll, func(c store.Credential) {
		if p, ok := proofOf(c.Kind, c.Value); ok {
			all[c.Screen] = append(slices.Clip(all[c.Screen]), p)
		}
	})
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.good = all
	r.mu.Unlock()
	return nil
}

// reread reads those of some screens, or all where there are many.
func (r *roll) reread(ctx context.Context, s *store.Store, screens map[string]bool) error {
	if len(screens) > rereadOne || screens[""] {
		return r.read(ctx, s)
	}
	for screen := range screens {
		all, err := s.Credentials(ctx, screen)
		if err != nil {
			return err
		}
		var good []proof
		for _, c := range all {
			if p, ok := proofOf(c.Kind, c.Value); ok && c.Revoked.IsZero() {
				good = append(slices.Clip(good), p)
			}
		}
		r.mu.Lock()
		if len(good) == 0 {
			delete(r.good, screen)
		} else {
			r.good[screen] = good
		}
		r.mu.Unlock()
	}
	return nil
}

// concerned is the screen whose credentials a line of the log has altered; "" where the line does
// not say: a server of before wrote it.
func concerned(l store.Change) string {
	if l.Noun == store.NounScreen {
		return l.ID
	}
	var said struct {
		Screen string
		Count  int
	}
	if json.Unmarshal(l.Detail, &said) != nil || said.Screen == "" && said.Count > 0 {
		return l.ID // all of the screen that the line names were revoked
	}
	return said.Screen
}
