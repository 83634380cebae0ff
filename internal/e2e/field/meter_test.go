//go:build linux

package field

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// meter stands between an agent and its server and counts the bytes of each medium; it lets them
// pass at a measured pace, so that few are on the way when the agent dies.
type meter struct {
	address string
	pace    int // bytes a second of one download

	mu    sync.Mutex
	media map[string]*metered
	asked int
}

// metered is what went out of one medium.
type metered struct{ size, sent int64 }

func newMeter(t testing.TB, server string, pace int) *meter {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	m := &meter{pace: pace, media: map[string]*metered{}}
	proxy := httputil.NewSingleHostReverseProxy(u)
	proxy.FlushInterval = -1
	proxy.ModifyResponse = m.watch
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	web := httptest.NewServer(proxy)
	t.Cleanup(func() { web.CloseClientConnections(); web.Close() })
	m.address = web.URL
	return m
}

func (m *meter) watch(r *http.Response) error {
	digest, ok := strings.CutPrefix(r.Request.URL.Path, protocol.PathMedia)
	if !ok || r.Request.Method != http.MethodGet || r.StatusCode/100 != 2 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	one := m.media[digest]
	if one == nil {
		one = &metered{}
		m.media[digest] = one
	}
	if r.StatusCode == http.StatusOK {
		one.size = r.ContentLength
	}
	r.Body = &paced{r.Body, m, one}
	return nil
}

// twice is how many bytes of media went out more than once.
func (m *meter) twice() (all, again int64, requests int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, one := range m.media {
		all += one.sent
		again += max(one.sent-one.size, 0)
	}
	return all, again, m.asked
}

type paced struct {
	io.ReadCloser
	m   *meter
	one *metered
}

func (p *paced) Read(b []byte) (int, error) {
	if len(b) > 4096 {
		b = b[:4096]
	}
	n, err := p.ReadCloser.Read(b)
	time.Sleep(time.Duration(n) * time.Second / time.Duration(p.m.pace))
	p.m.mu.Lock()
	p.one.sent += int64(n)
	p.m.mu.Unlock()
	return n, err
}
