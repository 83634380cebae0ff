package protocol_test

import (
	"crypto/ed25519"
	"testing"

	"ngatu/player/protocol"
)

// goldenHead is of a takeover that a player holds.
func goldenHead() *protocol.Head {
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeTakeover, For: goldenScreen, Number: goldenNow, From: goldenNow, Until: goldenNow + 1}, protocol.Takeover{ID: "t"}, goldenKey)
	if err != nil {
		panic(err) // of numbers and text
	}
	return protocol.HeadOf(f)
}

// A hello shows the head of the newest frame. It is read the quick way, and its signature is
// checked by the server's own key.
func TestHelloWithAHead(t *testing.T) {
	hello, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: 1, Screen: goldenScreen, Head: goldenHead()})
	if err != nil {
		t.Fatal(err)
	}
	b, err := hello.Encode()
	if err != nil || len(b) > protocol.MaxHello/4 {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	hi, err := protocol.DecodeHello(b)
	pub := goldenKey.Public().(ed25519.PublicKey)
	if err != nil || hi.Head == nil || hi.Head.Number != goldenNow || !hi.Head.SignedBy(pub) {
		t.Fatalf("read %+v, %v", hi.Head, err)
	}
	for name, change := range map[string]func(*protocol.Head){
		"number": func(h *protocol.Head) { h.Number++ }, "from": func(h *protocol.Head) { h.From++ },
		"screen": func(h *protocol.Head) { h.For += "x" }, "hash": func(h *protocol.Head) { h.Hash += "0" },
		"no thing": func(h *protocol.Head) { h.Type = protocol.TypeStatus }, "key": func(h *protocol.Head) { h.Key = "0011" },
	} {
		other := *hi.Head
		if change(&other); other.SignedBy(pub) {
			t.Errorf("another %s passes", name)
		}
	}
}
