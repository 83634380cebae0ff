package protocol

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"testing"
)

type pair struct {
	pub  ed25519.PublicKey
	priv ed25519.PrivateKey
}

func newPair(seed byte) pair {
	priv := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	return pair{priv.Public().(ed25519.PublicKey), priv}
}

// w0 is pinned with r; x is a thief's.
var w0, w1, w2, w3, r, x = newPair(1), newPair(2), newPair(3), newPair(4), newPair(5), newPair(6)

func to(next pair, from int64, by pair) Handover { return SignHandover(next.pub, from, by.priv) }

func altered(h Handover, how func(*Handover)) Handover {
	h.Key, h.Sig = slices.Clone(h.Key), slices.Clone(h.Sig)
	how(&h)
	return h
}

func TestChainsOfHandovers(t *testing.T) {
	chain := []Handover{to(w1, 10, w0), to(w2, 20, w1), to(w3, 30, r)}
	for _, c := range []struct {
		name   string
		before []Handover // followed first, must succeed
		chain  []Handover
		want   pair
		taken  int // -1: refused
	}{
		{"none", nil, nil, w0, 0},
		{"one by the working key", nil, chain[:1], w1, 1},
		{"three, the last by the recovery key", nil, chain, w3, 3},
		{"the rest of a chain", chain[:1], chain, w3, 2},
		{"the end of a chain alone", chain[:2], chain[2:], w3, 1},
		{"the same once more", chain, chain, w3, 0},
		{"recovery over the thief's head", []Handover{to(x, 1<<60, w0)}, []Handover{to(w1, 10, r)}, w1, 1},
		{"recovery within a chain that begins where the thief left it", []Handover{to(x, 1<<60, w0)}, chain, w3, 1},

		{"replayed: an older prefix", chain[:2], chain[:1], w2, -1},
		{"replayed: back to a key that was left", chain[:1], []Handover{to(w0, 50, w1)}, w1, -1},
		{"replayed: an older one by the recovery key", []Handover{to(w1, 30, r)}, []Handover{to(w2, 20, r)}, w1, -1},
		{"truncated: its first link is missing", nil, chain[1:2], w0, -1},
		{"wrongly signed", nil, []Handover{to(x, 10, x)}, w0, -1},
		{"signed by another in the name of the working key", nil, []Handover{altered(to(x, 10, x), func(h *Handover) { h.By = KeyName(w0.pub) })}, w0, -1},
		{"signed by a key that was left", chain[:1], []Handover{to(x, 99, w0)}, w1, -1},
		{"another key put in", nil, []Handover{altered(chain[0], func(h *Handover) { h.Key = x.pub })}, w0, -1},
		{"another time", nil, []Handover{altered(chain[0], func(h *Handover) { h.From++ })}, w0, -1},
		{"signature cut", nil, []Handover{altered(chain[0], func(h *Handover) { h.Sig = h.Sig[:63] })}, w0, -1},
		{"key cut", nil, []Handover{altered(chain[0], func(h *Handover) { h.Key = h.Key[:31] })}, w0, -1},
		{"to the recovery key", nil, []Handover{to(r, 10, w0)}, w0, -1},
		{"good, then bad: nothing is taken", nil, []Handover{chain[0], to(x, 20, x)}, w0, -1},
		{"too long", nil, slices.Repeat(chain, MaxChain), w0, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			keys, _, err := NewKeys([]ed25519.PublicKey{w0.pub, r.pub}).Follow(c.before)
			if err != nil {
				t.Fatal(err)
			}
			got, taken, err := keys.Follow(c.chain)
			if !got.Working.Equal(c.want.pub) || (c.taken < 0) != errors.Is(err, ErrHandover) || c.taken >= 0 && len(taken) != c.taken {
				t.Fatalf("at %s (want %s), %d taken, %v", KeyName(got.Working), KeyName(c.want.pub), len(taken), err)
			}
			// What was taken, kept and followed again from the pinned keys leads to the same place.
			again, _, err := NewKeys([]ed25519.PublicKey{w0.pub, r.pub}).Follow(append(slices.Clone(c.before), taken...))
			if err != nil || !again.Working.Equal(got.Working) {
				t.Errorf("read back it leads to %s, %v", KeyName(again.Working), err)
			}
		})
	}
}

