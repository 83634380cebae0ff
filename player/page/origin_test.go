package page

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol"
)

// origin is what a page talks to: its files, media, enrolment and the socket, all real but for what
// is decided.
type origin struct {
	t    *testing.T
	addr string
	http *http.Server

	mu      sync.Mutex
	frames  []protocol.Frame  // sent after every hello
	media   map[string]medium // by digest
	asked   map[string]int    // requests of media
	conns   map[*websocket.Conn]*sync.Mutex
	hellos  []protocol.Hello
	status  []protocol.Status
	plays   []protocol.Plays
	ack     bool
	ahead   time.Duration // how far this origin's time is ahead of the machine's
	build   string
	set     *Set
	enrol   func(http.ResponseWriter, *http.Request)
	delay   func() time.Duration // of clock answers, one way
	number  int64
	agent   atomic.Bool // it is an agent on the screen's own computer
	denies  atomic.Bool // it knows no screen
	proxied atomic.Bool // a proxy that breaks websockets stands before it
	polls   sync.Map    // *polled by ID
	fault   atomic.Pointer[failing]
	refusal string // close reason with 1012, when the socket is closed
}

type medium struct {
	kind string
	body []byte
}

func newOrigin(t *testing.T) *origin {
	t.Helper()
	o := &origin{
		t: t, media: map[string]medium{}, asked: map[string]int{}, conns: map[*websocket.Conn]*sync.Mutex{},
		ack: true, build: Build(), set: Embedded(), number: 1000,
	}
	o.listen("127.0.0.1:0")
	t.Cleanup(o.stop)
	return o
}

func (o *origin) listen(addr string) {
	l, err := net.Listen("tcp", addr)
	for began := time.Now(); err != nil && time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		l, err = net.Listen("tcp", addr) // somebody's own end of a connection may have it for a moment
	}
	if err != nil {
		o.t.Fatal(err)
	}
	o.addr = l.Addr().String()
	mux := http.NewServeMux()
	mux.HandleFunc("/play", o.index)
	mux.HandleFunc("/play/{name}", o.file)
	mux.HandleFunc("/media/{digest}", o.medium)
	mux.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		if o.proxied.Load() && r.URL.RawQuery == "" {
			http.Error(w, "a proxy that knows no websockets", http.StatusBadGateway)
			return
		}
		o.socket(w, r)
	})
	mux.HandleFunc("/poll", o.poll)
	mux.HandleFunc("/api/enrol", func(w http.ResponseWriter, r *http.Request) { o.enrol(w, r) })
	mux.HandleFunc("/api/enrol/{step}", func(w http.ResponseWriter, r *http.Request) { o.enrol(w, r) })
	mux.HandleFunc("/beat.js", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/javascript") })
	mux.HandleFunc("/empty", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/html") })
	o.http = &http.Server{Handler: o.faulted(mux)}
	go func() { _ = o.http.Serve(l) }()
}

// stop is a server that is gone: nothing answers any more.
func (o *origin) stop() {
	_ = o.http.Close()
	o.mu.Lock()
	defer o.mu.Unlock()
	for c, write := range o.conns {
		if o.refusal != "" {
			write.Lock()
			_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1012, o.refusal), time.Now().Add(time.Second))
			write.Unlock()
			// A close that follows at once may reach a busy browser before the frame that says why:
			// its reader hears the page's answer and ends, or this does.
			time.AfterFunc(time.Second, func() { _ = c.Close() })
			continue
		}
		_ = c.Close()
	}
	o.conns = map[*websocket.Conn]*sync.Mutex{}
}

func (o *origin) index(w http.ResponseWriter, r *http.Request) {
	for _, h := range IndexHeadersAt(r.Host) {
		w.Header().Set(h.Name, h.Value)
	}
	o.mu.Lock()
	set := o.set
	o.mu.Unlock()
	page := set.Index(set.Build())
	if o.agent.Load() {
		page = bytes.Replace(page, []byte("</head>"), []byte(`<script src="/beat.js"></script></head>`), 1)
	}
	_, _ = w.Write(page)
}

func (o *origin) file(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	set := o.set
	o.mu.Unlock()
	f, ok := set.Files()[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.Type)
	for _, h := range f.Headers {
		w.Header().Set(h.Name, h.Value)
	}
	if f.Gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(f.Gzip)
		return
	}
	_, _ = w.Write(f.Body)
}

func (o *origin) medium(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	m, ok := o.media[r.PathValue("digest")]
	o.asked[r.PathValue("digest")]++
	o.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", m.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(m.body)
}

// now is this origin's time in Unix milliseconds.
func (o *origin) now() int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return time.Now().Add(o.ahead).UnixMilli()
}

