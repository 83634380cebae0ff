package protocol

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// ErrHandover says that a chain of hand-overs was not taken: it does not begin at a key that this player trusts, a link
// of it is not signed as it says, or it is older than what this player follows.
var ErrHandover = errors.New("the hand-over to a new key is not signed by a key that this player trusts, or is older than its own")

// MaxChain is how many hand-overs a chain may have; more is an attack on the player's processor.
const MaxChain = 64

// HandoverText is what is signed to hand over to a new working key: the key itself, by whom, and from when on.
func HandoverText(h Handover) []byte {
	return fmt.Appendf(nil, "ngatu handover %d\n%s\n%s\n%d\n", Version, hex.EncodeToString(h.Key), h.By, h.From)
}

// SignHandover hands over to next: by is the working key until now, or the recovery key when that one was lost or
// stolen. from, in Unix milliseconds, is the instant of the hand-over; of two by the recovery key the later one counts.
func SignHandover(next ed25519.PublicKey, from int64, by ed25519.PrivateKey) Handover {
	h := Handover{Key: next, By: KeyName(by.Public().(ed25519.PublicKey)), From: from}
	h.Sig = ed25519.Sign(by, HandoverText(h))
	return h
}

// Keys are what a player trusts: the working key, which signs frames, and the recovery key, which signs nothing but
// hand-overs. The zero Keys trust nobody. Keys are values: following a chain makes new ones.
type Keys struct {
	Working  ed25519.PublicKey
	Recovery ed25519.PublicKey // nil: none was pinned

	recovered int64     // From of the last hand-over by the recovery key
	retired   []retired // working keys that handed over themselves
	dead      []string  // names of all keys that were left; none comes back
}

// retired is a key that handed over by itself. What it signed before is true still, where it lies on a player's disk.
type retired struct {
	key  ed25519.PublicKey
	from int64
}

// NewKeys are the keys that a player pins when it is enrolled: the working key and, where there is one, the recovery
// key.
func NewKeys(pinned []ed25519.PublicKey) Keys {
	var k Keys
	if len(pinned) > 0 {
		k.Working = pinned[0]
	}
	if len(pinned) > 1 {
		k.Recovery = pinned[1]
	}
	return k
}

// Follow takes the links of a chain that lead on from these keys, and says which those were: none where the player is at
// the chain's end. All links are taken or, with ErrHandover, none.
//
// The working key may hand over to another. The recovery key may do so over the head of any working key, also one
// that a thief has handed over to: between two of its hand-overs the later From counts, and no working key has a say
// in that. A key that was left never comes back, so that an old chain leads nowhere.
func (k Keys) Follow(chain []Handover) (Keys, []Handover, error) {
	if len(chain) == 0 {
		return k, nil, nil
	}
	if len(chain) > MaxChain {
		return k, nil, ErrHandover
	}
	at := 0
	for i, h := range chain {
		if k.Working.Equal(ed25519.PublicKey(h.Key)) {
			at = i + 1
		}
	}
	if at == 0 { // a chain from the very beginning may name keys that this player never met
		at = slices.IndexFunc(chain, func(h Handover) bool { _, err := k.take(h); return err == nil })
	}
	if at < 0 {
		return k, nil, ErrHandover
	}
	next, links := k.learn(chain[:at]), chain[at:]
	for _, h := range links {
		var err error
		if next, err = next.take(h); err != nil {
			return k, nil, err
		}
	}
	return next, slices.Clone(links), nil
}

// learn takes from the links that led to the working key when the recovery key signed last: a player that was enrolled
// after that knows so too, and no older hand-over by that key, replayed, leads it back to a key that was put away. A chain
// whose links do not join up to the working key teaches nothing.
func (k Keys) learn(past []Handover) Keys {
	for i := len(past) - 1; i >= 0; i-- {
		if past[i].By != KeyName(k.Recovery) {
			continue
		}
		walk, err := Keys{Recovery: k.Recovery, recovered: k.recovered}, error(nil)
		for _, h := range past[i:] {
			if walk, err = walk.take(h); err != nil {
				return k
			}
		}
		if walk.Working.Equal(k.Working) {
			k.recovered = walk.recovered
		}
		return k
	}
	return k
}

// take follows one link.
func (k Keys) take(h Handover) (Keys, error) {
	if len(h.Key) != ed25519.PublicKeySize || slices.Contains(k.dead, KeyName(h.Key)) || k.Working.Equal(ed25519.PublicKey(h.Key)) ||
		k.Recovery.Equal(ed25519.PublicKey(h.Key)) {
		return k, ErrHandover
	}
	next := k
	next.dead = append(slices.Clone(k.dead), KeyName(k.Working))
	next.Working = slices.Clone(h.Key)
	switch {
	case len(k.Recovery) == ed25519.PublicKeySize && h.By == KeyName(k.Recovery) && h.From > k.recovered &&
		ed25519.Verify(k.Recovery, HandoverText(h), h.Sig):
		next.recovered, next.retired = h.From, nil // the recovery key speaks when the others are not to be trusted
		return next, nil
	case len(k.Working) == ed25519.PublicKeySize && h.By == KeyName(k.Working) && ed25519.Verify(k.Working, HandoverText(h), h.Sig):
		next.retired = append(slices.Clone(k.retired), retired{k.Working, h.From})
		return next, nil
	}
	return k, ErrHandover
}

// Verify checks that a frame from the wire is signed by the working key, and that its body is what its hash says.
func (k Keys) Verify(f Frame) error { return f.Verify(only(k.Working)) }

// VerifyKept checks a frame that was verified before and read back from a disk. It may also be signed by a working key
// that has handed over by itself since, if its number is of the time before: a screen that starts without a server
// shows on what it had. A key that the recovery key put away is not believed: its thief may have written the disk.
func (k Keys) VerifyKept(f Frame) error {
	err := k.Verify(f)
	for _, old := range k.retired {
		if errors.Is(err, ErrSignature) && f.Number < old.from {
			err = f.Verify(only(old.key))
		}
	}
	return err
}

// Current says whether a frame bears the name of the working key. Others are asked for anew, so that what is kept is
// signed by the key of today.
func (k Keys) Current(f Frame) bool { return f.Key == KeyName(k.Working) }

func only(key ed25519.PublicKey) []ed25519.PublicKey {
	if len(key) != ed25519.PublicKeySize {
		return nil
	}
	return []ed25519.PublicKey{key}
}
