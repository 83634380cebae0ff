package protocol

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// ErrHandover says that a chain of hand-overs was refused: it does not begin at a key that this
// player trusts, the signature of a link is wrong, or the chain is older than what this player
// follows.
var ErrHandover = errors.New("the hand-over to a new key is not signed by a key that this player trusts, or is older than its own")

// MaxChain is the longest chain of hand-overs. The threat: a longer one keeps the player's
// processor busy.
const MaxChain = 64

// HandoverText is what is signed to hand over to a new working key: the key, who hands over, and
// when.
func HandoverText(h Handover) []byte {
	return fmt.Appendf(nil, "ngatu handover %d\n%s\n%s\n%d\n", Version, hex.EncodeToString(h.Key), h.By, h.From)
}

// SignHandover hands over to next. by is the current working key, or the recovery key if that one
// was lost or stolen. from is the instant in Unix milliseconds; of two hand-overs by the recovery
// key the later one counts.
func SignHandover(next ed25519.PublicKey, from int64, by ed25519.PrivateKey) Handover {
	h := Handover{Key: next, By: KeyName(by.Public().(ed25519.PublicKey)), From: from}
	h.Sig = ed25519.Sign(by, HandoverText(h))
	return h
}

// Keys are what a player trusts: the working key, which signs frames, and the recovery key, which
// signs only hand-overs. The zero Keys trust nobody. Keys are values: following a chain makes new
// ones.
type Keys struct {
	Working  ed25519.PublicKey
	Recovery ed25519.PublicKey // nil: none was pinned

	recovered int64     // From of the last hand-over by the recovery key
	retired   []retired // working keys that handed over themselves
	dead      []string  // names of all keys that were left; none comes back
}

// retired is a key that handed over by itself. What it signed before that is still good on a
// player's disk.
type retired struct {
	key  ed25519.PublicKey
	from int64
}

// NewKeys are the keys that a player pins at enrolment: the working key and, if there is one, the
// recovery key.
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

// Follow takes the links of a chain that lead on from these keys, and says which those were; none
// if the player is at the end of the chain. It takes all links or, with ErrHandover, none.
//
// The working key may hand over to another key. The recovery key may do so over any working key,
// even one that a thief handed over to: of two hand-overs by it the later From counts, whatever
// working keys say. A key that was left never comes back, so an old chain leads nowhere.
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
	if at == 0 { // a chain from the very beginning may name keys that this player never saw
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

// learn notes from the links that led to the working key when the recovery key signed last. A
// player that enrols later then knows it too, and an older hand-over by that key, replayed, cannot
// lead it back to an abandoned key. A chain whose links do not join up to the working key teaches
// nothing.
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
		next.recovered, next.retired = h.From, nil // the recovery key signs when the others cannot be trusted
		return next, nil
	case len(k.Working) == ed25519.PublicKeySize && h.By == KeyName(k.Working) && ed25519.Verify(k.Working, HandoverText(h), h.Sig):
		next.retired = append(slices.Clone(k.retired), retired{k.Working, h.From})
		return next, nil
	}
	return k, ErrHandover
}

// Verify checks that the working key signed a frame from the wire, and that its body matches its
// hash.
func (k Keys) Verify(f Frame) error { return f.Verify(only(k.Working)) }

// VerifyKept checks a frame that was verified before and read back from a disk. A working key that
// has handed over by itself since may have signed it, if its number is from before that: a screen
// that starts without a server shows what it had. A key that the recovery key replaced is not
// trusted: its thief may have written the disk.
func (k Keys) VerifyKept(f Frame) error {
	err := k.Verify(f)
	for _, old := range k.retired {
		if errors.Is(err, ErrSignature) && f.Number < old.from {
			err = f.Verify(only(old.key))
		}
	}
	return err
}

// Current says whether the working key signed a frame. Others are requested again, so that the disk
// holds frames of today's key.
func (k Keys) Current(f Frame) bool { return f.Key == KeyName(k.Working) }

// Place is the place of a key in the chain of hand-overs that this player has followed: 0 for the
// pinned one, one more for each later one, -1 for an unknown key. Frames of a later key are newer
// whatever their numbers are.
func (k Keys) Place(key string) int {
	if key == KeyName(k.Working) {
		return len(k.dead)
	}
	return slices.Index(k.dead, key)
}

func only(key ed25519.PublicKey) []ed25519.PublicKey {
	if len(key) != ed25519.PublicKeySize {
		return nil
	}
	return []ed25519.PublicKey{key}
}
