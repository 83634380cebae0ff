package player

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol"
)

// server is a small server as an agent sees one: it enrols, proves, sends frames and media, stores
// plays by their key.
type server struct {
	t      *testing.T
	web    *httptest.Server
	door   *door
	work   ed25519.PrivateKey // signs
	rescue ed25519.PrivateKey // hands over when the other is lost
	first  ed25519.PublicKey  // that a screen pins

	firstKey ed25519.PrivateKey
	ask      protocol.EnrolAsk
	sides    protocol.EnrolSides // of the enrolment under way
	code     string
	revoked  map[string]bool    // screens whose device is released when it knocks
	ahead    time.Duration      // of its clock, before the machine's
	vouch    ed25519.PrivateKey // signs welcomes; nil: work

	mu      sync.Mutex
	confirm bool
	naming  string                       // screen that the next enrolment is for
	devices map[string]ed25519.PublicKey // by screen
	frames  map[string]protocol.Frame
	media   map[content.Digest][]byte
	number  int64
	plays   map[string]protocol.Run // by journal and number
	got     int                     // runs received, doubles too
	status  []protocol.Status
	answers []protocol.Answer
	hellos  []protocol.Hello
	denied  int
	conns   map[*websocket.Conn]*sync.Mutex
	fetched int
	chain   []protocol.Handover
	mute    bool // stores plays, but its answers are lost
}

const (
	screenCode = "HN-0001"
	audience   = "aud1"
)

func newServer(t *testing.T) *server {
	_, work, _ := ed25519.GenerateKey(nil)
	_, rescue, _ := ed25519.GenerateKey(nil)
	s := &server{
		t: t, work: work, rescue: rescue, first: work.Public().(ed25519.PublicKey), firstKey: work, revoked: map[string]bool{}, number: time.Now().UnixMilli() - 100_000,
		frames: map[string]protocol.Frame{}, media: map[content.Digest][]byte{}, plays: map[string]protocol.Run{},
		conns: map[*websocket.Conn]*sync.Mutex{}, naming: screenCode, devices: map[string]ed25519.PublicKey{},
	}
	s.listen()
	t.Cleanup(func() { s.stop(); s.web.Close() })
	return s
}

// listen opens the server's port, for as long as the test runs: a port that was given back could be
// another's.
func (s *server) listen() {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/enrol", s.enrol)
	mux.HandleFunc("POST /api/enrol/open", s.open)
	mux.HandleFunc("POST /api/enrol/poll", s.poll)
	mux.HandleFunc("GET /ws", s.socket)
	mux.HandleFunc("GET /media/{digest}", s.medium)
	s.web = httptest.NewUnstartedServer(mux)
	s.door = &door{Listener: s.web.Listener}
	s.web.Listener = s.door
	s.web.Start()
}

// door hangs up on everybody while it is shut.
type door struct {
	net.Listener
	shut atomic.Bool
}

func (d *door) Accept() (net.Conn, error) {
	for {
		conn, err := d.Listener.Accept()
		if err != nil || !d.shut.Load() {
			return conn, err
		}
		conn.Close()
	}
}

func (s *server) url() string { return s.web.URL }

func (s *server) start() { s.door.shut.Store(false) }

// stop goes away as a killed process does.
func (s *server) stop() {
	s.door.shut.Store(true)
	s.mu.Lock()
	for c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	s.web.CloseClientConnections()
}

func (s *server) enrol(w http.ResponseWriter, r *http.Request) {
	var ask protocol.EnrolAsk
	json.NewDecoder(r.Body).Decode(&ask)
	nonce := bytes.Repeat([]byte{9}, protocol.NonceSize)
	s.mu.Lock()
	defer s.mu.Unlock()
	trusted := [][]byte{s.first, s.rescue.Public().(ed25519.PublicKey)}
	s.ask, s.sides = ask, protocol.EnrolSides{Kind: ask.Kind, Key: ask.Key, Trusted: trusted, Server: nonce}
	json.NewEncoder(w).Encode(protocol.EnrolOffer{
		Poll: "secret", Expires: time.Now().Add(time.Minute).UnixMilli(), Trusted: trusted, Nonce: nonce,
	})
}

func (s *server) open(w http.ResponseWriter, r *http.Request) {
	var ask protocol.EnrolOpen
	json.NewDecoder(r.Body).Decode(&ask)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !bytes.Equal(protocol.EnrolCommit(s.ask.Kind, s.ask.Key, ask.Nonce), s.ask.Commit) {
		s.t.Error("the agent shows another nonce than it committed to")
	}
	s.sides.Device = ask.Nonce
	s.code = s.sides.Code()
	w.WriteHeader(http.StatusNoContent)
}

func (s *server) poll(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.confirm {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.devices[s.naming] = s.ask.Key
	json.NewEncoder(w).Encode(s.sides.Sign(protocol.Enrolled{Screen: s.naming, At: time.Now().UnixMilli()}, s.firstKey))
}

// shownCode is the code that staff would see on the glass.
func (s *server) shownCode() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.code
}

