package players_test

import (
	"context"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// caller is a player that said its hello.
type caller struct {
	t  testing.TB
	ws *websocket.Conn
}

func (r *rig) knock(hello func(challenge string) protocol.Hello) *caller {
	r.t.Helper()
	ws, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(r.Address(), "http")+protocol.PathSocket, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { ws.Close() })
	h := hello(resp.Header.Get(protocol.ChallengeHeader))
	h.Version = protocol.Version
	f, err := protocol.Reply(protocol.TypeHello, h)
	if err != nil {
		r.t.Fatal(err)
	}
	b, err := f.Encode()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := ws.WriteMessage(websocket.TextMessage, b); err != nil {
		r.t.Fatal(err)
	}
	return &caller{r.t, ws}
}

// patience is how long what must come may take on a busy machine; where all goes well nobody waits
// for it.
const patience = 30 * time.Second

// closed waits for the code with which the server hangs up; within 0 it looks whether it is
// welcome: 0.
func (c *caller) closed(within time.Duration) int {
	c.t.Helper()
	c.ws.SetReadDeadline(time.Now().Add(max(within, patience)))
	for {
		_, _, err := c.ws.ReadMessage()
		if bye, ok := err.(*websocket.CloseError); ok {
			return bye.Code
		}
		if err != nil {
			c.t.Fatal(err)
		}
		if within == 0 {
			return 0
		}
	}
}

// frame is the next frame.
func (c *caller) frame() protocol.Frame {
	c.t.Helper()
	c.ws.SetReadDeadline(time.Now().Add(patience))
	_, b, err := c.ws.ReadMessage()
	if err != nil {
		c.t.Fatal(err)
	}
	f, err := protocol.Decode(b)
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

// A revoked agent is told so by a frame that its pinned keys verify, for its own device alone.
// Others get none.
func TestReleased(t *testing.T) {
	r := newRig(t)
	pub, key := newKey(t)
	out := r.enrol(pub, screenCode)
	keys := protocol.NewKeys([]ed25519.PublicKey{out.Trusted[0], out.Trusted[1]})
	prove := func(key ed25519.PrivateKey) func(string) protocol.Hello {
		return func(challenge string) protocol.Hello {
			return protocol.Hello{
				Screen: screenCode, Proof: ed25519.Sign(key, protocol.HelloText(challenge, screenCode)), Nonce: "n1", Key: protocol.KeyName(out.Trusted[0]),
			}
		}
	}
	var w protocol.Welcome
	f := r.knock(prove(key)).frame()
	if err := f.Open(&w); err != nil || f.Type != protocol.TypeWelcome || !keys.Vouches(w, "n1", screenCode) || keys.Vouches(w, "n2", screenCode) {
		t.Errorf("the welcome is not signed over the hello's nonce: %+v, %v", w, err)
	}
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.RevokeCredentials(ctx, screenCode) })
	eventually(t, "the server has heard of it", func() bool {
		f = r.knock(prove(key)).frame()
		return f.Type != protocol.TypeWelcome
	})
	name := protocol.KeyName(pub)
	if err := keys.Release(f, screenCode, name, out.At); err != nil {
		t.Errorf("the device itself: %v", err)
	}
	if keys.Release(f, screenCode, "another", out.At) == nil || keys.Release(f, "HK-02", name, out.At) == nil || keys.Release(f, screenCode, name, f.Number+1) == nil {
		t.Error("it releases another device, another screen, or one that was enrolled later")
	}
	_, stranger := newKey(t)
	if code := r.knock(prove(stranger)).closed(patience); code != protocol.CloseDenied {
		t.Errorf("a stranger: %d", code)
	}
	r.enrol(pub, screenCode)
	if f := r.knock(prove(key)).frame(); f.Type != protocol.TypeWelcome {
		t.Errorf("enrolled again, it gets %s", f.Type)
	}
}

func TestRevoked(t *testing.T) {
	for name, revoke := range map[string]func(context.Context, *store.Tx) error{
		"all of a screen": func(ctx context.Context, tx *store.Tx) error { return tx.RevokeCredentials(ctx, screenCode) },
		"one": func(ctx context.Context, tx *store.Tx) error {
			all, err := tx.Credentials(ctx, screenCode)
			if err != nil {
				return err
			}
			return tx.RevokeCredential(ctx, all[0].ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			token, other := r.enrol(nil, screenCode).Token, r.enrol(nil, "HK-02").Token
			hello := func(screen, token string) func(string) protocol.Hello {
				return func(string) protocol.Hello { return protocol.Hello{Screen: screen, Token: token} }
			}
			kept := r.knock(hello("HK-02", other))
			if kept.closed(0) != 0 {
				t.Fatal("not welcome")
			}
			best := time.Hour
			for range 5 { // at once, for once: the machine may be busy
				lost := r.knock(hello(screenCode, token))
				if lost.closed(0) != 0 {
					t.Fatal("not welcome")
				}
				began := time.Now()
				r.change(revoke)
				if code := lost.closed(patience); code != protocol.CloseDropped {
					t.Errorf("closed with %d", code)
				}
				best = min(best, time.Since(began))
				back := r.knock(hello(screenCode, token))
				if f := back.frame(); f.Type != protocol.TypeReleased {
					t.Errorf("it came back and is told %s", f.Type)
				}
				if code := back.closed(patience); code != protocol.CloseDenied {
					t.Errorf("it came back: %d", code)
				}
				if best <= time.Second {
					break
				}
				token = r.enrol(nil, screenCode).Token
			}
			if best > time.Second {
				t.Errorf("it took %v", best)
			}
			kept.ws.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
			for {
				if _, _, err := kept.ws.ReadMessage(); err != nil {
					if _, closed := err.(*websocket.CloseError); closed {
						t.Error("another screen lost its socket")
					}
					break
				}
			}
			// A token of one screen opens no other.
			if code := r.knock(hello(screenCode, other)).closed(patience); code != protocol.CloseDenied {
				t.Errorf("another screen's token: %d", code)
			}
		})
	}
}