func (o *origin) socket(w http.ResponseWriter, r *http.Request) {
	c, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer c.Close()
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			o.mu.Lock()
			delete(o.conns, c)
			o.mu.Unlock()
			return
		}
		var f protocol.Frame
		if err := json.Unmarshal(b, &f); err != nil {
			o.t.Errorf("the page sent %q: %v", b, err)
			return
		}
		o.got(c, f)
	}
}

func (o *origin) got(c *websocket.Conn, f protocol.Frame) {
	switch f.Type {
	case protocol.TypeHello:
		h := body[protocol.Hello](o.t, f)
		if o.denies.Load() {
			_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(protocol.CloseDenied, ""), time.Now().Add(time.Second))
			return
		}
		o.mu.Lock()
		o.hellos = append(o.hellos, h)
		o.conns[c] = &sync.Mutex{}
		frames := append([]protocol.Frame(nil), o.frames...)
		build := o.build
		o.mu.Unlock()
		o.write(c, protocol.TypeWelcome, protocol.Welcome{Version: 1, Now: o.now(), Build: build})
		for _, f := range frames {
			if h.Has[f.Thing()] != f.Hash && (f.For == h.Screen || f.Type == protocol.TypeProgramme || f.Type == protocol.TypeFigures) {
				o.writeFrame(c, f)
			}
		}
	case protocol.TypeClock:
		o.clock(c, body[protocol.Clock](o.t, f))
	case protocol.TypeStatus:
		o.mu.Lock()
		o.status = append(o.status, body[protocol.Status](o.t, f))
		o.mu.Unlock()
	case protocol.TypePlays:
		p := body[protocol.Plays](o.t, f)
		o.mu.Lock()
		o.plays = append(o.plays, p)
		ack := o.ack
		o.mu.Unlock()
		if ack {
			o.write(c, protocol.TypeAcked, protocol.Acked{Journal: p.Journal, Seq: p.Runs[len(p.Runs)-1].Seq})
		}
	}
}

func body[T any](t *testing.T, f protocol.Frame) T {
	var v T
	if err := json.Unmarshal(f.Body, &v); err != nil {
		t.Errorf("body of %s: %v", f.Type, err)
	}
	return v
}

func (o *origin) write(c *websocket.Conn, kind protocol.Type, b any) {
	f, err := protocol.Seal(protocol.Frame{Type: kind}, b, nil)
	if err != nil {
		o.t.Error(err)
		return
	}
	o.writeFrame(c, f)
}

func (o *origin) writeFrame(c *websocket.Conn, f protocol.Frame) {
	o.mu.Lock()
	lock := o.conns[c]
	o.mu.Unlock()
	if lock == nil {
		return
	}
	lock.Lock()
	defer lock.Unlock()
	_ = c.WriteJSON(f)
}

// say makes a frame the newest of its thing, for those who are here and those who come.
func (o *origin) say(f protocol.Frame, b any) protocol.Frame {
	o.t.Helper()
	o.mu.Lock()
	if f.Number == 0 {
		o.number++
		f.Number = o.number
	}
	o.mu.Unlock()
	f, err := protocol.Seal(f, b, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	o.mu.Lock()
	kept := o.frames[:0:0]
	for _, old := range o.frames {
		if old.Thing() != f.Thing() {
			kept = append(kept, old)
		}
	}
	o.frames = append(kept, f)
	o.mu.Unlock()
	o.push(f)
	return f
}

// push sends a frame to those who are here, whatever they hold.
func (o *origin) push(f protocol.Frame) {
	o.mu.Lock()
	conns := make([]*websocket.Conn, 0, len(o.conns))
	for c := range o.conns {
		conns = append(conns, c)
	}
	o.mu.Unlock()
	for _, c := range conns {
		o.writeFrame(c, f)
	}
}

// store makes bytes a medium.
func (o *origin) store(kind string, b []byte) content.Ref {
	o.mu.Lock()
	defer o.mu.Unlock()
	d := content.DigestOf(b)
	o.media[string(d)] = medium{kind, b}
	return content.Ref{Digest: d, Type: kind, Size: int64(len(b))}
}

func (o *origin) clock(c *websocket.Conn, q protocol.Clock) {
	o.mu.Lock()
	delay := o.delay
	if o.build != Build() {
		q.Build = o.build
	}
	o.mu.Unlock()
	if delay == nil {
		q.Got = o.now()
		q.Answered = o.now()
		o.write(c, protocol.TypeClock, q)
		return
	}
	there, back := delay(), delay()
	time.AfterFunc(there, func() {
		q.Got = o.now()
		q.Answered = o.now()
		time.AfterFunc(back, func() { o.write(c, protocol.TypeClock, q) })
	})
}
