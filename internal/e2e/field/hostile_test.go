//go:build linux

package field

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// hostile stands between an agent and its server and has the wire in its hands, but no key: it
// replays old frames, swaps bodies and signatures, cuts frames and media short, and gives one
// medium for another.
type hostile struct {
	address string
	server  *url.URL

	mu    sync.Mutex
	old   []protocol.Frame // every signed frame that ever passed
	tried map[string]int   // by what was done
	media map[string]int   // how often each was asked for
}

func newHostile(t testing.TB, server string) *hostile {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	h := &hostile{server: u, tried: map[string]int{}, media: map[string]int{}}
	proxy := httputil.NewSingleHostReverseProxy(u)
	proxy.ModifyResponse = h.spoil
	mux := http.NewServeMux()
	mux.Handle("/", proxy)
	mux.HandleFunc(protocol.PathSocket, h.socket)
	web := httptest.NewServer(mux)
	t.Cleanup(func() { web.CloseClientConnections(); web.Close() })
	h.address = web.URL
	return h
}

func (h *hostile) did(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tried[what]++
}

func (h *hostile) times(what string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.tried[what]
}

// spoil gives of every medium at first other bytes, then too few, then none that a range asked for,
// and the true ones at last.
func (h *hostile) spoil(r *http.Response) error {
	digest, ok := strings.CutPrefix(r.Request.URL.Path, protocol.PathMedia)
	if !ok || r.Request.Method != http.MethodGet || r.StatusCode/100 != 2 {
		return nil
	}
	h.mu.Lock()
	h.media[digest]++
	n := h.media[digest]
	h.mu.Unlock()
	b, err := io.ReadAll(r.Body)
	if err != nil || len(b) == 0 {
		return err
	}
	switch n {
	case 1:
		h.did("other bytes")
		for i := range b {
			b[i] ^= 0x55
		}
	case 2:
		h.did("too few bytes")
		b = b[:len(b)/2]
	case 3:
		h.did("a medium of another length")
		b = append(b, b...)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(b)), int64(len(b))
	r.Header.Set("Content-Length", strconv.Itoa(len(b)))
	return nil
}

// socket lets an agent speak with its server, and adds to what the server says.
func (h *hostile) socket(w http.ResponseWriter, r *http.Request) {
	header := http.Header{protocol.ScreenHeader: r.Header[protocol.ScreenHeader]}
	up, resp, err := websocket.DefaultDialer.Dial("ws://"+h.server.Host+protocol.PathSocket, header)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer up.Close()
	u := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	down, err := u.Upgrade(w, r, http.Header{protocol.ChallengeHeader: {resp.Header.Get(protocol.ChallengeHeader)}})
	if err != nil {
		return
	}
	defer down.Close()
	go func() {
		defer up.Close()
		for {
			kind, b, err := down.ReadMessage()
			if err != nil || up.WriteMessage(kind, b) != nil {
				return
			}
		}
	}()
	for {
		kind, b, err := up.ReadMessage()
		if err != nil {
			return
		}
		for _, forged := range h.forge(b) {
			if down.WriteMessage(kind, forged) != nil {
				return
			}
		}
		if down.WriteMessage(kind, b) != nil {
			return
		}
		h.replay(down)
	}
}

// forge makes of a signed frame what its server never said. It goes out before the true one.
func (h *hostile) forge(b []byte) (all [][]byte) {
	f, err := protocol.Decode(b)
	if err != nil || !f.Type.Signed() {
		return nil
	}
	h.mu.Lock()
	h.old = append(h.old, f)
	var other protocol.Frame
	for _, o := range h.old {
		if o.Type == f.Type && o.Hash != f.Hash {
			other = o
		}
	}
	h.mu.Unlock()
	add := func(what string, f protocol.Frame) {
		if b, err := f.Encode(); err == nil {
			h.did(what)
			all = append(all, b)
		}
	}
	newer := f
	newer.Number += 1000
	add("a higher number", newer)
	longer := f
	longer.Until += 1 << 40
	add("a longer life", longer)
	if len(f.Sig) > 0 {
		turned := f
		turned.Sig = bytes.Clone(f.Sig)
		turned.Sig[len(turned.Sig)/2] ^= 1
		add("a turned bit of the signature", turned)
	}
	if other.Type != "" {
		swapped := f
		swapped.Body, swapped.Hash = other.Body, other.Hash
		add("the body of another frame", swapped)
	}
	if f.Type == protocol.TypeProgramme { // the link hangs up at that, and comes back
		h.mu.Lock()
		first := h.tried["half a frame"] == 0
		h.mu.Unlock()
		if first {
			h.did("half a frame")
			all = append(all, b[:len(b)/2])
		}
	}
	return all
}

// replay sends everything that ever passed once more.
func (h *hostile) replay(down *websocket.Conn) {
	h.mu.Lock()
	old := h.old[max(len(h.old)-40, 0):]
	h.mu.Unlock()
	for _, f := range old {
		if b, err := f.Encode(); err == nil && down.WriteMessage(websocket.TextMessage, b) == nil {
			h.did("an old frame again")
		}
	}
}
