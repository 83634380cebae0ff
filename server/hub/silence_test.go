package hub_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

func TestDropSaysWhy(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	_, e := join(t, h, hub.Player{Screen: "S"})
	h.Drop("S", "replaced "+strings.Repeat("x", 200))
	first, b, err := e.next()
	if err != nil || first != 0x88 || binary.BigEndian.Uint16(b) != protocol.CloseDropped || !strings.HasPrefix(string(b[2:]), "replaced") || len(b) > 125 {
		t.Errorf("%#x %q %v", first, b, err)
	}
}

func TestShutdownSpreadsTheReturn(t *testing.T) {
	h := hub.New(hub.Options{})
	seen := map[string]bool{}
	var ears []*ear
	for i := range 20 {
		_, e := join(t, h, hub.Player{Screen: fmt.Sprint(i)})
		ears = append(ears, e)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second) // a busy machine has said farewell to all by then
	defer cancel()
	ended := make(chan error)
	go func() { ended <- h.Shutdown(ctx, time.Minute) }()
	for _, e := range ears {
		first, b, err := e.next()
		if err != nil || first != 0x88 || binary.BigEndian.Uint16(b) != protocol.CloseRestart {
			t.Fatalf("%#x %q %v", first, b, err)
		}
		wait, ok := protocol.RetryAfter(string(b[2:]))
		if !ok || wait > time.Minute {
			t.Errorf("reason %q", b[2:])
		}
		seen[wait.String()] = true
	}
	if len(seen) < 15 {
		t.Errorf("20 players come back at %d different times", len(seen))
	}
	if err := <-ended; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("players that do not answer are cut off with the context; got %v", err)
	}
	mine, theirs := net.Pipe()
	defer mine.Close()
	if _, err := h.Join(theirs, hub.Player{Screen: "late"}); !errors.Is(err, hub.ErrClosing) {
		t.Errorf("join after shutdown: %v", err)
	}
}

func TestSilenceIsPingedThenDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New(hub.Options{})
		start := time.Now()
		s, e := join(t, h, hub.Player{Screen: "S"})
		talks, talker := join(t, h, hub.Player{Screen: "talks"})
		go io.Copy(io.Discard, talker.conn)
		stop := make(chan struct{})
		go func() {
			for tick := time.Tick(20 * time.Second); ; {
				select {
				case <-tick:
					talks.Heard()
				case <-stop:
					return
				}
			}
		}()
		var pings []time.Duration
		for {
			first, _, err := e.next()
			if err != nil {
				break
			}
			if first != 0x89 {
				t.Errorf("first byte %#x", first)
			}
			pings = append(pings, time.Since(start).Round(time.Second))
		}
		gone := time.Since(start).Round(time.Second)
		if len(pings) != 2 || pings[0] < 30*time.Second || pings[0] > 32*time.Second || gone < 75*time.Second || gone > 77*time.Second {
			t.Errorf("pinged at %v, dropped at %v", pings, gone)
		}
		if p := h.PresenceOf("talks"); len(p) != 1 || start.Add(gone).Sub(p[0].Heard) > 21*time.Second {
			t.Errorf("one that talks: %+v", p)
		}
		close(stop)
		s.Leave()
		end(t, h)
		synctest.Wait()
	})
}

func TestStuckWriterIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New(hub.Options{Writers: 2})
		_, stuck := join(t, h, hub.Player{Screen: "stuck", Topics: []string{"b"}})
		_, quick := join(t, h, hub.Player{Screen: "quick", Topics: []string{"b"}})
		start := time.Now()
		h.Publish("b", figures(t, "b", 1, "one"))
		if f := quick.frame(t); f.Number != 1 || time.Since(start) > time.Second {
			t.Errorf("frame %d after %v", f.Number, time.Since(start))
		}
		time.Sleep(20 * time.Second)
		if p := h.PresenceOf("stuck"); len(p) != 0 {
			t.Errorf("still here: %+v", p)
		}
		if len(h.PresenceOf("quick")) != 1 {
			t.Error("the quick one was dropped")
		}
		_ = stuck
		end(t, h)
	})
}
