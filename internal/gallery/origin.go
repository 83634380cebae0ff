package gallery

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/page"
	"ngatu/player/protocol"
)

// origin serves the page, its media and its socket on 127.0.0.1, and sends what it is told to. It
// knows no store and no rule: it is there so that the page in the gallery is the page of the
// street, frame by frame.
type origin struct {
	http  *http.Server
	addr  string
	since time.Time // when this origin's clock said Now

	mu     sync.Mutex
	number int64
	frames map[string]protocol.Frame // the newest of each thing
	order  []string
	media  map[content.Digest]medium
	page   *websocket.Conn
}

type medium struct {
	kind string
	body []byte
}

func newOrigin() (*origin, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o := &origin{
		addr: l.Addr().String(), since: time.Now(), number: 1000, frames: map[string]protocol.Frame{}, media: map[content.Digest]medium{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /play", o.index)
	mux.HandleFunc("GET /play/{name}", o.file)
	mux.HandleFunc("GET /media/{digest}", o.medium)
	mux.HandleFunc("GET /ws", o.socket)
	o.http = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = o.http.Serve(l) }() // ends with close
	return o, nil
}

func (o *origin) close() {
	_ = o.http.Close()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.page != nil {
		_ = o.page.Close()
	}
}

// now is this origin's time.
func (o *origin) now() time.Time { return Now.Add(time.Since(o.since)) }

func (o *origin) index(w http.ResponseWriter, r *http.Request) {
	for _, h := range page.IndexHeadersAt(r.Host) {
		w.Header().Set(h.Name, h.Value)
	}
	_, _ = w.Write(page.Index(page.Build()))
}

func (o *origin) file(w http.ResponseWriter, r *http.Request) {
	f, ok := page.Files()[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.Type)
	for _, h := range f.Headers {
		w.Header().Set(h.Name, h.Value)
	}
	_, _ = w.Write(f.Body)
}

func (o *origin) medium(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	m, ok := o.media[content.Digest(r.PathValue("digest"))]
	o.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", m.kind)
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(m.body)))
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
			return
		}
		f, err := protocol.Decode(b)
		if err != nil {
			return
		}
		o.heard(c, f)
	}
}

// heard answers what a page must have answered: its hello and its questions about the time.
func (o *origin) heard(c *websocket.Conn, f protocol.Frame) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch f.Type {
	case protocol.TypeHello:
		o.page = c
		o.reply(protocol.TypeWelcome, protocol.Welcome{Version: protocol.Version, Now: o.now().UnixMilli(), Build: page.Build()})
		for _, thing := range o.order {
			_ = c.WriteJSON(o.frames[thing])
		}
	case protocol.TypeClock:
		var q protocol.Clock
		if json.Unmarshal(f.Body, &q) == nil {
			q.Got = o.now().UnixMilli()
			q.Answered = q.Got
			o.reply(protocol.TypeClock, q)
		}
	}
}

func (o *origin) reply(t protocol.Type, body any) {
	if f, err := protocol.Reply(t, body); err == nil && o.page != nil {
		_ = o.page.WriteJSON(f) // a page that is gone comes back and is sent everything
	}
}

// say makes a frame the newest of its thing and sends it to the page.
func (o *origin) say(f protocol.Frame, body any) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.number++
	f.Number = o.number
	f, err := protocol.Seal(f, body, nil)
	if err != nil {
		return err
	}
	if _, known := o.frames[f.Thing()]; !known && f.Type != protocol.TypeCommand {
		o.order = append(o.order, f.Thing())
	}
	o.frames[f.Thing()] = f
	if o.page != nil {
		_ = o.page.WriteJSON(f)
	}
	return nil
}

// store makes bytes a medium.
func (o *origin) store(kind string, b []byte) content.Ref {
	d := content.DigestOf(b)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.media[d] = medium{kind, b}
	return content.Ref{Digest: d, Type: kind, Size: int64(len(b))}
}
