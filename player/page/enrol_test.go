package page

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"ngatu/player/protocol"
)

// hurried makes long waits of the page short.
const hurried = `var wait = window.setTimeout; window.setTimeout = function (f, ms) { return wait(f, ms > 20000 ? ms / 100 : ms); };`

// desk is the server's end of enrolments.
type desk struct {
	t     *testing.T
	mu    sync.Mutex
	ask   protocol.EnrolAsk
	sides protocol.EnrolSides
	codes []string
	after func(n int) (status int, answer any) // what the n-th poll is answered with, from 1
	polls int
	swap  func(*protocol.EnrolAsk) // somebody between page and server
}

func (d *desk) serve(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	read := func(v any) {
		if err := json.NewDecoder(r.Body).Decode(v); err != nil {
			d.t.Error(err)
		}
	}
	switch r.URL.Path {
	case protocol.PathEnrol:
		read(&d.ask)
		if d.swap != nil {
			d.swap(&d.ask)
		}
		nonce := sha256.Sum256([]byte(fmt.Sprint("nonce", len(d.codes))))
		d.sides = protocol.EnrolSides{Kind: d.ask.Kind, Key: d.ask.Key, Trusted: [][]byte{bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)}, Server: nonce[:]}
		_ = json.NewEncoder(w).Encode(protocol.EnrolOffer{Poll: "secret", Trusted: d.sides.Trusted, Nonce: nonce[:]})
	case protocol.PathEnrolOpen:
		var open protocol.EnrolOpen
		read(&open)
		if d.swap == nil && !bytes.Equal(protocol.EnrolCommit(d.ask.Kind, d.ask.Key, open.Nonce), d.ask.Commit) {
			d.t.Error("the page shows another nonce than it committed to")
		}
		d.sides.Device = open.Nonce
		d.codes = append(d.codes, d.sides.Code())
		w.WriteHeader(http.StatusNoContent)
	case protocol.PathEnrolPoll:
		var ask struct{ Poll string }
		read(&ask)
		if ask.Poll != "secret" {
			d.t.Errorf("asked with %q", ask.Poll)
		}
		d.polls++
		status, answer := d.after(d.polls)
		w.WriteHeader(status)
		if answer != nil {
			_ = json.NewEncoder(w).Encode(answer)
		}
	}
}

// code is the n-th code that the server worked out, from 0; "" before it did.
func (d *desk) code(n int) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n >= len(d.codes) {
		return ""
	}
	return d.codes[n]
}

func (p *tab) code() string { return eval[string](p, `document.documentElement.dataset.code || ''`) }

// A page that belongs to nobody shows the code that the server works out too, a new one when that
// has expired, and after staff confirmed it never again, until the server releases it.
func TestEnrolment(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("p", 8000, red)))
	d := &desk{t: t, after: func(n int) (int, any) {
		switch n {
		case 1:
			return http.StatusGone, nil
		case 2:
			return http.StatusNoContent, nil
		case 3:
			return http.StatusOK, protocol.Enrolled{Screen: code, At: 5000}
		}
		return http.StatusNoContent, nil
	}}
	o.enrol = d.serve
	p := newTab(t, 432, 216, hurried).open(o, "")
	until(p.ctx, t, "the code", func() bool { return p.code() != "" && p.code() == d.code(0) })
	until(p.ctx, t, "the code is large", func() bool {
		photo := p.photo()
		box := ink(photo, photo.Bounds())
		return box.Dx() >= 250 && box.Dy() >= 60
	})
	if d.ask.Width != 432 || d.ask.Height != 216 || d.ask.Build != Build() {
		t.Errorf("the page says %+v of itself", d.ask)
	}
	until(p.ctx, t, "another code after that expired", func() bool { return d.code(1) != "" && p.code() == d.code(1) })
	p.shows("p")
	o.mu.Lock()
	hello := o.hellos[0]
	o.mu.Unlock()
	if key := sha256.Sum256([]byte(hello.Token)); hello.Screen != code || !bytes.Equal(key[:], d.ask.Key) {
		t.Errorf("the hello says %+v, and its token is not the key that was enrolled", hello)
	}
	p.run(chromedp.Reload())
	p.shows("p")
	if d.code(2) != "" || p.code() != "" {
		t.Errorf("a page that is enrolled asked for a code")
	}

	key := sha256.Sum256([]byte(hello.Token))
	release := func(number int64, screen, device string) {
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeReleased, For: screen, Number: number}, protocol.Released{Screen: screen, Device: device}, nil)
		if err != nil {
			t.Fatal(err)
		}
		o.push(f)
	}
	device := protocol.KeyName(ed25519.PublicKey(key[:]))
	release(6000, "HK-9", device)
	release(6000, code, "0011223344556677")
	release(4999, code, device) // of before it was enrolled
	o.programme(o.looping(o.picture("q", 8000, blue)))
	p.shows("q")
	if d.code(2) != "" {
		t.Fatal("it was released by a frame that is not for it")
	}
	release(6000, code, device)
	until(p.ctx, t, "a code again", func() bool { return d.code(2) != "" && p.code() == d.code(2) })
	if words := eval[string](p, `Ngatu.card.code(432, 216, 'X', localStorage.getItem('ngatu.was')).words`); words != code+" đã thu hồi: X" {
		t.Errorf("the card says %q", words)
	}
}

