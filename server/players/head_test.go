package players_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// working is the server's working key, as its file has it.
func (r *rig) working() ed25519.PrivateKey {
	r.t.Helper()
	b, err := os.ReadFile(filepath.Join(filepath.Dir(r.Inbox()), "keys", "working.key"))
	if err != nil {
		r.t.Fatal(err)
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil {
		r.t.Fatal(err)
	}
	return ed25519.NewKeyFromSeed(seed)
}

// studio is the first page that staff see, in Vietnamese.
func (r *rig) studio() string {
	r.t.Helper()
	link, _, err := r.StudioLink(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	form := url.Values{"token": {token}, "name": {"Nguyễn Thị An"}, "login": {"an.nguyen"}, "password": {"mưa rào tháng bảy"}}
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.Address()+"/studio/begin", strings.NewReader(form.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", r.Address())
	resp, err := (&http.Client{Jar: jar}).Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(page)
}

// A screen that shows the signed head of a frame that the log knows nothing of has the server held:
// the data were set back. What is not signed by today's key, and what nobody can have made yet,
// moves nothing.
func TestAScreenShowsThatTheDataWereSetBack(t *testing.T) {
	for name, begin := range map[string]func(*testing.T) *rig{
		"sqlite":   func(t *testing.T) *rig { return newRig(t) },
		"postgres": func(t *testing.T) *rig { r, _, _ := onPostgres(t); return r },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it mostly waits
			showsThatTheDataWereSetBack(t, begin(t))
		})
	}
}

func showsThatTheDataWereSetBack(t *testing.T, r *rig) {
	t.Helper()
	token := r.enrol(nil, screenCode).Token
	says := func(h *protocol.Head) (frames map[protocol.Type]bool) {
		t.Helper()
		frames = map[protocol.Type]bool{}
		_, out := r.longPoll("", 150, reply(t, protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: token, Head: h}))
		for range 2 {
			for _, f := range out.Frames {
				frames[f.Type] = true
			}
			if out.ID == "" || out.Closed != nil {
				break
			}
			_, out = r.longPoll(out.ID, 150)
		}
		return frames
	}
	head := func(number int64, key ed25519.PrivateKey) *protocol.Head {
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeTakeover, For: screenCode, Number: number}, protocol.Takeover{ID: "lost"}, key)
		if err != nil {
			t.Fatal(err)
		}
		return protocol.HeadOf(f)
	}
	last, err := r.Store().LastChange(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, thief, _ := ed25519.GenerateKey(nil)
	now, number := time.Now().UnixMilli(), time.Now().Add(10*time.Minute).UnixMilli()
	bare := head(number, r.working())
	bare.Sig = nil
	altered := head(now, r.working())
	altered.Number = number
	for name, h := range map[string]*protocol.Head{
		"none": nil, "of the last change": head(last, r.working()), "a bare number": bare, "a number put in": altered,
		"of another key": head(number, thief), "an hour and more ahead": head(now+2*3600_000, r.working()), "a thief's": head(1<<62, r.working()),
	} {
		for end := time.Now().Add(patience); ; {
			got := says(h)
			if got[protocol.TypeWelcome] && got[protocol.TypeProgramme] {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("%s: the screen is told %v", name, got)
			}
		}
		if _, held, err := r.Store().Held(t.Context()); held || err != nil {
			t.Fatalf("%s: held, %v", name, err)
		}
	}

	if page := r.studio(); !strings.Contains(page, screenCode) || !strings.Contains(page, "Khóa có thể đã bị đánh cắp") {
		t.Error("staff do not learn of the frame from the future")
	}

	if got := says(head(number, r.working())); len(got) != 0 {
		t.Errorf("the screen that knows better is told %v", got)
	}
	b, held, err := r.Store().Held(t.Context())
	if !held || err != nil || b.Because != store.ShownByScreen || b.From != screenCode || b.Highest != number || b.Number <= number {
		t.Fatalf("held %v: %+v, %v", held, b, err)
	}
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		got := says(head(number, r.working())) // known now: it is let in, and told nothing old
		if got[protocol.TypeWelcome] && !got[protocol.TypeProgramme] && !got[protocol.TypeScreen] {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("held, and the screen is told %v", got)
		}
	}
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.Continue(ctx, b.Number) })
	for end := time.Now().Add(patience); !says(head(number, r.working()))[protocol.TypeProgramme]; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a person has continued, and the screen is told nothing")
		}
	}
	if _, held, _ := r.Store().Held(t.Context()); held {
		t.Error("held again by what is known to be lost")
	}
}
