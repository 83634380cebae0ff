package origin

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

const (
	maxPages = 64               // pages and relays of one hall
	helloIn  = 10 * time.Second // after the handshake
	writeIn  = 10 * time.Second
	pingEach = 30 * time.Second
	silence  = 75 * time.Second // two pings without an answer
	lingers  = time.Second      // for a page to read why it was closed
)

// session is the socket of one page.
type session struct {
	o     *Origin
	id    uint64
	conn  *websocket.Conn
	queue *queue
	quit  chan struct{}
	once  sync.Once
	code  int
	why   string

	mu     sync.Mutex // guards ending and the read deadline
	ending bool
}

var upgrader = websocket.Upgrader{
	HandshakeTimeout: helloIn,
	CheckOrigin:      sameOrigin,
}

func (o *Origin) serveSocket(w http.ResponseWriter, r *http.Request) {
	if o.Pages() >= maxPages {
		http.Error(w, "too many pages", http.StatusServiceUnavailable)
		return
	}
	if !websocket.IsWebSocketUpgrade(r) {
		w.Header().Set("Upgrade", "websocket")
		http.Error(w, "a websocket is spoken here", http.StatusUpgradeRequired)
		return
	}
	if o.another(r) {
		o.relaySocket(w, r)
		return
	}
	conn, err := upgrader.Upgrade(w, r, http.Header{protocol.ChallengeHeader: {rand.Text()}})
	if err != nil {
		return // answered
	}
	s := &session{o: o, conn: conn, queue: newQueue(), quit: make(chan struct{})}
	if !o.join(s) {
		conn.Close()
		return
	}
	defer o.leave(s)
	s.run()
}

// join counts a session in, so that Stop waits for it; false: the origin has ended.
func (o *Origin) join(s *session) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return false
	}
	o.next++
	s.id = o.next
	o.wait.Add(1)
	return true
}

func (o *Origin) leave(s *session) {
	o.mu.Lock()
	_, known := o.pages[s]
	delete(o.pages, s)
	o.mu.Unlock()
	if known {
		o.cfg.Gone(s.id)
	}
	o.wait.Done()
}

// run talks with one page until either leaves.
func (s *session) run() {
	defer s.conn.Close()
	has, ok := s.hello()
	if !ok {
		s.linger()
		return
	}
	s.greet(has)
	plays := make(chan protocol.Plays, 4)
	var wg sync.WaitGroup
	wg.Go(s.write)
	wg.Go(func() { s.keep(plays) })
	err := s.read(plays)
	close(plays)
	s.end(protocol.CloseNormal, "")
	wg.Wait()
	if errors.Is(err, websocket.ErrReadLimit) {
		s.linger()
	}
}

// linger gives the page time to read why it was closed: hanging up with unread bytes would lose the
// reason.
func (s *session) linger() {
	s.conn.NetConn().SetReadDeadline(time.Now().Add(lingers))
	io.CopyN(io.Discard, s.conn.NetConn(), 2*protocol.MaxFrame)
}

// hello reads and checks the first frame.
func (s *session) hello() (map[string]string, bool) {
	s.conn.SetReadLimit(protocol.MaxHello)
	s.conn.SetReadDeadline(time.Now().Add(helloIn))
	f, err := s.first()
	var h protocol.Hello
	if err != nil || f.Type != protocol.TypeHello || f.Open(&h) != nil || h.Screen == "" {
		s.say(protocol.CloseHello, "no hello")
		return nil, false
	}
	if h.Version != protocol.Version {
		s.say(protocol.CloseVersion, "another version")
		return nil, false
	}
	// The page needs no credential here: whoever reaches this address stands at the screen and
	// reads only what it shows. But it must be a page of this screen, not of an earlier one of this
	// computer.
	if screen := s.o.cfg.Enrolment().Screen; screen == "" || h.Screen != screen {
		s.say(protocol.CloseDenied, "another screen")
		return nil, false
	}
	return h.Has, true
}

func (s *session) first() (protocol.Frame, error) {
	_, b, err := s.conn.ReadMessage()
	if err != nil {
		return protocol.Frame{}, err
	}
	return protocol.Decode(b)
}

// greet queues the welcome and what the page lacks. The page is counted in before that is gathered,
// so later changes get into its queue too, where the newer frame stays.
func (s *session) greet(has map[string]string) {
	now, state := s.o.cfg.Now()
	if state == protocol.ClockUnknown {
		now = 0
	}
	s.welcome(now)
	s.o.mu.Lock()
	s.o.pages[s] = true
	ended := s.o.ended
	s.o.mu.Unlock()
	for _, f := range protocol.Lacks(has, s.o.cfg.Frames()...) {
		s.queue.put(f)
	}
	if ended {
		s.end(protocol.CloseRestart, protocol.RetryReason(2*time.Second))
	}
}

