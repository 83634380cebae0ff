package players

import (
	"crypto/ed25519"

	"ngatu/player/protocol"
)

// chainFor gives the hand-overs that lead on from the key that a player follows; nothing if it
// follows the newest. If the chain never handed over to that key, the player follows the first key,
// or one that a thief made. It then gets the chain since the last link that the recovery key
// signed: whoever pinned the recovery key accepts that link from anywhere.
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

// sinceRecovery is the chain from the last link that the recovery key signed; nil if it signed
// none.
func sinceRecovery(chain []protocol.Handover, recovery ed25519.PublicKey) []protocol.Handover {
	by := protocol.KeyName(recovery)
	for i := len(chain) - 1; i >= 0; i-- {
		if chain[i].By == by {
			return chain[i:]
		}
	}
	return nil
}

// recovered is the part of the chain that a newly enrolled agent gets: what the recovery key
// signed.
func (p *Players) recovered() []protocol.Handover {
	if len(p.Trusted) < 2 {
		return nil
	}
	return sinceRecovery(p.Chain, p.Trusted[1])
}

// chain is the part of the chain that goes into a player's welcome. A page gets none: it verifies
// nothing.
func (p *Players) chain(h protocol.Hello) []protocol.Handover {
	if h.Key == "" || len(p.Chain) == 0 || len(p.Trusted) < 2 || h.Key == protocol.KeyName(p.Trusted[0]) {
		return nil
	}
	return chainFor(p.Chain, p.Trusted[1], h.Key)
}
