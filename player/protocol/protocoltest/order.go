package protocoltest

import (
	"testing"

	"ngatu/player/protocol"
)

// namesTheKey: a page orders frames by the key that signs today, so the welcome names that key, and
// all frames after it carry it.
func namesTheKey(t *testing.T, o Origin) {
	p := dial(t, o, false)
	p.say(protocol.TypeHello, o.hello(p.header.Get(protocol.ChallengeHeader), nil))
	var w protocol.Welcome
	if err := p.await(protocol.TypeWelcome).Open(&w); err != nil {
		t.Fatal(err)
	}
	if w.Key == "" || len(o.Keys) > 0 && w.Key != protocol.KeyName(o.Keys[0]) {
		t.Errorf("the welcome names key %q", w.Key)
	}
	for _, f := range p.rest() {
		if f.Type.Signed() && f.Key != w.Key {
			t.Errorf("%s is signed by %s, today's key is %s", f.Thing(), f.Key, w.Key)
		}
	}
}

// takesHeads: a hello may carry the head of the newest frame that the player got here. That changes
// nothing for the player.
func takesHeads(t *testing.T, o Origin) {
	got := join(t, o, nil).rest()
	if len(got) == 0 {
		t.Fatal("nothing to show")
	}
	newest := got[0]
	for _, f := range got {
		if f.Number > newest.Number {
			newest = f
		}
	}
	p := dial(t, o, false)
	h := o.hello(p.header.Get(protocol.ChallengeHeader), hashes(got))
	h.Head = protocol.HeadOf(newest)
	p.say(protocol.TypeHello, h)
	p.await(protocol.TypeWelcome)
	if more := p.rest(); len(more) != 0 {
		t.Errorf("a player that has everything and shows it got %d frames more", len(more))
	}
}
