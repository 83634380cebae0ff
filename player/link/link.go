package link

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

const (
	handshakeIn = 20 * time.Second
	writeIn     = 20 * time.Second
	// askEvery is the time between two questions about the time, which are also the sign of life
	// for both ends. A screen's SIM card is paid by the megabyte: a question and its answer are 350
	// bytes with TLS, so one a minute is half a megabyte a day. In between a quartz drifts 6 ms;
	// after three minutes without an answer the clock would count as held.
	askEvery = 170 * time.Second
	// silence is how long a server may be silent before the connection counts as lost: one late
	// clock answer.
	silence = askEvery + 90*time.Second
	// denied is the wait after a refusal that only staff can change.
	denied = 5 * time.Minute
	burst  = 16                     // questions right after a welcome: on an uneven line it takes several to know the time well
	quick  = 150 * time.Millisecond // between them
)

// Link is one agent's connection, which it opens again after every loss.
type Link struct {
	cfg    Config
	socket string

	mu   sync.Mutex // guards conn, and writing to it
	conn *websocket.Conn
	up   bool

	nonce    string // of the current hello
	doubtful bool   // the current connection was let through without the time
}

// New checks the address and makes a link; [Link.Run] opens it. A bad address is a [content.Error].
func New(cfg Config) (*Link, error) {
	u, err := Address(cfg.Server)
	if err != nil {
		return nil, err
	}
	cfg.Server = u
	if cfg.TLS == nil {
		cfg.TLS = &tls.Config{}
	}
	return &Link{cfg: cfg, socket: "ws" + strings.TrimPrefix(u, "http") + protocol.PathSocket}, nil
}

// Run connects, and reconnects after every loss, until ctx ends or the server has released the
// player.
func (l *Link) Run(ctx context.Context) {
	var back protocol.Backoff
	for ctx.Err() == nil {
		err := l.once(ctx, &back)
		if ctx.Err() != nil || errors.Is(err, protocol.ErrReleased) {
			return
		}
		l.cfg.Log.Info("no connection to the server", "err", err)
		l.cfg.Down(err)
		timer := time.NewTimer(pause(err, &back))
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

// pause is how long to wait after a connection ended.
func pause(err error, back *protocol.Backoff) time.Duration {
	var closed *websocket.CloseError
	wait := back.Next()
	if !errors.As(err, &closed) {
		return wait
	}
	switch closed.Code {
	case protocol.CloseRestart:
		if wait, ok := protocol.RetryAfter(closed.Text); ok {
			return wait
		}
	case protocol.CloseDenied, protocol.CloseVersion:
		return denied + wait
	}
	return wait
}

// Refused says whether a connection ended because the server does not know this player.
func Refused(err error) bool {
	var closed *websocket.CloseError
	return errors.As(err, &closed) && closed.Code == protocol.CloseDenied
}

// Send writes an unsigned frame; false: it was not sent, because the server has not welcomed this
// connection.
func (l *Link) Send(t protocol.Type, body any) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.up && l.write(t, body) == nil
}

// Up says whether the server has welcomed this connection.
func (l *Link) Up() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.up
}

// Renew hangs up and, after the usual wait, connects with a new hello.
func (l *Link) Renew() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.Close()
	}
}

// write sends one frame. The caller holds mu.
func (l *Link) write(t protocol.Type, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	b, err = protocol.Frame{Type: t, Body: b}.Encode()
	if err != nil {
		return err
	}
	l.conn.SetWriteDeadline(time.Now().Add(writeIn))
	if err := l.conn.WriteMessage(websocket.TextMessage, b); err != nil {
		l.conn.Close() // ends the reader
		return err
	}
	return nil
}

// once holds one connection from handshake to loss.
func (l *Link) once(ctx context.Context, back *protocol.Backoff) error {
	conn, challenge, err := l.dial(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		<-ctx.Done()
		l.leave(conn)
	})
	defer wg.Wait()
	defer cancel()
	if err := l.hello(conn, challenge); err != nil {
		return err
	}
	return l.read(ctx, conn, back, &wg)
}

