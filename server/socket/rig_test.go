package socket_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"maps"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/player/protocol/protocoltest"
	"ngatu/server/hub"
	"ngatu/server/socket"
)

const (
	screenCode = "HK-01"
	token      = "a token of this screen"
	audience   = "audience-1"
	board      = "board-1"
)

// rig is a real Fiber app with a hub and a socket on 127.0.0.1; who may come and what is on is kept
// in memory.
type rig struct {
	hub  *hub.Hub
	addr string
	key  ed25519.PrivateKey

	mu     sync.Mutex
	number int64
	runs   map[string]map[int64]bool
	status []protocol.Status
}

func newRig(t testing.TB, o hub.Options) *rig {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return newRigOn(t, o, l, 30*time.Second)
}

// newRigOn serves on l; whoever says no hello within helloIn is closed.
func newRigOn(t testing.TB, o hub.Options, l net.Listener, helloIn time.Duration) *rig {
	t.Helper()
	r := &rig{
		key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), number: content.Epoch,
		runs: map[string]map[int64]bool{},
	}
	r.hub = hub.New(o)
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get(protocol.PathSocket, socket.Handler(socket.Options{
		Hub: r.hub, Accept: r.accept, OnPlays: r.store, OnStatus: r.note,
		Now: func() int64 { return time.Now().UnixMilli() }, HelloIn: helloIn,
	}))
	r.addr = l.Addr().String()
	go app.Listener(socket.Listen(l))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		defer cancel()
		r.hub.Shutdown(ctx, 0)
		app.ShutdownWithTimeout(time.Second)
	})
	return r
}

func denied() error { return &content.Error{Code: content.Denied, Vi: "không", En: "no"} }

func (r *rig) accept(_ context.Context, k socket.Knock) (hub.Player, protocol.Welcome, error) {
	if k.Challenge == "" || k.Hello.Token != token || k.Hello.Screen == "no-such-screen" {
		return hub.Player{}, protocol.Welcome{}, denied()
	}
	return hub.Player{
		Screen: k.Hello.Screen,
		Topics: []string{"screen/" + k.Hello.Screen, "audience/" + audience, "board/" + board},
	}, protocol.Welcome{Build: "test", Key: protocol.KeyName(r.key.Public().(ed25519.PublicKey))}, nil
}

func (r *rig) store(_ context.Context, _ *hub.Session, p protocol.Plays) (protocol.Acked, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.runs[p.Journal] == nil {
		r.runs[p.Journal] = map[int64]bool{}
	}
	for _, run := range p.Runs {
		r.runs[p.Journal][run.Seq] = true
	}
	a := protocol.Acked{Journal: p.Journal}
	for r.runs[p.Journal][a.Seq+1] {
		a.Seq++
	}
	return a, nil
}

func (r *rig) note(_ *hub.Session, s protocol.Status) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = append(r.status, s)
}

// seal makes the next frame of a thing.
func (r *rig) seal(t testing.TB, typ protocol.Type, whom string, body any) protocol.Frame {
	t.Helper()
	r.mu.Lock()
	r.number++
	n := r.number
	r.mu.Unlock()
	f, err := protocol.Seal(protocol.Frame{Type: typ, For: whom, Number: n}, body, r.key)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (r *rig) publish(t testing.TB, topic string, f protocol.Frame) {
	t.Helper()
	if err := r.hub.Publish(topic, f); err != nil {
		t.Fatal(err)
	}
}

func (r *rig) programme(t testing.TB) {
	p := content.Programme{Zone: "Asia/Ho_Chi_Minh", From: content.Epoch, Until: content.Epoch + time.Now().UnixNano(), Evergreen: -1}
	for range 40 {
		p.Slides = append(p.Slides, content.Shown{ID: "slide", Campaign: "campaign", Kind: content.Notice, Dwell: 8000})
	}
	r.publish(t, "audience/"+audience, r.seal(t, protocol.TypeProgramme, audience, p))
}

func (r *rig) figures(t testing.TB) {
	r.publish(t, "board/"+board, r.seal(t, protocol.TypeFigures, board, protocol.Figures{Board: board, AsOf: time.Now().UnixNano()}))
}

func (r *rig) screen(t testing.TB, code string) {
	r.publish(t, "screen/"+code, r.seal(t, protocol.TypeScreen, code, protocol.Screen{Code: code, Audience: audience}))
}

func TestContract(t *testing.T) {
	t.Parallel()
	r := newRig(t, hub.Options{})
	r.screen(t, screenCode)
	r.programme(t)
	r.figures(t)
	protocoltest.Run(t, protocoltest.Origin{
		URL: "http://" + r.addr, Screen: screenCode, Token: token,
		Keys:            []ed25519.PublicKey{r.key.Public().(ed25519.PublicKey)},
		ChangeProgramme: r.programme, ChangeFigures: r.figures,
		Runs: func(_ testing.TB, journal string) []int64 {
			r.mu.Lock()
			defer r.mu.Unlock()
			return slices.Collect(maps.Keys(r.runs[journal]))
		},
		Shutdown: func(t testing.TB) {
			go r.hub.Shutdown(context.Background(), time.Second)
		},
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.status) == 0 || r.status[0].Clock != "synced" {
		b, _ := json.Marshal(r.status)
		t.Errorf("status heard: %s", b)
	}
}
