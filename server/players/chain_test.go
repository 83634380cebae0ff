package players

import (
	"crypto/ed25519"
	"strconv"
	"testing"
	"time"

	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// Wherever a player stands, what it is sent leads it to the newest key, and a key that handed over
// leads nowhere else.
func TestChainLeadsFromEveryKey(t *testing.T) {
	var keys []ed25519.PrivateKey
	for range 6 {
		_, k, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k)
	}
	public := func(i int) ed25519.PublicKey { return keys[i].Public().(ed25519.PublicKey) }
	const first, second, third, fourth, recovery, thief = 0, 1, 2, 3, 4, 5
	full := []protocol.Handover{
		protocol.SignHandover(public(second), 10, keys[first]),
		protocol.SignHandover(public(third), 20, keys[recovery]),
		protocol.SignHandover(public(fourth), 30, keys[third]),
	}
	stolen := protocol.SignHandover(public(thief), 15, keys[second])
	for _, c := range []struct {
		name  string
		was   []protocol.Handover // what the player has followed so far
		links int                 // that it is sent
	}{
		{"who pinned the first", nil, 2}, // from the recovery key on
		{"who followed once", full[:1], 2},
		{"who followed twice", full[:2], 1},
		{"who is at the end", full, 0},
		{"whom the thief has led away", []protocol.Handover{full[0], stolen}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			player, _, err := protocol.NewKeys([]ed25519.PublicKey{public(first), public(recovery)}).Follow(c.was)
			if err != nil {
				t.Fatal(err)
			}
			s := &Players{Options: Options{Trusted: []ed25519.PublicKey{public(fourth), public(recovery)}, Chain: full}}
			sent := s.chain(protocol.Hello{Key: protocol.KeyName(player.Working)})
			if len(sent) != c.links {
				t.Errorf("%d links", len(sent))
			}
			after, _, err := player.Follow(sent)
			if err != nil || !after.Working.Equal(public(fourth)) {
				t.Errorf("it does not come to the newest key: %v", err)
			}
		})
	}
	// The recovery key spoke twice; a computer that is enrolled afterwards is shown its first word
	// once more.
	late := append(full[:2:2], protocol.SignHandover(public(fourth), 40, keys[recovery]))
	s := &Players{Options: Options{Trusted: []ed25519.PublicKey{public(fourth), public(recovery)}, Chain: late}}
	told := s.recovered()
	player, _, err := protocol.NewKeys(s.Trusted).Follow(told)
	if err != nil || !player.Working.Equal(public(fourth)) {
		t.Fatalf("what enrolment says leads elsewhere: %v", err)
	}
	if back, _, err := player.Follow(full[:2]); err == nil || !back.Working.Equal(public(fourth)) {
		t.Error("a replayed hand-over leads a new screen back to a key that was put away")
	}
	s = &Players{Options: Options{Trusted: []ed25519.PublicKey{public(second), public(recovery)}, Chain: full[:1]}}
	if sent := s.chain(protocol.Hello{Key: protocol.KeyName(public(first))}); len(sent) != 1 {
		t.Errorf("without a link of the recovery key: %d", len(sent))
	}
	if sent := s.chain(protocol.Hello{}); sent != nil {
		t.Error("a page, which verifies nothing, is sent a chain")
	}
}

func TestAsksAreBounded(t *testing.T) {
	s := New(Options{Store: &store.Store{}})
	now := time.Now()
	for i := range asksOfOne {
		if !s.mayAsk("10.0.0.1", now) {
			t.Fatalf("ask %d was refused", i+1)
		}
	}
	if s.mayAsk("10.0.0.1", now) {
		t.Error("one address asks without end")
	}
	if !s.mayAsk("10.0.0.2", now) {
		t.Error("one address keeps another from asking")
	}
	if !s.mayAsk("10.0.0.1", now.Add(time.Minute)) {
		t.Error("a minute later it may not ask again")
	}
	for i := range asksOfAll {
		s.mayAsk(strconv.Itoa(i), now.Add(time.Minute))
	}
	if s.mayAsk("10.0.0.3", now.Add(time.Minute)) {
		t.Error("many addresses together ask without end")
	}
}
