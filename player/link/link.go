package link

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol"
)

const (
	handshakeIn = 20 * time.Second
	writeIn     = 20 * time.Second
	// askEvery is how often the time is asked for, which is also the sign of life, to both ends. A screen's SIM card is paid by
	// the megabyte: a question and its answer are 350 bytes with TLS, so one a minute is half a megabyte a day. Meanwhile a
	// quartz drifts 6 ms; after three minutes without an answer the clock would count as held.
	askEvery = 170 * time.Second
	// silence is how long a server may say nothing before the connection counts as lost: a clock answer that is late.
	silence = askEvery + 90*time.Second
	// denied is how long to wait after a refusal that coming back does not mend: staff may.
	denied = 5 * time.Minute
	burst  = 16                     // clock exchanges right after a welcome: on an uneven line it takes some to know the time well
	quick  = 150 * time.Millisecond // between them
)

// Config is what a link needs to know. The functions are called from the link's own goroutine, one at a time.
type Config struct {
	Server string             // base address of the server: http or https, no slash at the end
	Screen string             // code of the screen
	Key    ed25519.PrivateKey // the device's own
	Build  string             // build of the agent
	Width  int                // pixels of the page, 0: not known
	Height int
	Mono   func() int64             // monotonic milliseconds
	Has    func() map[string]string // hash of every thing that is held
	Follow func() string            // name of the working key that is followed
	Up     func(protocol.Welcome)   // a hello was accepted
	Down   func(error)              // the connection was lost, or never came to be
	Frame  func(protocol.Frame)     // signed frames, not yet verified
	Acked  func(protocol.Acked)
	Clock  func(c protocol.Clock, got int64) // an answer, and Mono when it came
	Log    *slog.Logger
}

// Link is one agent's connection, made again whenever it is lost.
type Link struct {
	cfg    Config
	socket string

	mu   sync.Mutex // guards conn, and writing to it
	conn *websocket.Conn
	up   bool
}

// New checks the address and makes a link that [Link.Run] opens. An address that is none is a [content.Error].
func New(cfg Config) (*Link, error) {
	u, err := Address(cfg.Server)
	if err != nil {
		return nil, err
	}
	cfg.Server = u
	return &Link{cfg: cfg, socket: "ws" + strings.TrimPrefix(u, "http") + protocol.PathSocket}, nil
}

// Address is a server's base address as the agent uses it, without a slash at the end, or a [content.Error] with code
// Invalid that says what is wrong with it.
func Address(server string) (string, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(server), "/"))
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil {
		return u.String(), nil
	}
	return "", &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Địa chỉ máy chủ %q không dùng được. Hãy viết đầy đủ, ví dụ https://ngatu.example.vn hoặc http://192.168.1.10:4080.", server),
		En:   fmt.Sprintf("The server address %q cannot be used. Write it in full, such as https://ngatu.example.vn or http://192.168.1.10:4080.", server),
		Err:  err,
	}
}

// Run connects, and comes back after every loss, until ctx ends.
func (l *Link) Run(ctx context.Context) {
	var back protocol.Backoff
	for ctx.Err() == nil {
		err := l.once(ctx, &back)
		if ctx.Err() != nil {
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

// pause is how long to stay away after a connection ended.
func pause(err error, back *protocol.Backoff) time.Duration {
	var closed *websocket.CloseError
	wait := back.Next()
	if !errors.As(err, &closed) {
		return wait
	}
	switch closed.Code {
	case protocol.CloseRestart:
		if told, ok := protocol.RetryAfter(closed.Text); ok {
			return told
		}
	case protocol.CloseDenied, protocol.CloseVersion, protocol.CloseDropped:
		return denied + wait
	}
	return wait
}

// Send writes a frame without signature and says whether it left; a connection that was not welcomed sends nothing.
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

// Renew hangs up and comes back, after the usual wait, with a new hello.
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
		l.conn.Close() // the reader hears of it
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
	quiet := &net.Dialer{KeepAlive: -1} // the link looks after itself; TCP's own probes would cost half a megabyte a day
	d := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshakeIn, EnableCompression: true, NetDialContext: quiet.DialContext}
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

// leave says good-bye and hangs up.
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
	h := protocol.Hello{
		Version: protocol.Version, Screen: l.cfg.Screen, Has: fitting(l.cfg.Has()), Build: l.cfg.Build, Relay: true,
		Width: l.cfg.Width, Height: l.cfg.Height, Key: l.cfg.Follow(),
		Proof: ed25519.Sign(l.cfg.Key, protocol.HelloText(challenge, l.cfg.Screen)),
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn, l.up = conn, false
	return l.write(protocol.TypeHello, h)
}

// fitting leaves figures out of what a hello says where it would pass its limit: they are sent once more, and are small.
func fitting(has map[string]string) map[string]string {
	const each, rest = 16, 1024 // bytes of JSON beside the names, and of the rest of a hello
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
			continue // of a newer server
		}
		if err != nil {
			return err
		}
		if err := l.take(ctx, f, got, back, wg); err != nil {
			return err
		}
	}
}

// take hands a frame on. Before the welcome only the welcome counts.
func (l *Link) take(ctx context.Context, f protocol.Frame, got int64, back *protocol.Backoff, wg *sync.WaitGroup) error {
	if f.Type == protocol.TypeWelcome {
		var w protocol.Welcome
		if err := f.Open(&w); err != nil {
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

// askTime asks for the server's time: a few times at once, then at the protocol's pace.
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
