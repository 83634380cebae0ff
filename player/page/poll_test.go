package page

import (
	"encoding/json"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// polled is a session of long polling: a socket to the origin that is kept here.
type polled struct {
	ws  *websocket.Conn
	got chan json.RawMessage
}

// pollNode is the node that answers: a page whose session is there names it, for a balancer goes by it.
const pollNode = "may-2"

// poll is the fallback as one of several servers speaks it.
func (o *origin) poll(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		ID     string
		Frames []json.RawMessage
		Wait   int64
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		o.t.Errorf("the page polls with %v", err)
		return
	}
	want := ""
	if ask.ID != "" {
		want = pollNode
	}
	if node := r.URL.Query().Get("node"); node != want {
		o.t.Errorf("the page polls its session %q at the node %q, want %q", ask.ID, node, want)
	}
	p, ok := o.session(&ask.ID)
	if !ok {
		w.WriteHeader(http.StatusGone)
		return
	}
	for _, f := range ask.Frames {
		_ = p.ws.WriteMessage(websocket.TextMessage, f)
	}
	out := []json.RawMessage{}
	timer := time.After(time.Duration(ask.Wait) * time.Millisecond)
	select {
	case f, open := <-p.got:
		if !open {
			_ = json.NewEncoder(w).Encode(map[string]any{"id": ask.ID, "node": pollNode, "closed": map[string]any{"code": 1006, "reason": ""}})
			return
		}
		out = append(out, f)
	case <-timer:
	case <-r.Context().Done():
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"id": ask.ID, "node": pollNode, "frames": out})
}

var names atomic.Int64

func (o *origin) session(id *string) (*polled, bool) {
	if *id != "" {
		p, ok := o.polls.Load(*id)
		if !ok {
			return nil, false
		}
		return p.(*polled), true
	}
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+o.addr+"/ws?direct", nil)
	if err != nil {
		return nil, false
	}
	p := &polled{ws, make(chan json.RawMessage, 1000)}
	go func() {
		defer close(p.got)
		for {
			_, b, err := ws.ReadMessage()
			if err != nil {
				return
			}
			p.got <- b
		}
	}()
	*id = "s" + time.Unix(names.Add(1), 0).Format("05")
	o.polls.Store(*id, p)
	return p, true
}

// Where a proxy breaks websockets the page goes on by long polling, says so, and goes back to
// sockets when they work again.
func TestThePageGoesOnByLongPolling(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.proxied.Store(true)
	o.screen()
	o.programme(o.looping(o.picture("one", 1000, red), o.picture("two", 1000, green)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("one")
	if got := eval[string](p, `[Ngatu.debug.polling, Ngatu.debug.clock].join()`); got != "true,synced" {
		t.Errorf("polling and clock: %s", got)
	}
	until(p.ctx, t, "the right time", func() bool {
		off := eval[float64](p, `Ngatu.debug.now - Date.now()`)
		return off < 60 && off > -60
	})
	until(p.ctx, t, "the status", func() bool { return o.lastStatus().Link == "poll" })
	o.programme(o.looping(o.picture("three", 60000, blue)))
	p.shows("three")
	// Its link is cut, and sockets work again: it is back on one.
	o.proxied.Store(false)
	o.polls.Range(func(_, v any) bool { _ = v.(*polled).ws.Close(); return true })
	until(p.ctx, t, "a socket", func() bool { return eval[bool](p, `Ngatu.debug.linked && !Ngatu.debug.polling`) })
	until(p.ctx, t, "the status", func() bool { return o.lastStatus().Link == "" })
	o.programme(o.looping(o.picture("four", 60000, yellow)))
	p.shows("four")
}

// A proxy that lets the first frames through and swallows what follows is one that breaks
// websockets too.
func TestAWayThatIsOpenForTheWelcomeAloneIsBroken(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.delay = func() time.Duration { return time.Hour }
	o.screen()
	// Fifteen seconds of silence in one and a half.
	p := newTab(t, 432, 216, `(function (set) { window.setTimeout = function (f, ms) { return set(f, ms === 15000 ? 1500 : ms); }; })(window.setTimeout);`)
	p.open(o, "?screen="+code)
	until(p.ctx, t, "long polling", func() bool { return eval[bool](p, `!!window.Ngatu && !!Ngatu.debug && Ngatu.debug.polling`) })
}