func (l *Link) dial(ctx context.Context) (*websocket.Conn, string, error) {
	quiet := &net.Dialer{KeepAlive: -1} // TCP's own probes would cost half a megabyte a day, and the link checks by itself
	conf := l.cfg.TLS
	newest, unknown := l.cfg.Newest()
	if l.doubtful = unknown && strings.HasPrefix(l.socket, "wss"); l.doubtful {
		conf = anyTime(conf, newest)
	}
	d := websocket.Dialer{
		Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshakeIn, EnableCompression: true, NetDialContext: quiet.DialContext,
		TLSClientConfig: conf,
	}
	conn, resp, err := d.DialContext(ctx, l.socket, http.Header{protocol.ScreenHeader: {l.cfg.Screen}})
	if err != nil {
		if resp != nil {
			return nil, "", fmt.Errorf("the server answered %s: %w", resp.Status, err)
		}
		return nil, "", err
	}
	conn.SetReadLimit(protocol.MaxFrame)
	return conn, resp.Header.Get(protocol.ChallengeHeader), nil
}

// leave says goodbye and hangs up.
func (l *Link) leave(conn *websocket.Conn) {
	conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(protocol.CloseGone, ""), time.Now().Add(time.Second))
	conn.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == conn {
		l.conn, l.up = nil, false
	}
}

func (l *Link) hello(conn *websocket.Conn, challenge string) error {
	l.nonce = rand.Text()
	h := protocol.Hello{
		Version: protocol.Version, Nonce: l.nonce, Screen: l.cfg.Screen, Has: fitting(l.cfg.Has()), Build: l.cfg.Build, Relay: true, Ranks: true,
		Width: l.cfg.Width, Height: l.cfg.Height, Key: l.cfg.Follow(), Head: l.cfg.Head(),
		Proof: ed25519.Sign(l.cfg.Key, protocol.HelloText(challenge, l.cfg.Screen)),
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn, l.up = conn, false
	return l.write(protocol.TypeHello, h)
}

// fitting leaves figures out of a hello that would be too long: they are sent once more, and are
// small.
func fitting(has map[string]string) map[string]string {
	const each, rest = 16, 1536 // bytes of JSON beside the names, and of the rest of a hello
	size := rest
	for thing, hash := range has {
		size += len(thing) + len(hash) + each
	}
	for thing, hash := range has {
		if size > protocol.MaxHello && strings.HasPrefix(thing, string(protocol.TypeFigures)+"/") {
			delete(has, thing)
			size -= len(thing) + len(hash) + each
		}
	}
	return has
}

// read takes frames until the connection is lost.
func (l *Link) read(ctx context.Context, conn *websocket.Conn, back *protocol.Backoff, wg *sync.WaitGroup) error {
	alive := func() error { return conn.SetReadDeadline(time.Now().Add(silence)) }
	ping := conn.PingHandler()
	conn.SetPingHandler(func(s string) error { alive(); return ping(s) })
	for {
		alive()
		_, b, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		got := l.cfg.Mono()
		f, err := protocol.Decode(b)
		if errors.Is(err, protocol.ErrType) {
			continue // from a newer server
		}
		if err != nil {
			return err
		}
		if err := l.take(ctx, conn, f, got, back, wg); err != nil {
			return err
		}
	}
}

// take handles a frame. Before the welcome only a welcome or a release counts.
func (l *Link) take(ctx context.Context, conn *websocket.Conn, f protocol.Frame, got int64, back *protocol.Backoff, wg *sync.WaitGroup) error {
	if f.Type == protocol.TypeWelcome {
		var w protocol.Welcome
		if err := f.Open(&w); err != nil {
			return err
		}
		if err := l.prove(conn, w); err != nil {
			return err
		}
		l.mu.Lock()
		again := l.up
		l.up = true
		l.mu.Unlock()
		if again {
			return errors.New("a second welcome")
		}
		back.Reset()
		l.cfg.Up(w)
		wg.Go(func() { l.askTime(ctx) })
		return nil
	}
	if f.Type == protocol.TypeReleased {
		if err := l.cfg.Released(f); err != nil {
			return fmt.Errorf("a release that is not for this player: %w", err)
		}
		return protocol.ErrReleased
	}
	if !l.Up() {
		return fmt.Errorf("a %s frame before the welcome", f.Type)
	}
	switch {
	case f.Type.Signed():
		l.cfg.Frame(f)
	case f.Type == protocol.TypeAcked:
		var a protocol.Acked
		if err := f.Open(&a); err != nil {
			return err
		}
		l.cfg.Acked(a)
	case f.Type == protocol.TypeClock:
		var c protocol.Clock
		if err := f.Open(&c); err != nil {
			return err
		}
		l.cfg.Clock(c, got)
	}
	return nil
}

// askTime asks for the server's time: a few times at once, then every askEvery.
func (l *Link) askTime(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		if !l.Send(protocol.TypeClock, protocol.Clock{Sent: l.cfg.Mono()}) {
			return
		}
		wait := askEvery
		if n < burst-1 {
			wait = quick
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}