func TestFramesUnderANewKey(t *testing.T) {
	signed := func(n int64, by pair) Frame {
		f, err := Seal(Frame{Type: TypeScreen, For: "S1", Number: n}, Screen{Code: "S1"}, by.priv)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	pinned := NewKeys([]ed25519.PublicKey{w0.pub, r.pub})
	planned, _, _ := pinned.Follow([]Handover{to(w1, 100, w0)})
	rescued, _, _ := pinned.Follow([]Handover{to(w1, 100, r)})
	for _, c := range []struct {
		name       string
		keys       Keys
		f          Frame
		wire, disk bool
	}{
		{"pinned, working", pinned, signed(5, w0), true, true},
		{"pinned, recovery signs no frames", pinned, signed(5, r), false, false},
		{"after a planned hand-over, the new key", planned, signed(120, w1), true, true},
		{"after a planned hand-over, the old key's of before", planned, signed(99, w0), false, true},
		{"after a planned hand-over, the old key's of later", planned, signed(100, w0), false, false},
		{"after a rescue, the old key's of before", rescued, signed(5, w0), false, false},
		{"after a rescue, the new key", rescued, signed(5, w1), true, true},
		{"nobody is trusted", Keys{}, signed(5, w0), false, false},
	} {
		if err := c.keys.Verify(c.f); (err == nil) != c.wire {
			t.Errorf("%s: from the wire: %v", c.name, err)
		}
		if err := c.keys.VerifyKept(c.f); (err == nil) != c.disk {
			t.Errorf("%s: from the disk: %v", c.name, err)
		}
	}
	if planned.Current(signed(1, w0)) || !planned.Current(signed(1, w1)) {
		t.Error("which key is today's is mixed up")
	}
	broken := signed(5, w0)
	broken.Body = []byte("{}")
	if err := planned.VerifyKept(broken); !errors.Is(err, ErrHash) {
		t.Errorf("changed on the disk: %v", err)
	}
}

func FuzzFollow(f *testing.F) {
	good := to(w1, 10, w0)
	f.Add(good.Key, good.By, good.Sig, good.From)
	f.Add([]byte{}, "", []byte{}, int64(-1))
	f.Add([]byte(x.pub), KeyName(r.pub), good.Sig, int64(1))
	f.Fuzz(func(t *testing.T, key []byte, by string, sig []byte, from int64) {
		keys, _, err := NewKeys([]ed25519.PublicKey{w0.pub, r.pub}).Follow([]Handover{{Key: key, By: by, Sig: sig, From: from}})
		if err == nil && !keys.Working.Equal(w1.pub) {
			t.Errorf("handed over to %x", keys.Working)
		}
	})
}

// A screen that was enrolled after the recovery key had spoken is told so, and takes no older word
// of that key; a chain that is put together to make it deaf teaches it nothing.
func TestEnrolledAfterARecovery(t *testing.T) {
	at := func(w pair) Keys { return NewKeys([]ed25519.PublicKey{w.pub, r.pub}) }
	old, last := to(w1, 10, r), to(w2, 40, r)
	for _, c := range []struct {
		name   string
		keys   Keys
		told   []Handover
		then   []Handover
		refuse bool
	}{
		{"told, an older one", at(w2), []Handover{last}, []Handover{old}, true},
		{"told with what came after, an older one", at(w3), []Handover{last, to(w3, 50, w2)}, []Handover{old}, true},
		{"told, a newer one", at(w2), []Handover{last}, []Handover{to(w3, 50, r)}, false},
		{"not told, an older one", at(w2), nil, []Handover{old}, false},
		{"links that do not join up", at(w1), []Handover{last, to(w1, 5, w0)}, []Handover{last}, false},
		{"a link that is not the recovery key's", at(w1), []Handover{altered(to(w1, 99, x), func(h *Handover) { h.By = KeyName(r.pub) })}, []Handover{last}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			keys, links, err := c.keys.Follow(c.told)
			if err != nil || len(links) != 0 {
				t.Fatalf("%d links, %v", len(links), err)
			}
			if _, _, err := keys.Follow(c.then); (err != nil) != c.refuse {
				t.Errorf("then: %v", err)
			}
		})
	}
}