func (s *session) welcome(now int64) {
	s.send(protocol.TypeWelcome, protocol.Welcome{Version: protocol.Version, Now: now, Build: s.o.cfg.Build, Key: s.o.cfg.Key()})
}

// read takes frames until the socket ends. Once the session is ending, it only waits for the page's
// goodbye.
func (s *session) read(plays chan<- protocol.Plays) error {
	s.conn.SetReadLimit(protocol.MaxPlays)
	s.conn.SetPongHandler(func(string) error { s.alive(); return nil })
	for {
		ending := s.alive()
		_, b, err := s.conn.ReadMessage()
		if err != nil {
			return err
		}
		if ending {
			continue
		}
		f, err := protocol.Decode(b)
		if err == nil {
			err = s.take(f, plays)
		}
		switch {
		case errors.Is(err, protocol.ErrTooLarge):
			s.end(protocol.CloseTooLarge, "")
		case err != nil && !errors.Is(err, protocol.ErrType): // unknown types come from a newer page
			s.end(protocol.CloseBad, "")
		}
	}
}

// alive extends the page's time, unless the session is ending, and says whether it is.
func (s *session) alive() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ending {
		s.conn.SetReadDeadline(time.Now().Add(silence))
	}
	return s.ending
}

// closing gives the reader a short time for the page's goodbye.
func (s *session) closing() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ending = true
	s.conn.SetReadDeadline(time.Now().Add(lingers))
}

// take handles one frame of the page; it ignores types that a page does not send.
func (s *session) take(f protocol.Frame, plays chan<- protocol.Plays) error {
	switch f.Type {
	case protocol.TypeClock:
		var c protocol.Clock
		if err := f.Open(&c); err != nil {
			return err
		}
		c.Got, c.Answered = 0, 0
		if now, state := s.o.cfg.Now(); state != protocol.ClockUnknown {
			c.Got, c.Answered = now, now
		}
		s.send(protocol.TypeClock, c)
	case protocol.TypeStatus:
		var st protocol.Status
		if err := f.Open(&st); err != nil {
			return err
		}
		s.o.cfg.Status(s.id, st)
	case protocol.TypePlays:
		var p protocol.Plays
		if err := f.Open(&p); err != nil {
			return err
		}
		if err := p.Sound(); err != nil { // the server would refuse them
			return err
		}
		select {
		case plays <- p:
		default: // the disk is slow; the page sends again what is not acknowledged
		}
	}
	return nil
}

// keep journals plays on a goroutine of its own, so that a slow disk does not delay clock answers.
func (s *session) keep(plays <-chan protocol.Plays) {
	for p := range plays {
		if p.Journal == "" || len(p.Journal) > 64 {
			continue
		}
		upto, err := s.o.cfg.Plays(p)
		if err != nil {
			s.o.cfg.Log.Error("plays not kept", "err", err)
			continue
		}
		s.send(protocol.TypeAcked, protocol.Acked{Journal: p.Journal, Seq: upto})
	}
}

func (s *session) send(t protocol.Type, body any) {
	b, err := json.Marshal(body)
	if err != nil {
		return // none of the bodies sent here can fail
	}
	s.queue.put(protocol.Frame{Type: t, Body: b})
}

// write writes the queue to the socket until the session ends.
func (s *session) write() {
	ping := time.NewTicker(pingEach)
	defer ping.Stop()
	defer s.closing()
	for {
		if !s.flush() {
			s.end(protocol.CloseSlow, "")
		}
		select {
		case <-s.quit:
			s.say(s.code, s.why)
			return
		case <-s.queue.ready:
		case <-ping.C:
			if s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeIn)) != nil {
				return
			}
		}
	}
}

// flush writes everything that waits; false: the page does not keep up.
func (s *session) flush() bool {
	for {
		f, ok, full := s.queue.take()
		if full {
			return false
		}
		if !ok {
			return true
		}
		b, err := f.Encode()
		if err != nil {
			s.o.cfg.Log.Error("frame not sent to the page", "thing", f.Thing(), "err", err)
			continue
		}
		s.conn.SetWriteDeadline(time.Now().Add(writeIn))
		if s.conn.WriteMessage(websocket.TextMessage, b) != nil {
			return false
		}
	}
}

// end asks the writer to close the socket. The first reason counts.
func (s *session) end(code int, why string) {
	s.once.Do(func() {
		s.code, s.why = code, why
		close(s.quit)
	})
}

func (s *session) say(code int, why string) {
	s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Now().Add(time.Second))
}
