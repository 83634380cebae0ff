package origin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// Origin is the web server. Make it with [New], open it with [Origin.Start].
type Origin struct {
	cfg    Config
	server *http.Server
	socket net.Listener
	done   chan struct{}
	polls  *polls

	upstream *http.Client // of a relay, to the server

	mu    sync.Mutex
	pages map[*session]bool
	relay map[*relayed]bool
	next  uint64
	ended bool
	wait  sync.WaitGroup
}

// New makes an origin that does not listen yet.
func New(cfg Config) *Origin {
	o := &Origin{cfg: cfg, pages: map[*session]bool{}, relay: map[*relayed]bool{}, done: make(chan struct{}), polls: newPolls()}
	o.upstream = &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: cfg.TLS, ForceAttemptHTTP2: true, IdleConnTimeout: 30 * time.Second}}
	o.server = &http.Server{
		Handler:           o.guard(o.routes()),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	return o
}

func (o *Origin) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", o.serveReport)
	mux.HandleFunc("GET /report.css", o.serveStyle)
	mux.HandleFunc("GET "+protocol.PathPage, o.servePage)
	mux.Handle("GET "+protocol.PathPage+"/", o.cfg.Page)
	mux.HandleFunc("GET "+protocol.PathSocket, o.serveSocket)
	mux.HandleFunc("POST "+protocol.PathPoll, o.serveFrames)
	mux.HandleFunc("GET "+protocol.PathMedia+"{digest}", o.serveMedium)
	mux.HandleFunc("POST "+protocol.PathEnrol, o.serveEnrol)
	mux.HandleFunc("POST "+protocol.PathEnrolPoll, o.servePoll)
	mux.HandleFunc("POST "+protocol.PathEnrolOpen, o.serveOpen)
	mux.HandleFunc("GET "+PathBeat+".js", o.serveBeatScript)
	mux.HandleFunc("POST "+PathBeat, o.serveBeat)
	mux.HandleFunc("GET /metrics", o.serveMetrics)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") })
	return mux
}

// Start listens. If the port is taken, the error is a [content.Error] with code Conflict; any other
// failure has code Missing.
func (o *Origin) Start() error {
	socket, err := net.Listen("tcp", o.cfg.Listen)
	if err != nil {
		return cannotListen(o.cfg.Listen, err)
	}
	o.socket = socket
	go o.server.Serve(o.polls) // ends with the other
	go func() {
		defer close(o.done)
		o.server.Serve(socket)
	}()
	return nil
}

func cannotListen(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return &content.Error{
			Code: content.Conflict,
			Vi:   fmt.Sprintf("Địa chỉ %s đang được chương trình khác dùng. Hãy dừng chương trình đó hoặc chọn cổng khác bằng --listen.", addr),
			En:   fmt.Sprintf("The address %s is in use by another program. Stop that program or choose another port with --listen.", addr),
			Err:  err,
		}
	}
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Không mở được địa chỉ %s. Hãy kiểm tra --listen, ví dụ 127.0.0.1:4081.", addr),
		En:   fmt.Sprintf("The address %s cannot be opened. Check --listen, such as 127.0.0.1:4081.", addr),
		Err:  err,
	}
}

// Addr is where it listens, as host:port; "" before [Origin.Start].
func (o *Origin) Addr() string {
	if o.socket == nil {
		return ""
	}
	return o.socket.Addr().String()
}

// Stop tells pages to reconnect and closes everything. When ctx ends, it no longer waits.
func (o *Origin) Stop(ctx context.Context) error {
	if o.socket == nil {
		return nil
	}
	o.mu.Lock()
	o.ended = true
	for s := range o.pages {
		s.end(protocol.CloseRestart, protocol.RetryReason(2*time.Second))
	}
	for r := range o.relay {
		r.close()
	}
	o.mu.Unlock()
	err := o.server.Shutdown(ctx)
	if err != nil {
		o.server.Close()
	}
	<-o.done
	o.wait.Wait()
	return err
}

// Push sends a frame to every connected page and says how many there are.
func (o *Origin) Push(f protocol.Frame) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	for s := range o.pages {
		s.queue.put(f)
	}
	return len(o.pages)
}

// Renew welcomes every page once more: the agent follows another key now, and for pages frames
// under it are newer.
func (o *Origin) Renew() {
	now, state := o.cfg.Now()
	if state == protocol.ClockUnknown {
		now = 0
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for s := range o.pages {
		s.welcome(now)
	}
}

// Pages is how many pages are connected.
func (o *Origin) Pages() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.pages)
}
