package page

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// A page that belongs to nobody shows a code, a new one when that has expired, and after staff confirmed it never again.
func TestEnrolment(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("p", 8000, red)))
	var mu sync.Mutex
	codes := []string{"K7M-2PQ", "B4X-9RT"}
	given, polls := 0, 0
	o.enrol = func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		var b struct {
			W, H  int
			Build string
			Poll  string
		}
		if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
			t.Error(err)
		}
		if r.URL.Path == "/api/enrol" {
			if b.W != 432 || b.H != 216 || b.Build != Build() {
				t.Errorf("the page says %+v of itself", b)
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"code": codes[given], "poll": "secret", "expires": o.now() + 60000})
			given++
			return
		}
		if b.Poll != "secret" {
			t.Errorf("asked with %q", b.Poll)
		}
		switch polls++; polls {
		case 1:
			w.WriteHeader(http.StatusGone)
		case 2:
			w.WriteHeader(http.StatusNoContent)
		default:
			_ = json.NewEncoder(w).Encode(map[string]string{"screen": code, "token": "tok"})
		}
	}
	p := newTab(t, 432, 216, "").open(o, "")
	shown := func() string { return eval[string](p, `document.documentElement.dataset.code || ''`) }
	until(p.ctx, t, "the code", func() bool { return shown() == codes[0] })
	until(p.ctx, t, "the code is large", func() bool {
		photo := p.photo()
		box := ink(photo, photo.Bounds())
		return box.Dx() >= 250 && box.Dy() >= 60
	})
	until(p.ctx, t, "another code after that expired", func() bool { return shown() == codes[1] })
	p.shows("p")
	o.mu.Lock()
	hello := o.hellos[0]
	o.mu.Unlock()
	if hello.Token != "tok" || hello.Screen != code {
		t.Errorf("the hello says %+v", hello)
	}
	p.run(chromedp.Reload())
	p.shows("p")
	if given != 2 || shown() != "" {
		t.Errorf("a page that is enrolled asked for a code")
	}
}

// The agent of a screen that is enrolled names the screen in its first answer: its page starts at once, without a code.
func TestThePageOfAnAgentShowsNoCode(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	o.programme(o.looping(o.picture("p", 8000, red)))
	asked := make(chan string, 10)
	o.enrol = func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		_ = json.NewEncoder(w).Encode(map[string]string{"code": "K7M-2PQ", "poll": "secret", "screen": code, "token": "local"})
	}
	p := newTab(t, 432, 216, "").open(o, "")
	p.shows("p")
	if len(asked) != 1 || eval[string](p, `document.documentElement.dataset.code || ''`) != "" {
		t.Errorf("%d questions, or a code was shown", len(asked))
	}
}
