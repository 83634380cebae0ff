package app_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// glass is a player that shows the takeovers which it is sent, and says so.
type glass struct {
	t    *testing.T
	code string
	ws   *websocket.Conn
	keys []ed25519.PublicKey

	writes sync.Mutex // a socket takes one at a time

	mu   sync.Mutex
	book *protocol.Book
	on   map[string]int64 // number of the frame, by press
	went []string         // presses that were on and are not, in order
	got  []protocol.Frame // all that were sent
	told int              // questions that were answered
}

// putGlass puts screens with a credential of their own, all in Đống Đa.
func putGlass(t *testing.T, s *store.Store, codes ...string) {
	t.Helper()
	_, err := s.Change(t.Context(), "test", func(tx *store.Tx) error {
		var errs []error
		for _, code := range codes {
			sum := sha256.Sum256([]byte("token of " + code))
			errs = append(errs, tx.PutScreen(t.Context(), content.Screen{Code: code, Name: code, Places: []content.Place{{
				Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Zone: content.DefaultZone, Kind: content.LED, Venue: content.Intersection,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}}}), tx.PutCredential(t.Context(), store.Credential{ID: code, Screen: code, Kind: store.ByToken, Value: sum[:]}))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// connect connects the player of a screen to a server, as soon as that knows the screen.
func connect(t *testing.T, a *app.App, code string) *glass {
	t.Helper()
	return connectWith(t, a, code, nil)
}

// connectWith connects a player that has shown a frame already.
func connectWith(t *testing.T, a *app.App, code string, head *protocol.Head) *glass {
	t.Helper()
	key := workingKey(t, filepath.Dir(a.Inbox())).Public().(ed25519.PublicKey)
	g := &glass{t: t, code: code, keys: []ed25519.PublicKey{key}, book: protocol.NewBook(code), on: map[string]int64{}}
	until(t, code+" is let in", func() bool {
		ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(a.Address(), "http")+protocol.PathSocket, nil)
		if err != nil {
			t.Fatal(err)
		}
		g.ws = ws
		g.say(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: code, Token: "token of " + code, Ranks: true, Head: head})
		ws.SetReadDeadline(time.Now().Add(testkit.Patience))
		_, b, err := ws.ReadMessage()
		if f, bad := protocol.Decode(b); err == nil && bad == nil && f.Type == protocol.TypeWelcome {
			return true
		}
		ws.Close()
		return false
	})
	t.Cleanup(func() { g.ws.Close() })
	go g.read()
	return g
}

func workingKey(t *testing.T, data string) ed25519.PrivateKey {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(data, "keys", "working.key"))
	if err != nil {
		t.Fatal(err)
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	return ed25519.NewKeyFromSeed(seed[:ed25519.SeedSize])
}

func (g *glass) say(typ protocol.Type, body any) {
	f, err := protocol.Reply(typ, body)
	if err == nil {
		var b []byte
		if b, err = f.Encode(); err == nil {
			g.writes.Lock()
			defer g.writes.Unlock()
			err = g.ws.WriteMessage(websocket.TextMessage, b)
		}
	}
	if err != nil {
		g.t.Log(err)
	}
}

func (g *glass) read() {
	for {
		g.ws.SetReadDeadline(time.Time{})
		_, b, err := g.ws.ReadMessage()
		if err != nil {
			return
		}
		f, err := protocol.Decode(b)
		if err == nil && f.Type == protocol.TypeClock {
			g.mu.Lock()
			g.told++
			g.mu.Unlock()
		}
		if err == nil && f.Type.Signed() {
			g.take(f)
		}
	}
}

// take takes a frame as players do.
func (g *glass) take(f protocol.Frame) {
	if err := f.Verify(g.keys); err != nil {
		g.t.Errorf("%s: a frame of %s is not signed: %v", g.code, f.Thing(), err)
		return
	}
	var body protocol.Takeover
	if f.Type == protocol.TypeTakeover {
		if err := f.Open(&body); err != nil {
			g.t.Error(err)
		}
	}
	g.mu.Lock()
	g.got = append(g.got, f)
	_, err := g.book.Accept(f, time.Now().UnixMilli())
	if err == nil && body.Programme != nil {
		g.on[body.ID] = f.Number
	}
	has := g.book.Has()
	maps.DeleteFunc(g.on, func(press string, _ int64) bool {
		gone := true
		for thing := range has {
			gone = gone && !strings.HasPrefix(thing, "takeover/"+press+"/")
		}
		if gone {
			g.went = append(g.went, press)
		}
		return gone
	})
	g.mu.Unlock()
	if err == nil && body.Programme != nil {
		g.say(protocol.TypeStatus, protocol.Status{Slide: body.ID, Clock: "synced", Takeover: f.Number, Painted: time.Now().UnixMilli()})
	}
}

// shows lists the presses on the glass.
func (g *glass) shows() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Sorted(maps.Keys(g.on))
}

// number is that of the frame of a press, and gone what was on before.
func (g *glass) number(press string) (number int64, gone []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.on[press], slices.Clone(g.went)
}

// asks waits for the answer to a question, before which comes what was sent before, and gives all
// frames of types so far.
func (g *glass) asks(types ...protocol.Type) (all []protocol.Frame) {
	g.t.Helper()
	told := func() int {
		g.mu.Lock()
		defer g.mu.Unlock()
		return g.told
	}
	was := told()
	g.say(protocol.TypeClock, protocol.Clock{Sent: 1})
	until(g.t, g.code+" is answered", func() bool { return told() > was })
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, f := range g.got {
		if slices.Contains(types, f.Type) {
			all = append(all, f)
		}
	}
	return all
}

// until waits for what must come.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(testkit.Patience); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it did not come: %s", what)
		}
	}
}

// prepare puts a takeover that is approved.
func prepare(t *testing.T, s *store.Store, id string) {
	t.Helper()
	if _, err := s.Change(t.Context(), "test", func(tx *store.Tx) error {
		return tx.PutTakeover(context.WithoutCancel(t.Context()), content.Takeover{
			ID: id, Title: "Ngập nặng", Gravity: content.Danger, State: content.Approved, Author: "test", Approval: content.Approval{By: "binh", At: tx.Time()},
			Words: content.Words{Head: "Ngập nặng. Tránh khu vực này."},
		})
	}); err != nil {
		t.Fatal(err)
	}
}
