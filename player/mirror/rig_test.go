package mirror

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// shop is a server of media that counts what it gave, and can be told to misbehave.
type shop struct {
	*httptest.Server
	mu    sync.Mutex
	media map[content.Digest][]byte
	asked []string // digest and range of every request
	tear  int      // bytes after which an answer is torn off; 0: never
	lie   bool     // gives other bytes
	busy  int
	most  int // requests at once
}

func newShop(t *testing.T, media ...[]byte) *shop {
	s := &shop{media: map[content.Digest][]byte{}}
	for _, b := range media {
		s.media[content.DigestOf(b)] = b
	}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *shop) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	d := content.Digest(strings.TrimPrefix(r.URL.Path, protocol.PathMedia))
	b, ok := s.media[d]
	s.asked = append(s.asked, fmt.Sprintf("%.4s %s", d, r.Header.Get("Range")))
	tear, lie := s.tear, s.lie
	s.busy++
	s.most = max(s.most, s.busy)
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.busy--; s.mu.Unlock() }()
	if !ok {
		http.NotFound(w, r)
		return
	}
	if lie {
		b = bytes.ToUpper(b)
	}
	if tear > 0 {
		w = &torn{w, tear}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}

func (s *shop) set(tear int, lie bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tear, s.lie = tear, lie
}

func (s *shop) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// torn hangs up after so many bytes.
type torn struct {
	http.ResponseWriter
	left int
}

func (w *torn) Write(b []byte) (int, error) {
	if len(b) >= w.left {
		w.ResponseWriter.Write(b[:w.left])
		http.NewResponseController(w.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	w.left -= len(b)
	return w.ResponseWriter.Write(b)
}

func start(t *testing.T, cfg Config) *Mirror {
	t.Helper()
	m, _ := running(t, cfg)
	return m
}

// running is a mirror that the test can end before its own end.
func running(t *testing.T, cfg Config) (m *Mirror, stop func()) {
	t.Helper()
	if cfg.Dir == "" {
		cfg.Dir = t.TempDir()
	}
	m, err := Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { m.Run(ctx); close(done) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return m, stop
}

func needs(at int64, media ...[]byte) []Need {
	var out []Need
	for _, b := range media {
		out = append(out, Need{content.Ref{Digest: content.DigestOf(b), Type: "image/webp", Size: int64(len(b))}, at})
	}
	return out
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 3000 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func bytesOf(t *testing.T, m *Mirror, d content.Digest) []byte {
	t.Helper()
	f, err := m.OpenMedium(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, _ := io.ReadAll(f)
	return b
}

func picture(name string, size int) []byte { return bytes.Repeat([]byte(name), size/len(name)) }
