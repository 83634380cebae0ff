package air

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"ngatu/server/hub"
)

// Whatever changed, in whatever order, an Air that followed it has every audience, screen and board
// at the frame that one which reads everything again has.
func TestFollowingIsLikeStartingAnew(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := newCity(t, 5, 3, 3) // the third canvas is in no use at first
			w := &whims{city: c, Rand: rand.New(rand.NewPCG(seed, 7))}
			gathered := c.Stats().Gathered
			for step := range 40 {
				what := w.some()
				c.turn()
				c.compare(fmt.Sprintf("step %d, %s", step, what))
			}
			if n := c.Stats().Gathered - gathered; n > w.cut {
				t.Errorf("everything was read %d times more, and only %d refreshes were cut off", n, w.cut)
			}
		})
	}
}

// overs are the hashes of takeovers that are on, by what their frames are for.
func (a *Air) overs(at time.Time) map[string]string {
	out := map[string]string{}
	for _, one := range a.takeovers.Load().each {
		if one.frame.Until > at.UnixMilli() { // one that has ended is as good as none
			out[one.frame.For] = one.frame.Hash
		}
	}
	return out
}

// compare holds what is on against an Air that was started just now.
func (c *city) compare(when string) {
	c.tb.Helper()
	h := hub.New(hub.Options{})
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		h.Shutdown(ctx, 0)
	}()
	fresh := New(Options{Store: c.store, Hub: h, Media: c.parts.Media, Areas: c.parts.Areas, Faces: c.parts.Faces, Key: c.key, Log: slog.New(slog.DiscardHandler)})
	if err := fresh.refresh(c.tb.Context()); err != nil {
		c.tb.Fatal(err)
	}
	if len(c.audiences) != len(fresh.audiences) || len(c.screens) != len(fresh.screens) || len(c.boards) != len(fresh.boards) {
		c.tb.Fatalf("%s: %d audiences, %d screens, %d boards; read again %d, %d, %d", when,
			len(c.audiences), len(c.screens), len(c.boards), len(fresh.audiences), len(fresh.screens), len(fresh.boards))
	}
	for key, on := range fresh.audiences {
		if had := c.audiences[key]; had == nil || had.frame.Hash != on.frame.Hash || !slices.Equal(had.boards, on.boards) {
			c.tb.Fatalf("%s: the programme of audience %s differs", when, key)
		}
	}
	for code, s := range fresh.screens {
		if had := c.screens[code]; had == nil || had.hash != s.hash || !slices.Equal(had.topics, s.topics) {
			c.tb.Fatalf("%s: the frame of screen %s differs", when, code)
		}
	}
	if had, want := c.overs(fresh.scene.State.Now), fresh.overs(fresh.scene.State.Now); !maps.Equal(had, want) {
		c.tb.Fatalf("%s: takeovers differ: %v, read again %v", when, had, want)
	}
	for id, hash := range fresh.boards {
		if c.boards[id] != hash {
			c.tb.Fatalf("%s: the figures of %s differ", when, id)
		}
	}
}
