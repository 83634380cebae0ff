package screens

import (
	"crypto/ed25519"

	"ngatu/player/protocol"
)

// chainFor is the part of the chain of hand-overs that leads on from the key that a player follows: what comes after it, or
// nothing where it is the newest. A player that names a key which the chain never handed over to follows the first, or one
// that a thief made: it is led by all links since the last that the recovery key signed, which whoever pinned that key
// takes from anywhere.
func chainFor(chain []protocol.Handover, recovery ed25519.PublicKey, key string) []protocol.Handover {
	for i := len(chain) - 1; i >= 0; i-- {
		if protocol.KeyName(chain[i].Key) == key {
			return chain[i+1:]
		}
	}
	if since := sinceRecovery(chain, recovery); since != nil {
		return since
	}
	return chain
}

// sinceRecovery is the chain from the last link on that the recovery key signed; nil where it never did.
func sinceRecovery(chain []protocol.Handover, recovery ed25519.PublicKey) []protocol.Handover {
	by := protocol.KeyName(recovery)
	for i := len(chain) - 1; i >= 0; i-- {
		if chain[i].By == by {
			return chain[i:]
		}
	}
	return nil
}

// recovered is what an agent that is enrolled now learns of the recovery key.
func (s *Screens) recovered() []protocol.Handover {
	if len(s.Trusted) < 2 {
		return nil
	}
	return sinceRecovery(s.Chain, s.Trusted[1])
}

// chain is what the welcome of a player carries: nothing for a page, which verifies nothing.
func (s *Screens) chain(h protocol.Hello) []protocol.Handover {
	if h.Key == "" || len(s.Chain) == 0 || len(s.Trusted) < 2 || h.Key == protocol.KeyName(s.Trusted[0]) {
		return nil
	}
	return chainFor(s.Chain, s.Trusted[1], h.Key)
}