func (s *server) socket(w http.ResponseWriter, r *http.Request) {
	challenge := fmt.Sprint("challenge ", time.Now().UnixNano())
	up := websocket.Upgrader{EnableCompression: true}
	conn, err := up.Upgrade(w, r, http.Header{protocol.ChallengeHeader: {challenge}})
	if err != nil {
		return
	}
	defer conn.Close()
	_, b, err := conn.ReadMessage()
	f, err2 := protocol.Decode(b)
	var h protocol.Hello
	if err != nil || err2 != nil || f.Open(&h) != nil {
		return
	}
	s.mu.Lock()
	key := s.devices[h.Screen]
	if len(key) == 0 || !ed25519.Verify(key, protocol.HelloText(challenge, h.Screen), h.Proof) || !h.Relay {
		s.denied++
		s.mu.Unlock()
		conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(protocol.CloseDenied, ""), time.Now().Add(time.Second))
		return
	}
	if s.revoked[h.Screen] {
		body := protocol.Released{Screen: h.Screen, Device: protocol.KeyName(key), Chain: s.chain}
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeReleased, For: h.Screen, Number: time.Now().UnixMilli()}, body, s.work)
		if err != nil {
			panic(err)
		}
		s.conns[conn] = &sync.Mutex{}
		s.write(conn, f)
		delete(s.conns, conn)
		s.mu.Unlock()
		conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(protocol.CloseDenied, ""), time.Now().Add(time.Second))
		return
	}
	s.hellos = append(s.hellos, h)
	lock := &sync.Mutex{}
	s.conns[conn] = lock
	hi, by := protocol.Welcome{Version: 1, Now: time.Now().Add(s.ahead).UnixMilli(), Chain: s.chain}, s.work
	if s.vouch != nil {
		by = s.vouch
	}
	s.write(conn, reply(protocol.TypeWelcome, protocol.SignWelcome(hi, h, by)))
	for _, typ := range []protocol.Type{protocol.TypeScreen, protocol.TypeProgramme, protocol.TypeTakeover, protocol.TypeFigures} {
		for _, f := range s.frames {
			if f.Type == typ && f.LackedBy(h.Has) && (typ != protocol.TypeScreen || f.For == h.Screen) {
				s.write(conn, f)
			}
		}
	}
	s.mu.Unlock()
	s.read(conn)
	s.mu.Lock()
	delete(s.conns, conn)
	s.mu.Unlock()
}

func reply(t protocol.Type, body any) protocol.Frame {
	f, err := protocol.Reply(t, body)
	if err != nil {
		panic(err)
	}
	return f
}

// write sends a frame. The caller holds mu.
func (s *server) write(conn *websocket.Conn, f protocol.Frame) {
	b, err := f.Encode()
	if err != nil {
		panic(err)
	}
	lock := s.conns[conn]
	lock.Lock()
	defer lock.Unlock()
	conn.WriteMessage(websocket.TextMessage, b)
}

func (s *server) read(conn *websocket.Conn) {
	for {
		_, b, err := conn.ReadMessage()
		if err != nil {
			return
		}
		f, err := protocol.Decode(b)
		if err != nil {
			s.t.Errorf("the agent sent what is no frame: %v", err)
			return
		}
		s.mu.Lock()
		switch f.Type {
		case protocol.TypeClock:
			var c protocol.Clock
			f.Open(&c)
			c.Got = time.Now().Add(s.ahead).UnixMilli()
			c.Answered = c.Got
			s.write(conn, reply(protocol.TypeClock, c))
		case protocol.TypeStatus:
			var st protocol.Status
			f.Open(&st)
			s.status = append(s.status, st)
		case protocol.TypeAnswer:
			var a protocol.Answer
			f.Open(&a)
			s.answers = append(s.answers, a)
		case protocol.TypePlays:
			var p protocol.Plays
			f.Open(&p)
			a := s.store(p)
			if !s.mute {
				s.write(conn, reply(protocol.TypeAcked, a))
			}
		}
		s.mu.Unlock()
	}
}

// all airs a screen, a programme and figures.
func (s *server) all(texts ...string) []content.Digest {
	s.air(s.seal(protocol.TypeScreen, screenCode, protocol.Screen{Code: screenCode, Name: "Ngã tư Sở", Audience: audience, Canvas: canvas, Zone: content.DefaultZone}))
	d := s.programme(texts...)
	s.air(s.seal(protocol.TypeFigures, "board1", protocol.Figures{Board: "board1", AsOf: 1}))
	return d
}

func (s *server) confirmed(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confirm = yes
}

// shown are the beginnings of the runs that are stored, each as often as it is stored under another
// key.
func (s *server) shown() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []int64
	for _, r := range s.plays {
		out = append(out, r.From)
	}
	slices.Sort(out)
	return out
}

func (s *server) lastStatus() protocol.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.status) == 0 {
		return protocol.Status{}
	}
	return s.status[len(s.status)-1]
}

func (s *server) count(what func() int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return what()
}
