package e2e

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player"
	"ngatu/player/protocol"
)

const hall = "SANH-01"

// TestAgentFollowsTheKeys: staff hand over to a new key, by the old one and by the recovery key,
// and the screen follows once the server was started again; who stole the old key can neither show
// nor order anything any more.
func TestAgentFollowsTheKeys(t *testing.T) {
	t.Parallel()
	for name, recovery := range map[string]bool{"by the working key": false, "by the recovery key": true} {
		t.Run(name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			a := testkit.Server(t, config.Config{Data: data, Demo: true})
			address, err := url.Parse(a.Address())
			if err != nil {
				t.Fatal(err)
			}
			secret := ""
			if recovery {
				secret = a.RecoveryKey()
			}
			p := enrolled(t, a, hall)
			first := keyOf(t, data)
			until(t, "the screen's frames under the first key", 30*time.Second, func() bool { return allSigned(t, p, first) })
			testkit.Stop(t, a)

			thiefs := filepath.Join(t.TempDir(), "stolen")
			if err := os.CopyFS(thiefs, os.DirFS(data)); err != nil {
				t.Fatal(err)
			}
			if _, err := app.RotateKeys(data, secret, time.Now()); err != nil {
				t.Fatal(err)
			}
			second := keyOf(t, data)
			a = testkit.Server(t, config.Config{Data: data, Demo: true, Listen: address.Host})
			until(t, "all frames under the new key", 60*time.Second, func() bool { return allSigned(t, p, second) })
			obeys(t, a, p, "after the hand-over")
			testkit.Stop(t, a)

			// The thief has the old key and all that the server knew, and stands in its place.
			if _, err := app.RotateKeys(thiefs, "", time.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			thief := testkit.Server(t, config.Config{Data: thiefs, Demo: true, Listen: address.Host})
			order(t, thief, "theft", protocol.Reload)
			until(t, "the screen listens to the thief", 60*time.Second, func() bool { return !command(t, thief, "theft").Sent.IsZero() })
			page := pageOf(t, p)
			page.ws.SetReadDeadline(time.Now().Add(2 * time.Second))
			for {
				_, b, err := page.ws.ReadMessage()
				if err != nil {
					break
				}
				if f, err := protocol.Decode(b); err == nil && f.Type.Signed() && f.Key != second {
					t.Errorf("the thief put %s on the glass", f.Thing())
				}
			}
			testkit.Stop(t, thief)

			a = testkit.Server(t, config.Config{Data: data, Demo: true, Listen: address.Host})
			obeys(t, a, p, "with the server back")
			other := enrolled(t, a, hall)
			until(t, "a computer that is enrolled now takes frames under the new key", 60*time.Second, func() bool { return allSigned(t, other, second) })
		})
	}
}

// enrolled is an agent that staff have confirmed as a screen.
func enrolled(t *testing.T, a *app.App, screen string, how ...func(*player.Config)) *player.Player {
	t.Helper()
	codes := make(chan string, 10)
	cfg := player.Config{
		Server: a.Address(), Data: filepath.Join(t.TempDir(), screen), Listen: "127.0.0.1:0",
		Code: func(code string, _ time.Time) { codes <- code }, Poll: 100 * time.Millisecond,
	}
	for _, h := range how {
		h(&cfg)
	}
	p, err := player.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Stop(context.Background()) })
	select {
	case code := <-codes:
		_, err := a.Store().Change(t.Context(), "test", func(tx *store.Tx) error {
			_, err := tx.ConfirmEnrolment(t.Context(), code, screen)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(testkit.Patience):
		t.Fatal("the agent shows no code")
	}
	return p
}

// keyOf is the name of a folder's working key.
func keyOf(t *testing.T, data string) string {
	t.Helper()
	told, err := app.ShowKeys(data)
	if err != nil {
		t.Fatal(err)
	}
	return told.Working
}

// allSigned says whether the agent shows its page a screen and a programme, and all that it
// shows under one key.
func allSigned(t *testing.T, p *player.Player, key string) bool {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+p.Addr()+protocol.PathSocket, http.Header{"Origin": {"http://" + p.Addr()}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	onePage{ws}.say(t, protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: hall})
	seen := map[protocol.Type]bool{}
	for {
		quiet := 500 * time.Millisecond // after what it holds the agent has no more to say
		if !seen[protocol.TypeScreen] || !seen[protocol.TypeProgramme] {
			quiet = 5 * time.Second
		}
		ws.SetReadDeadline(time.Now().Add(quiet))
		_, b, err := ws.ReadMessage()
		if err != nil {
			return seen[protocol.TypeScreen] && seen[protocol.TypeProgramme]
		}
		if f, err := protocol.Decode(b); err == nil && f.Type.Signed() {
			if f.Key != key {
				return false
			}
			seen[f.Type] = true
		}
	}
}

func order(t *testing.T, a *app.App, id, kind string) {
	t.Helper()
	_, err := a.Store().Change(t.Context(), "test", func(tx *store.Tx) error {
		return tx.PutCommand(t.Context(), hall, protocol.Command{ID: id, Kind: kind}, 10*time.Minute)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func command(t *testing.T, a *app.App, id string) store.Command {
	t.Helper()
	c, err := a.Store().Command(t.Context(), hall, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// obeys gives a command and follows it to the page and back.
func obeys(t *testing.T, a *app.App, p *player.Player, id string) {
	t.Helper()
	page := pageOf(t, p)
	order(t, a, id, protocol.Identify)
	page.ws.SetReadDeadline(time.Now().Add(testkit.Patience))
	for got := (protocol.Command{}); got.ID != id; {
		_, b, err := page.ws.ReadMessage()
		if err != nil {
			t.Fatalf("the command %q: %v", id, err)
		}
		if f, err := protocol.Decode(b); err == nil && f.Type == protocol.TypeCommand {
			if err := f.Open(&got); err != nil {
				t.Fatal(err)
			}
		}
	}
	page.say(t, protocol.TypeStatus, protocol.Status{Clock: string(protocol.ClockSynced), Done: []string{id}})
	until(t, "it is acknowledged", 30*time.Second, func() bool { return !command(t, a, id).Done.IsZero() })
}

// onePage is a page's socket to its agent.
type onePage struct{ ws *websocket.Conn }

func pageOf(t *testing.T, p *player.Player) onePage {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+p.Addr()+protocol.PathSocket, http.Header{"Origin": {"http://" + p.Addr()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	o := onePage{ws}
	o.say(t, protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: hall})
	return o
}

func (o onePage) say(t *testing.T, typ protocol.Type, body any) {
	t.Helper()
	f, err := protocol.Reply(typ, body)
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.ws.WriteMessage(websocket.TextMessage, b); err != nil {
		t.Fatal(err)
	}
}
