package screens_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
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
	r := &rig{App: testkit.Server(t, config.Config{}), t: t}
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
func (r *rig) post(path string, body any) (int, []byte) {
	r.t.Helper()
	b, ok := body.([]byte)
	if !ok {
		var err error
		if b, err = json.Marshal(body); err != nil {
			r.t.Fatal(err)
		}
	}
	resp, err := http.Post(r.Address()+path, "application/json", bytes.NewReader(b))
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

type asked struct {
	Code    string
	Poll    string
	Expires int64
}

type told struct {
	Screen  string
	Token   string
	Trusted [][]byte
}

// ask begins an enrolment; key is an agent's.
func (r *rig) ask(key ed25519.PublicKey) asked {
	r.t.Helper()
	var a asked
	status, b := r.post(protocol.PathEnrol, map[string]any{"w": 432, "h": 216, "build": "test", "key": []byte(key)})
	if err := json.Unmarshal(b, &a); err != nil || status != http.StatusOK || a.Code == "" || a.Poll == "" {
		r.t.Fatalf("enrolment: %d %s", status, b)
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
	var out told
	status, b := r.post(protocol.PathEnrol+"/poll", map[string]string{"poll": a.Poll})
	if status == http.StatusOK {
		if err := json.Unmarshal(b, &out); err != nil {
			r.t.Fatal(err)
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
