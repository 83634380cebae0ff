package players_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

const screenCode = "HK-01"

// rig is a whole server with one screen that has slides and a board.
type rig struct {
	*app.App
	t testing.TB
	n int // of slides that were added
}

func newRig(t testing.TB) *rig {
	t.Helper()
	return rigOf(t, testkit.Server(t, config.Config{}))
}

func rigOf(t testing.TB, a *app.App) *rig {
	t.Helper()
	r := &rig{App: a, t: t}
	r.change(func(ctx context.Context, tx *store.Tx) error {
		p := content.Place{
			Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
			Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
			Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		}
		for _, code := range []string{screenCode, "HK-02"} {
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Name: code, Places: []content.Place{p}}); err != nil {
				return err
			}
		}
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "test", Pool: "city", Weight: 1}); err != nil {
			return err
		}
		board := content.Slide{
			ID: "board", Campaign: "test", Kind: content.Board, View: content.League, Title: "board", Words: content.Words{Head: "Tiến độ"},
			Measure: figure.Accounts.ID, Area: "2024-11/01", State: content.Approved,
		}
		if err := tx.PutSlide(ctx, board); err != nil {
			return err
		}
		return r.figures(ctx, tx)
	})
	r.onAir()
	return r
}

// onAir waits until the screens' own frames are out, which come last.
func (r *rig) onAir() {
	r.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := r.Store().NewestFrame(r.t.Context(), protocol.TypeScreen, "HK-02"); err == nil {
			return
		}
	}
	r.t.Fatal("nothing is on air")
}

func (r *rig) change(do func(context.Context, *store.Tx) error) {
	r.t.Helper()
	if _, err := r.Store().Change(r.t.Context(), "test", func(tx *store.Tx) error { return do(r.t.Context(), tx) }); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) changeProgramme(testing.TB) {
	r.n++
	r.change(func(ctx context.Context, tx *store.Tx) error {
		id := string(rune('a' + r.n))
		return tx.PutSlide(ctx, content.Slide{
			ID: id, Campaign: "test", Kind: content.Notice, Style: content.Slogan, Title: id,
			Words: content.Words{Head: "Cài đặt iHanoi"}, State: content.Approved,
		})
	})
}

func (r *rig) changeFigures(testing.TB) { r.change(r.figures) }

func (r *rig) figures(ctx context.Context, tx *store.Tx) error {
	f := figure.Figure{Area: area.Key{Period: area.Nov2024, Code: "006"}, Measure: figure.Accounts.ID, Value: tx.Number() % 900, Target: 1000}
	return tx.PutRelease(ctx, store.Release{
		ID: time.Now().String(), Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "test", By: "test",
	}, []figure.Figure{f})
}

// post sends JSON and gives status and answer.
func (r *rig) post(path string, body any, header ...string) (int, []byte) {
	r.t.Helper()
	b, ok := body.([]byte)
	if !ok {
		var err error
		if b, err = json.Marshal(body); err != nil {
			r.t.Fatal(err)
		}
	}
	ask, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.Address()+path, bytes.NewReader(b))
	if err != nil {
		r.t.Fatal(err)
	}
	ask.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		ask.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(ask)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if resp.Header.Get("Cache-Control") != "no-store" {
		r.t.Errorf("%s: Cache-Control %q: an answer of an enrolment is for one asker, once", path, resp.Header.Get("Cache-Control"))
	}
	return resp.StatusCode, out
}

// asked is an enrolment under way, as the player sees it.
type asked struct {
	protocol.EnrolOffer
	protocol.EnrolSides
	Code  string // that it shows
	token string // a page's
}

// told is the outcome.
type told struct {
	protocol.Enrolled
	Token   string
	Trusted [][]byte
}

// begin asks for an enrolment and gets the server's offer, but does not show the nonce yet; key is
// an agent's, nil a page's.
func (r *rig) begin(key ed25519.PublicKey) asked {
	r.t.Helper()
	a := asked{EnrolSides: protocol.EnrolSides{Kind: protocol.KindAgent, Key: key, Device: make([]byte, protocol.NonceSize)}}
	rand.Read(a.Device)
	if key == nil {
		a.token = rand.Text()
		sum := sha256.Sum256([]byte(a.token))
		a.Kind, a.Key = protocol.KindPage, sum[:]
	}
	status, b := r.post(protocol.PathEnrol, protocol.EnrolAsk{
		Kind: a.Kind, Key: a.Key, Commit: protocol.EnrolCommit(a.Kind, a.Key, a.Device), Width: 432, Height: 216, Build: "test",
	})
	if err := json.Unmarshal(b, &a.EnrolOffer); err != nil || status != http.StatusOK || a.Poll == "" || len(a.Nonce) != protocol.NonceSize {
		r.t.Fatalf("enrolment: %d %s", status, b)
	}
	a.EnrolSides.Trusted, a.Server = a.EnrolOffer.Trusted, a.Nonce
	a.Code = a.EnrolSides.Code()
	return a
}

// ask begins an enrolment and shows its code.
func (r *rig) ask(key ed25519.PublicKey) asked {
	r.t.Helper()
	a := r.begin(key)
	if status, b := r.post(protocol.PathEnrolOpen, protocol.EnrolOpen{Poll: a.Poll, Nonce: a.Device}); status != http.StatusNoContent {
		r.t.Fatalf("the nonce is answered with %d %s", status, b)
	}
	return a
}

// confirm is what staff do in the studio.
func (r *rig) confirm(code, screen string) {
	r.t.Helper()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.ConfirmEnrolment(ctx, code, screen)
		return err
	})
}

func (r *rig) poll(a asked) (int, told) {
	r.t.Helper()
	out := told{Token: a.token, Trusted: a.EnrolSides.Trusted}
	status, b := r.post(protocol.PathEnrolPoll, map[string]string{"poll": a.Poll})
	if status == http.StatusOK {
		if err := json.Unmarshal(b, &out.Enrolled); err != nil {
			r.t.Fatal(err)
		}
		if !a.Verify(out.Enrolled) {
			r.t.Error("the answer is not signed by the key that the server offered")
		}
	}
	return status, out
}

// enrol goes the whole way.
func (r *rig) enrol(key ed25519.PublicKey, screen string) told {
	r.t.Helper()
	a := r.ask(key)
	r.confirm(a.Code, screen)
	status, out := r.poll(a)
	if status != http.StatusOK || out.Screen != screen {
		r.t.Fatalf("confirmed, and the answer is %d %+v", status, out)
	}
	return out
}