// Somebody between page and server who puts his own key in place of the page's makes the codes
// differ: staff notice.
func TestASwappedKeyMakesAnotherCode(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	d := &desk{t: t, after: func(int) (int, any) { return http.StatusNoContent, nil }}
	d.swap = func(a *protocol.EnrolAsk) { a.Key = bytes.Repeat([]byte{7}, 32) }
	o.enrol = d.serve
	p := newTab(t, 432, 216, "").open(o, "")
	until(p.ctx, t, "a code", func() bool { return p.code() != "" && d.code(0) != "" })
	if p.code() == d.code(0) {
		t.Error("both ends have the same code")
	}
}

// The page's own SHA-256 is the one of everybody.
func TestSHA256(t *testing.T) {
	t.Parallel()
	p := newTab(t, 432, 216, "").open(newOrigin(t), "?screen="+code)
	for _, n := range []int{0, 1, 55, 56, 63, 64, 65, 119, 120, 1000} {
		b := bytes.Repeat([]byte{0, 1, 0xfe, byte(n)}, n/4+1)[:n]
		list, _ := json.Marshal(func() (all []int) {
			for _, c := range b {
				all = append(all, int(c))
			}
			return all
		}())
		if string(list) == "null" {
			list = []byte("[]")
		}
		want := fmt.Sprintf("%x", sha256.Sum256(b))
		got := eval[string](p, fmt.Sprintf(`Array.from(Ngatu.sha256(Uint8Array.from(%s)), (b) => (b < 16 ? '0' : '') + b.toString(16)).join('')`, list))
		if got != want {
			t.Errorf("of %d bytes: %s, want %s", n, got, want)
		}
	}
}

// The agent of a screen that is enrolled names the screen in its first answer: its page starts at
// once, without a code.
func TestThePageOfAnAgentShowsNoCode(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.agent.Store(true)
	o.screen()
	o.programme(o.looping(o.picture("p", 8000, red)))
	asked := make(chan string, 10)
	o.enrol = func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		_ = json.NewEncoder(w).Encode(map[string]string{"code": "K7M3-2PQ4", "poll": "secret", "screen": code, "token": "local"})
	}
	p := newTab(t, 432, 216, "").open(o, "")
	p.shows("p")
	if len(asked) != 1 || p.code() != "" {
		t.Errorf("%d questions, or a code was shown", len(asked))
	}
}

// A page that is not an agent's takes no ready-made code: somebody in between could have made it.
func TestAPageTakesNoCodeFromAServer(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	asked := make(chan string, 100)
	o.enrol = func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		_ = json.NewEncoder(w).Encode(map[string]string{"code": "K7M3-2PQ4", "poll": "secret"})
	}
	p := newTab(t, 432, 216, "").open(o, "")
	until(p.ctx, t, "it asks again", func() bool { return len(asked) > 1 })
	if p.code() != "" {
		t.Errorf("it shows %s", p.code())
	}
}
