package protocoltest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

func refusesHello(t *testing.T, o Origin) {
	wrong := func(change func(*protocol.Hello)) func(challenge string) []byte {
		return func(challenge string) []byte {
			h := o.hello(challenge, nil)
			change(&h)
			f, err := protocol.Reply(protocol.TypeHello, h)
			if err != nil {
				t.Fatal(err)
			}
			b, err := f.Encode()
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	text := func(s string) func(string) []byte { return func(string) []byte { return []byte(s) } }
	cases := []struct {
		name string
		send func(challenge string) []byte
		code int
	}{
		{"no JSON", text("xin chào"), protocol.CloseHello},
		{"empty", text(""), protocol.CloseHello},
		{"another type first", text(`{"type":"clock","body":{"t0":1}}`), protocol.CloseHello},
		{"deep", text(`{"type":"hello","body":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`), protocol.CloseHello},
		{"no screen", wrong(func(h *protocol.Hello) { h.Screen = "" }), protocol.CloseHello},
		{"a version of tomorrow", wrong(func(h *protocol.Hello) { h.Version = 99 }), protocol.CloseVersion},
		{"a screen that is not enrolled", wrong(func(h *protocol.Hello) { h.Screen = "no-such-screen" }), protocol.CloseDenied},
	}
	if o.Token != "" {
		cases = append(cases, struct {
			name string
			send func(challenge string) []byte
			code int
		}{"a wrong token", wrong(func(h *protocol.Hello) { h.Token += "x" }), protocol.CloseDenied})
	}
	if o.Prove != nil {
		cases = append(cases, struct {
			name string
			send func(challenge string) []byte
			code int
		}{"a proof over another challenge", func(challenge string) []byte { return wrong(func(*protocol.Hello) {})(challenge + "x") }, protocol.CloseDenied})
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := dial(t, o, false)
			p.raw(c.send(p.header.Get(protocol.ChallengeHeader)))
			if code, reason := p.closed(); code != c.code {
				t.Errorf("closed with %d %q, want %d", code, reason, c.code)
			}
		})
	}
}

func refusesLarge(t *testing.T, o Origin) {
	t.Run("hello", func(t *testing.T) {
		p := dial(t, o, false)
		p.raw([]byte(`{"type":"hello","body":"` + strings.Repeat("x", protocol.MaxHello) + `"}`))
		if code, _ := p.closed(); code != protocol.CloseTooLarge {
			t.Errorf("closed with %d", code)
		}
	})
	t.Run("hello that is small while compressed", func(t *testing.T) {
		p := dial(t, o, true)
		p.raw([]byte(`{"type":"hello","body":"` + strings.Repeat("x", 1<<20) + `"}`))
		if code, _ := p.closed(); code != protocol.CloseTooLarge {
			t.Errorf("closed with %d", code)
		}
	})
	t.Run("plays", func(t *testing.T) {
		p := join(t, o, nil)
		p.raw([]byte(`{"type":"plays","body":"` + strings.Repeat("x", protocol.MaxPlays) + `"}`))
		if code, _ := p.closed(); code != protocol.CloseTooLarge {
			t.Errorf("closed with %d", code)
		}
	})
	t.Run("status", func(t *testing.T) {
		p := join(t, o, nil)
		p.raw([]byte(`{"type":"status","body":"` + strings.Repeat("x", protocol.TypeStatus.Limit()) + `"}`))
		if code, _ := p.closed(); code != protocol.CloseTooLarge {
			t.Errorf("closed with %d", code)
		}
	})
}

func refusesOrigin(t *testing.T, o Origin) {
	ws, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(o.URL, "http")+protocol.PathSocket,
		http.Header{"Origin": {"http://elsewhere.example"}})
	if err == nil {
		ws.Close()
		t.Fatal("a page of another site got a socket")
	}
	if resp == nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("refused with %v, want 403", err)
	}
	plain, err := http.Get(o.URL + protocol.PathSocket)
	if err != nil {
		t.Fatal(err)
	}
	plain.Body.Close()
	if plain.StatusCode != http.StatusUpgradeRequired {
		t.Errorf("a request that is no handshake got %d, want 426", plain.StatusCode)
	}
}
