package e2e

import (
	"bytes"
	"context"
	"image/color"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/gorilla/websocket"

	"ngatu/internal/app"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// proxy stands between a page and the server, as in some offices: everything passes but websockets.
type proxy struct {
	*httptest.Server
	sockets func(http.ResponseWriter, *http.Request) // what becomes of a websocket while broken
	broken  atomic.Bool
	tried   atomic.Int32 // websockets asked for

	mu   sync.Mutex
	said bytes.Buffer // what pages said by polling
}

func newProxy(t *testing.T, a *app.App, sockets func(http.ResponseWriter, *http.Request)) *proxy {
	t.Helper()
	server, err := url.Parse(a.Address())
	if err != nil {
		t.Fatal(err)
	}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(server)
		r.Out.Host = r.In.Host
	}, ErrorLog: log.New(io.Discard, "", 0)} // a page that gives a request up is no error
	p := &proxy{sockets: sockets}
	p.broken.Store(true)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if websocket.IsWebSocketUpgrade(r) {
			p.tried.Add(1)
			if p.broken.Load() {
				p.sockets(w, r)
				return
			}
		}
		if r.Method == http.MethodPost && r.URL.Path == "/poll" {
			b, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(b))
			p.mu.Lock()
			p.said.Write(b)
			p.mu.Unlock()
		}
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { p.CloseClientConnections(); p.Close() })
	return p
}

// heard says whether pages have said this by polling.
func (p *proxy) heard(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Contains(p.said.Bytes(), []byte(text))
}

func refuses(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "no websockets", http.StatusBadGateway)
}

// swallows takes the handshake and everything after it, and lets nothing through.
func swallows(w http.ResponseWriter, r *http.Request) {
	c, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer c.Close()
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

// patience lets the test end the ten minutes of long polling after which the page
// tries a socket again.
const patience = `(function (set) {
	window.setTimeout = function (f, ms) { if (ms === 600000) { window.tenMinutes = f; } return set(f, ms); };
})(window.setTimeout);`

// TestPollToScreen: behind a proxy that breaks websockets a page goes on by long polling:
// programmes and figures come, plays are acknowledged, its status says how it is linked; and when
// sockets work again it is back on one, by itself.
func TestPollToScreen(t *testing.T) {
	t.Parallel()
	for name, sockets := range map[string]func(http.ResponseWriter, *http.Request){"refuses": refuses, "swallows": swallows} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it mostly waits
			a := testkit.Demo(t)
			p := newProxy(t, a, sockets)
			tab := testkit.Chromium(t).Open(t, "about:blank", 1920, 1080)
			tab.Run(chromedp.ActionFunc(func(ctx context.Context) error {
				_, err := page.AddScriptToEvaluateOnNewDocument(patience).Do(ctx)
				return err
			}), chromedp.Navigate(p.URL+"/play?screen=SANH-01"))
			tab.Until("a slide by long polling", "window.Ngatu && Ngatu.debug && Ngatu.debug.polling && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 90*time.Second)
			until(t, "the status says so", 10*time.Second, func() bool { return p.heard(`"link":"poll"`) })

			green := color.RGBA{20, 180, 60, 255}
			drop(t, a, "cổng.jpg", plain(t, 1600, 900, green))
			until(t, "a new programme's picture", 30*time.Second, func() bool { return looks(t, tab, green) })
			show(t, a, "starter-gauge")
			tab.Until("the gauge alone", "Ngatu.debug.slide === 'starter-gauge'", 40*time.Second)
			for _, percent := range []int{35, 70} {
				before := bar(t, tab)
				drop(t, a, "figures/"+map[int]string{35: "bieu-1.csv", 70: "bieu-2.csv"}[percent], districts(t, percent))
				until(t, "figures", 20*time.Second, func() bool { return bar(t, tab) != before })
			}
			// The run of the first programme ended with it.
			until(t, "a run at the server", 20*time.Second, func() bool {
				runs, err := a.Store().Runs(t.Context(), store.RunQuery{Screen: "SANH-01"})
				if err != nil {
					t.Fatal(err)
				}
				return len(runs) > 0
			})
			tab.Until("they are acknowledged", "Ngatu.player.plays.due() === null", 20*time.Second)

			before := p.tried.Load()
			p.broken.Store(false)
			tab.Eval(`tenMinutes()`, nil)
			tab.Until("a socket", "Ngatu.debug.linked && !Ngatu.debug.polling", 60*time.Second)
			if p.tried.Load() == before {
				t.Error("no socket was asked for")
			}
		})
	}
}
