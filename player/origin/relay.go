package origin

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// A relay passes the sockets and enrolments of other agents on to the server unchanged. It can
// neither forge a frame, which the server signs, nor a hello, which proves the other agent's key
// over the server's own challenge. Media are not passed on but kept, so that they cross the uplink
// once.

const (
	maxRelayed = 32
	upstreamIn = 15 * time.Second
	maxAnswer  = 64 << 10
)

// relayed is the socket of another agent, and the one that it is joined to.
type relayed struct {
	down, up *websocket.Conn
}

func (r *relayed) close() {
	r.down.Close()
	r.up.Close()
}

// another says whether a handshake comes from an agent of another screen.
func (o *Origin) another(r *http.Request) bool {
	screen := r.Header.Get(protocol.ScreenHeader)
	return o.cfg.Relay != "" && screen != "" && screen != o.cfg.Enrolment().Screen
}

// relaySocket joins an agent's socket to one to the server.
func (o *Origin) relaySocket(w http.ResponseWriter, r *http.Request) {
	if o.relays() >= maxRelayed {
		http.Error(w, "too many agents", http.StatusServiceUnavailable)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), upstreamIn)
	defer cancel()
	quiet := &net.Dialer{KeepAlive: -1} // both ends check by themselves, and TCP's own probes cost the SIM card
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: upstreamIn, EnableCompression: true, NetDialContext: quiet.DialContext, TLSClientConfig: o.cfg.TLS}
	up, resp, err := d.DialContext(ctx, "ws"+strings.TrimPrefix(o.cfg.Relay, "http")+protocol.PathSocket,
		http.Header{protocol.ScreenHeader: {r.Header.Get(protocol.ScreenHeader)}})
	if err != nil {
		http.Error(w, "the server cannot be reached", http.StatusBadGateway)
		return
	}
	down, err := upgrader.Upgrade(w, r, http.Header{protocol.ChallengeHeader: {resp.Header.Get(protocol.ChallengeHeader)}})
	if err != nil {
		up.Close()
		return // answered
	}
	pair := &relayed{down, up}
	defer pair.close()
	if !o.relayJoin(pair) {
		return
	}
	defer o.relayLeave(pair)
	pair.pump()
}

func (o *Origin) relays() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.relay)
}

func (o *Origin) relayJoin(r *relayed) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return false
	}
	o.relay[r] = true
	o.wait.Add(1)
	return true
}

func (o *Origin) relayLeave(r *relayed) {
	o.mu.Lock()
	delete(o.relay, r)
	o.mu.Unlock()
	o.wait.Done()
}

// pump carries messages both ways until one side ends, and tells the other why.
func (r *relayed) pump() {
	r.down.SetReadLimit(protocol.MaxPlays)
	r.up.SetReadLimit(protocol.MaxFrame)
	// The server's pings go through to the agent, and its answers keep this side open: the relay
	// must not keep a dead agent alive for longer than the server waits for it.
	alive := func() { r.down.SetReadDeadline(time.Now().Add(4 * silence)) }
	alive()
	r.up.SetPingHandler(func(s string) error {
		r.up.WriteControl(websocket.PongMessage, []byte(s), time.Now().Add(writeIn))
		return r.down.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeIn))
	})
	r.down.SetPongHandler(func(string) error { alive(); return nil })
	var wg sync.WaitGroup
	wg.Go(func() { carry(r.down, r.up, func() {}) })
	carry(r.up, r.down, alive)
	wg.Wait()
}

// carry passes messages from one socket to the other, and at the end the reason.
func carry(to, from *websocket.Conn, heard func()) {
	for {
		kind, b, err := from.ReadMessage()
		if err != nil {
			code, why := websocket.CloseGoingAway, ""
			if c, ok := err.(*websocket.CloseError); ok && c.Code != websocket.CloseNoStatusReceived && c.Code != websocket.CloseAbnormalClosure {
				code, why = c.Code, c.Text
			}
			to.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Now().Add(time.Second))
			to.SetReadDeadline(time.Now().Add(lingers))
			return
		}
		heard()
		to.SetWriteDeadline(time.Now().Add(writeIn))
		if to.WriteMessage(kind, b) != nil {
			to.SetReadDeadline(time.Now()) // ends its reader too
			return
		}
	}
}

// passOn sends an enrolment of another agent to the server, and its answer back.
func (o *Origin) passOn(w http.ResponseWriter, r *http.Request, body []byte) {
	ctx, cancel := context.WithTimeout(r.Context(), upstreamIn)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.cfg.Relay+r.URL.Path, bytes.NewReader(body))
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]any{"error": "bad request"})
		return
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := o.upstream.Do(req)
	if err != nil {
		answer(w, http.StatusBadGateway, map[string]any{"error": "the server cannot be reached"})
		return
	}
	defer resp.Body.Close()
	for _, name := range []string{"Content-Type", "Retry-After"} {
		if v := resp.Header.Get(name); v != "" {
			w.Header().Set(name, v)
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(resp.StatusCode)
	io.Copy(w, io.LimitReader(resp.Body, maxAnswer))
}

// ofAgent says whether an enrolment is another agent's.
func (o *Origin) ofAgent(body []byte) bool {
	var ask protocol.EnrolAsk
	return o.cfg.Relay != "" && json.Unmarshal(body, &ask) == nil && ask.Kind == protocol.KindAgent
}
