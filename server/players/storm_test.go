package players_test

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

var storm = flag.Int("storm", 200, "players of the storm test")

// stormy is a player of the storm: what it holds, and what one coming in brought it.
type stormy struct {
	code, token string
	has         map[string]string
	got         []protocol.Frame
	ws          *websocket.Conn
	took        time.Duration
}

// comeBack dials, says what it has, and takes all that comes before the answer to its first
// question.
func (p *stormy) comeBack(address string) error {
	began := time.Now()
	d := websocket.Dialer{ReadBufferSize: 512, WriteBufferSize: 512, HandshakeTimeout: time.Minute}
	ws, _, err := d.Dial("ws"+strings.TrimPrefix(address, "http")+protocol.PathSocket, nil)
	if err != nil {
		return err
	}
	p.ws, p.got = ws, nil
	for _, one := range []struct {
		about protocol.Type
		body  any
	}{{protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: p.code, Token: p.token, Has: p.has}}, {protocol.TypeClock, protocol.Clock{Sent: 1}}} {
		f, err := protocol.Reply(one.about, one.body)
		if err != nil {
			return err
		}
		b, err := f.Encode()
		if err != nil {
			return err
		}
		if err := ws.WriteMessage(websocket.TextMessage, b); err != nil {
			return err
		}
	}
	ws.SetReadDeadline(time.Now().Add(time.Minute))
	for {
		_, b, err := ws.ReadMessage()
		if err != nil {
			return err
		}
		f, err := protocol.Decode(b)
		if err != nil {
			return err
		}
		if f.Type == protocol.TypeClock {
			p.took = time.Since(began)
			return nil
		}
		p.got = append(p.got, f)
	}
}

// Power returns in a district, twice, the second time while the first sockets are not known to be
// dead yet: who is up to date is told nothing but welcome, and the others what they lack.
func TestStorm(t *testing.T) {
	r := newRig(t)
	all := make([]*stormy, *storm)
	r.change(func(ctx context.Context, tx *store.Tx) error {
		for i := range all {
			p := &stormy{code: fmt.Sprintf("ST-%05d", i), token: fmt.Sprint("token of storm ", i)}
			all[i] = p
			place := content.Place{
				Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
				Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}
			if err := tx.PutScreen(ctx, content.Screen{Code: p.code, Name: p.code, Places: []content.Place{place}}); err != nil {
				return err
			}
			sum := sha256.Sum256([]byte(p.token))
			if err := tx.PutCredential(ctx, store.Credential{ID: p.code, Screen: p.code, Kind: store.ByToken, Value: sum[:]}); err != nil {
				return err
			}
		}
		return nil
	})
	last := all[len(all)-1].code
	for end := time.Now().Add(2 * patience); ; time.Sleep(20 * time.Millisecond) {
		if _, err := r.Store().NewestFrame(t.Context(), protocol.TypeScreen, last); err == nil {
			break
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
	time.Sleep(100 * time.Millisecond)
	all[0].comeBack(r.Address())
	want := map[protocol.Type]int{}
	for _, f := range all[0].got {
		want[f.Type]++
	}
	if want[protocol.TypeScreen] != 1 || want[protocol.TypeProgramme] != 1 || want[protocol.TypeFigures] != 1 {
		t.Fatalf("a new player gets %v", want)
	}
	shared := map[string]string{}
	for _, f := range all[0].got {
		if f.Hash != "" && f.Type != protocol.TypeScreen {
			shared[f.Thing()] = f.Hash
		}
	}
	for i, p := range all {
		own, err := r.Store().NewestFrame(t.Context(), protocol.TypeScreen, p.code)
		if err != nil {
			t.Fatal(err)
		}
		p.has = maps.Clone(shared)
		p.has[own.Thing()] = own.Hash
		if i%10 == 9 { // it was off when the programme changed
			for thing := range p.has {
				if strings.HasPrefix(thing, string(protocol.TypeProgramme)) {
					p.has[thing] = string(content.DigestOf([]byte("older")))
				}
			}
		}
	}
	for _, name := range []string{"the storm", "a second one on top of it"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		var busy sync.WaitGroup
		for part := range 32 {
			busy.Go(func() {
				for i := part; i < len(all); i += 32 {
					if err := all[i].comeBack(r.Address()); err != nil {
						t.Errorf("%s: %s: %v", name, all[i].code, err)
						return
					}
					ws := all[i].ws
					t.Cleanup(func() { ws.Close() })
				}
			})
		}
		busy.Wait()
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		var single []float64
		for i, p := range all {
			single = append(single, float64(p.took.Microseconds())/1000)
			programmes, others := 0, 0
			for _, f := range p.got {
				switch f.Type {
				case protocol.TypeWelcome:
				case protocol.TypeProgramme:
					programmes++
				default:
					others++
				}
			}
			if behind := i%10 == 9; others != 0 || (programmes == 1) != behind || programmes > 1 {
				t.Fatalf("%s: player %d got %d programmes and %d other frames", name, i, programmes, others)
			}
		}
		t.Logf("%s: %d players were back in %v, %.0f kB allocated for each, both ends", name, len(all), took,
			float64(after.TotalAlloc-before.TotalAlloc)/1000/float64(len(all)))
		testkit.Figure{What: fmt.Sprintf("%s: %d players come back, each from dial to silence", name, len(all)), Unit: "ms", Values: single}.Say(t)
	}
}
