package e2e

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player"
	"ngatu/player/protocol"
)

// middle stands between a screen and the server on plain HTTP and may change whatever passes.
type middle struct {
	t      *testing.T
	server *url.URL
	change map[string]func(out bool, body []byte) []byte // by path; out: on the way to the server
}

// between opens it and gives its address.
func between(t *testing.T, a *app.App, change map[string]func(bool, []byte) []byte) string {
	t.Helper()
	server, err := url.Parse(a.Address())
	if err != nil {
		t.Fatal(err)
	}
	m := &middle{t, server, change}
	web := httptest.NewServer(m)
	t.Cleanup(web.Close)
	return web.URL
}

func (m *middle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	change := m.change[r.URL.Path]
	if change == nil {
		httputil.NewSingleHostReverseProxy(m.server).ServeHTTP(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	resp, err := http.Post(m.server.String()+r.URL.Path, "application/json", bytes.NewReader(change(true, body)))
	if err != nil {
		m.t.Error(err)
		return
	}
	defer resp.Body.Close()
	body, _ = io.ReadAll(resp.Body)
	if resp.StatusCode == http.StatusOK {
		body = change(false, body)
	}
	w.WriteHeader(resp.StatusCode)
	w.Write(body)
}

// altered is JSON with something in it changed.
func altered[T any](t *testing.T, b []byte, change func(*T)) []byte {
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Errorf("%s: %v", b, err)
	}
	change(&v)
	b, err := json.Marshal(v)
	if err != nil {
		t.Error(err)
	}
	return b
}

func asIs(_ bool, b []byte) []byte { return b }

// TestSomebodyBetweenIsNoticed: whoever swaps a key, at either end or both, makes the screen show a
// code that the server does not know, so staff cannot confirm it; and whoever changes the answer
// after staff confirmed is not believed.
func TestSomebodyBetweenIsNoticed(t *testing.T) {
	a := testkit.Server(t, config.Config{Demo: true})
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	mine, his := make([]byte, protocol.NonceSize), make([]byte, protocol.NonceSize)
	swapKey := func(out bool, b []byte) []byte {
		if !out {
			return b
		}
		return altered(t, b, func(ask *protocol.EnrolAsk) {
			ask.Key, ask.Commit = pub, protocol.EnrolCommit(ask.Kind, pub, mine)
		})
	}
	showMine := func(out bool, b []byte) []byte {
		if !out {
			return b
		}
		return altered(t, b, func(o *protocol.EnrolOpen) { o.Nonce = mine })
	}
	swapOffer := func(out bool, b []byte) []byte {
		if out {
			return b
		}
		return altered(t, b, func(o *protocol.EnrolOffer) { o.Trusted, o.Nonce = [][]byte{pub, pub}, his })
	}
	type changes = map[string]func(bool, []byte) []byte
	for name, change := range map[string]changes{
		"his key in place of the screen's":  {protocol.PathEnrol: swapKey, protocol.PathEnrolOpen: showMine},
		"his keys in place of the server's": {protocol.PathEnrol: swapOffer},
		"both": {
			protocol.PathEnrol:     func(out bool, b []byte) []byte { return swapOffer(out, swapKey(out, b)) },
			protocol.PathEnrolOpen: showMine,
		},
		"another recovery key": {protocol.PathEnrol: func(out bool, b []byte) []byte {
			if out {
				return b
			}
			return altered(t, b, func(o *protocol.EnrolOffer) { o.Trusted[1] = pub })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			codes := screenAt(t, between(t, a, change), nil)
			code := <-codes
			if _, err := a.Store().Enrolment(t.Context(), code); content.CodeOf(err) != content.NotFound {
				t.Errorf("the server knows the code %s that the screen shows: %v", code, err)
			}
			waiting, err := a.Store().Enrolments(t.Context(), 10)
			if err != nil || len(waiting) == 0 {
				t.Errorf("no enrolment reached the server, %v", err)
			}
		})
	}

	confirm := func(code, screen string) {
		t.Helper()
		if _, err := a.Store().Change(t.Context(), "test", func(tx *store.Tx) error {
			_, err := tx.ConfirmEnrolment(t.Context(), code, screen)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for name, change := range map[string]func(*protocol.Enrolled){
		"another screen": func(e *protocol.Enrolled) { e.Screen = "SANH-02" },
		"another time":   func(e *protocol.Enrolled) { e.At-- },
		"a hand-over of his": func(e *protocol.Enrolled) {
			e.Chain = []protocol.Handover{protocol.SignHandover(pub, 1, key)}
		},
		"signed by him": func(e *protocol.Enrolled) { e.Screen, e.Sig = "SANH-02", ed25519.Sign(key, []byte("x")) },
	} {
		t.Run("after staff confirmed: "+name, func(t *testing.T) {
			answered := make(chan bool, 100)
			who := make(chan string, 1)
			codes := screenAt(t, between(t, a, changes{protocol.PathEnrolPoll: func(out bool, b []byte) []byte {
				if out {
					return b
				}
				answered <- true
				return altered(t, b, change)
			}}), who)
			confirm(<-codes, hall)
			<-answered
			select {
			case screen := <-who:
				t.Errorf("it took the answer and is %s", screen)
			case <-codes: // it begins again
			}
		})
	}
	t.Run("who only listens does no harm", func(t *testing.T) {
		who := make(chan string, 1)
		codes := screenAt(t, between(t, a, changes{protocol.PathEnrol: asIs, protocol.PathEnrolOpen: asIs, protocol.PathEnrolPoll: asIs}), who)
		confirm(<-codes, hall)
		if screen := <-who; screen != hall {
			t.Errorf("it is %s", screen)
		}
	})
}

// screenAt is an agent that is nobody yet; it gives the codes that it shows. who is told when
// it becomes a screen.
func screenAt(t *testing.T, server string, who chan string) chan string {
	t.Helper()
	codes := make(chan string, 10)
	p, err := player.New(player.Config{
		Server: server, Data: filepath.Join(t.TempDir(), "screen"), Listen: "127.0.0.1:0", Poll: 50 * time.Millisecond,
		Code:     func(code string, _ time.Time) { codes <- code },
		Enrolled: func(screen string) { who <- screen },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Stop(context.Background()) })
	return codes
}
