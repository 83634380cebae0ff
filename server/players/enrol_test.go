package players_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/player/protocol/protocoltest"
)

// origin is the server as the contract of an origin sees it.
func (r *rig) origin() protocoltest.Origin {
	return protocoltest.Origin{
		URL: r.Address(), Screen: screenCode, ChangeProgramme: r.changeProgramme, ChangeFigures: r.changeFigures,
		Runs: func(t testing.TB, journal string) (all []int64) {
			stored, err := r.Store().Runs(t.Context(), store.RunQuery{Screen: screenCode, Until: time.Now().AddDate(10, 0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range stored {
				if one.Journal == journal {
					all = append(all, one.Seq)
				}
			}
			return all
		},
		Shutdown: func(testing.TB) {
			go r.Stop(context.WithoutCancel(r.t.Context()))
		},
		Quiet: 300 * time.Millisecond,
	}
}

func TestContractByToken(t *testing.T) {
	r := newRig(t)
	o := r.origin()
	o.Token = r.enrol(nil, screenCode).Token
	o.Polls = true
	o.Medium = r.medium()
	protocoltest.Run(t, o)
}

func TestContractByKey(t *testing.T) {
	r := newRig(t)
	pub, key := newKey(t)
	o := r.origin()
	for _, k := range r.enrol(pub, screenCode).Trusted {
		o.Keys = append(o.Keys, k)
	}
	if len(o.Keys) != 2 {
		t.Fatalf("%d keys to pin, want the working key and the recovery key", len(o.Keys))
	}
	o.Prove = func(challenge string) []byte { return ed25519.Sign(key, protocol.HelloText(challenge, screenCode)) }
	protocoltest.Run(t, o)
}

func newKey(t *testing.T) (ed25519.PublicKey, ed25519.PrivateKey) {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pub, key
}

// anAsk begins an enrolment that nobody goes on with.
var anAsk = protocol.EnrolAsk{Kind: protocol.KindPage, Key: make([]byte, 32), Commit: make([]byte, 32)}

func TestEnrolment(t *testing.T) {
	r := newRig(t)
	t.Run("staff confirm the code that both ends work out", func(t *testing.T) {
		a := r.ask(nil)
		if len(a.Code) != 9 || a.Code[4] != '-' || strings.ContainsAny(a.Code, "01258BILOSZ") {
			t.Errorf("code %q is not easily read off a screen", a.Code)
		}
		if left := time.Until(time.UnixMilli(a.Expires)); left < 9*time.Minute || left > 11*time.Minute {
			t.Errorf("it is good for %v", left)
		}
		if status, _ := r.poll(a); status != http.StatusNoContent {
			t.Errorf("before staff confirmed it: %d", status)
		}
		r.confirm(a.Code, screenCode)
		if status, out := r.poll(a); status != http.StatusOK || out.Screen != screenCode {
			t.Errorf("confirmed: %d %+v", status, out)
		}
	})
	t.Run("there is no code before the nonce is shown", func(t *testing.T) {
		a := r.begin(nil)
		if _, err := r.Store().Enrolment(t.Context(), a.Code); content.CodeOf(err) != content.NotFound {
			t.Errorf("the server knows the code: %v", err)
		}
		if status, _ := r.poll(a); status != http.StatusNoContent {
			t.Errorf("polled: %d", status)
		}
	})
	t.Run("no other nonce than the one committed to", func(t *testing.T) {
		a := r.begin(nil)
		other := bytes.Repeat([]byte{1}, protocol.NonceSize)
		for _, nonce := range [][]byte{other, nil, a.Device[1:]} {
			if status, _ := r.post(protocol.PathEnrolOpen, protocol.EnrolOpen{Poll: a.Poll, Nonce: nonce}); status != http.StatusGone {
				t.Errorf("status %d", status)
			}
		}
		for range 2 { // the answer may be lost on the way
			if status, _ := r.post(protocol.PathEnrolOpen, protocol.EnrolOpen{Poll: a.Poll, Nonce: a.Device}); status != http.StatusNoContent {
				t.Errorf("its own nonce: %d", status)
			}
		}
	})
	t.Run("of many who poll at once all hear it, and there is one credential", func(t *testing.T) {
		a := r.ask(nil)
		r.confirm(a.Code, screenCode)
		var all sync.WaitGroup
		got := make(chan int, 8)
		for range 8 {
			all.Go(func() { status, _ := r.poll(a); got <- status })
		}
		all.Wait()
		close(got)
		for status := range got {
			if status != http.StatusOK {
				t.Errorf("status %d", status)
			}
		}
		creds, err := r.Store().Credentials(t.Context(), screenCode)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range creds {
			if bytes.Equal(c.Value, a.Key) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d credentials", n)
		}
	})
	t.Run("an agent that lost the answer asks again", func(t *testing.T) {
		pub, _ := newKey(t)
		a := r.ask(pub)
		r.confirm(a.Code, screenCode)
		for range 2 {
			if status, out := r.poll(a); status != http.StatusOK || out.Screen != screenCode || len(out.Trusted) != 2 {
				t.Errorf("%d %+v", status, out)
			}
		}
	})
	t.Run("an agent keeps its key and becomes another screen", func(t *testing.T) {
		pub, key := newKey(t)
		r.enrol(pub, screenCode)
		r.change(func(ctx context.Context, tx *store.Tx) error { return tx.RevokeCredentials(ctx, screenCode) })
		r.enrol(pub, screenCode) // after it was revoked
		r.enrol(pub, "HK-02")    // and without
		prove := func(screen string) func(string) protocol.Hello {
			return func(challenge string) protocol.Hello {
				return protocol.Hello{Screen: screen, Proof: ed25519.Sign(key, protocol.HelloText(challenge, screen))}
			}
		}
		if code := r.knock(prove("HK-02")).closed(0); code != 0 {
			t.Errorf("as the screen that it is: %d", code)
		}
		if code := r.knock(prove(screenCode)).closed(patience); code != protocol.CloseDenied {
			t.Errorf("as the screen that it was: %d", code)
		}
	})
	t.Run("an expired code is gone", func(t *testing.T) {
		secret := "a poll secret"
		err := r.Store().PutEnrolment(t.Context(), store.Enrolment{Code: "OLD-ONE", Secret: digest(secret), Expires: time.Now().Add(-time.Second)})
		if err != nil {
			t.Fatal(err)
		}
		if status, _ := r.poll(asked{EnrolOffer: protocol.EnrolOffer{Poll: secret}}); status != http.StatusGone {
			t.Errorf("status %d", status)
		}
	})
	t.Run("what is not right is refused", func(t *testing.T) {
		for _, c := range []struct {
			name, body string
			status     int
		}{
			{"no JSON", "xin chào", 400},
			{"a key of another length", `{"kind":"agent","key":"AAAA"}`, 400},
			{"an old program", `{"key":"AAAA"}`, 422},
			{"negative", `{"kind":"page","w":-1}`, 400},
			{"large", `{"build":"` + strings.Repeat("x", 5000) + `"}`, 413},
			{"a long build", `{"kind":"page","build":"` + strings.Repeat("x", 200) + `"}`, 400},
		} {
			if status, b := r.post(protocol.PathEnrol, []byte(c.body)); status != c.status {
				t.Errorf("%s: %d %s", c.name, status, b)
			}
		}
		if status, _ := r.poll(asked{EnrolOffer: protocol.EnrolOffer{Poll: "unknown"}}); status != http.StatusGone {
			t.Errorf("an unknown secret: %d", status)
		}
	})
	t.Run("nobody asks without end", func(t *testing.T) {
		for i := range 60 {
			if status, _ := r.post(protocol.PathEnrol, anAsk); status == http.StatusTooManyRequests {
				return
			} else if status != http.StatusOK {
				t.Fatalf("ask %d: %d", i, status)
			}
		}
		t.Error("60 codes within a minute for one address")
	})
	t.Run("an address is what the proxy says, not what the client adds", func(t *testing.T) {
		ask := func(forwarded string) int {
			status, _ := r.post(protocol.PathEnrol, anAsk, "X-Forwarded-For", forwarded)
			return status
		}
		refused := 0
		for i := range 60 {
			if ask(fmt.Sprintf("198.18.0.%d, 203.0.113.7", i)) == http.StatusTooManyRequests {
				refused++
			}
		}
		if refused == 0 {
			t.Error("a client that makes up addresses gets 60 codes within a minute")
		}
		if status := ask("203.0.113.8"); status != http.StatusOK {
			t.Errorf("another client of the same proxy: %d", status)
		}
	})
}
