package air

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// ranking is a player that keeps what it is told of takeovers.
type ranking struct {
	*ear
	code string
	book *protocol.Book
	held map[string]protocol.Takeover
}

// joinRanking joins with what a player has kept.
func (r *rig) joinRanking(code string, kept *ranking) *ranking {
	r.t.Helper()
	p := &ranking{code: code, book: protocol.NewBook(code), held: map[string]protocol.Takeover{}}
	if kept != nil {
		p.book, p.held = kept.book, kept.held
	}
	has := p.book.Has()
	topics, own, err := r.Join(r.t.Context(), code, "")
	if err != nil {
		r.t.Fatal(err)
	}
	overs, err := r.Takeovers(r.t.Context(), code, has, true)
	if err != nil {
		r.t.Fatal(err)
	}
	p.ear = r.sit(hub.Player{Screen: code, Topics: topics, Frames: append(own, overs...), Ranks: true, Has: has, Joined: func() {
		for _, f := range overs {
			has[f.Thing()] = f.Hash
		}
		if err := r.SettleTakeovers(r.t.Context(), code, has, true); err != nil {
			r.t.Error(err)
		}
	}})
	return p
}

// ids are the takeovers that concern the screen, as far as it has been told.
func (p *ranking) ids(place content.Place) []string {
	for len(p.frames) > 0 {
		f := <-p.frames
		if _, err := p.book.Accept(f, 0); err == nil && f.Type == protocol.TypeTakeover {
			var t protocol.Takeover
			if err := f.Open(&t); err != nil {
				p.t.Error(err)
			}
			p.held[f.Thing()] = t
		}
	}
	maps.DeleteFunc(p.held, func(thing string, _ protocol.Takeover) bool { return !p.book.Keeps(thing) })
	some := map[string]bool{}
	for _, t := range p.held {
		if t.Reach != nil && t.Reach.Concerns(protocol.Screen{Areas: place.Areas, Canvas: place.Canvas}) {
			some[t.ID] = true
		}
	}
	return slices.Sorted(maps.Keys(some))
}

// Takeovers are put on, ended and run out, and screens move. Every player, also one that was away
// or comes to a server that has just started, is told those that reach its screen and no others, by
// a frame for each area and canvas.
func TestTakeoversByArea(t *testing.T) {
	t.Run("one server", func(t *testing.T) {
		takeoversByArea(t, func(fill func(context.Context, *store.Tx) error) (r, at *rig) {
			r = newRig(t, fill)
			return r, r
		})
	})
	t.Run("players at another node", func(t *testing.T) {
		takeoversByArea(t, func(fill func(context.Context, *store.Tx) error) (r, at *rig) { return newNodes(t, fill) })
	})
}

// takeoversByArea makes changes at one server while players are at the same, or at another.
func takeoversByArea(t *testing.T, begin func(fill func(context.Context, *store.Tx) error) (r, at *rig)) {
	in := func(district string) func(*content.Place) {
		return func(p *content.Place) {
			p.Area, p.Areas = "2024-11/"+district, []string{"2024-11/" + district, "2024-11/01"}
		}
	}
	kiosk := func(p *content.Place) {
		p.Canvas = content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.3, DistanceM: 2}
	}
	places := map[string]content.Place{}
	r, at := begin(func(ctx context.Context, tx *store.Tx) error {
		for _, s := range []content.Screen{screen("HK-1"), screen("HK-2", in("002")), screen("HK-3", kiosk)} {
			places[s.Code] = s.Places[0]
			if err := putScreens(ctx, tx, s); err != nil {
				return err
			}
		}
		return nil
	})
	all, players := map[string]content.Takeover{}, map[string]*ranking{}
	for code := range places {
		players[code] = at.joinRanking(code, nil)
	}
	away := players["HK-2"]
	look := func(r *rig, when string) {
		t.Helper()
		for code, p := range players {
			if p == away {
				continue
			}
			var want []string
			r.until(fmt.Sprintf("%s: what %s is told", when, code), func() bool {
				want = nil
				for _, one := range all {
					for _, press := range one.Presses() {
						if press.On(time.Now()) && press.Reaches(places[code]) {
							want = append(want, press.PressID())
						}
					}
				}
				slices.Sort(want)
				return slices.Equal(p.ids(places[code]), want)
			})
		}
	}
	w := rand.New(rand.NewPCG(5, 5))
	for step := range 40 {
		id := fmt.Sprint("t", w.IntN(4))
		what := w.IntN(6)
		r.change(func(ctx context.Context, tx *store.Tx) (err error) {
			switch one := all[id]; {
			case what == 0: // a screen moves
				code := "HK-1"
				s := screen(code, in([...]string{"002", "006"}[w.IntN(2)]))
				places[code] = s.Places[0]
				return putScreens(ctx, tx, s)
			case what < 2 && one.On(tx.Time()):
				all[id] = content.End(one, tx.Time())
			case what == 2 && one.On(tx.Time()):
				on := one.Presses()
				all[id] = content.EndPress(one, on[w.IntN(len(on))].Key, tx.Time())
			default:
				if !one.On(tx.Time()) {
					one = storm()
					one.ID, one.Drill = id, w.IntN(2) == 0
					one.Gravity = [...]content.Gravity{content.Danger, content.Warning}[w.IntN(2)]
					if n := w.IntN(3); n > 0 {
						one.Targets = []content.Target{{Area: [...]string{"", "2024-11/006", "2024-11/002"}[n]}}
					}
				}
				if len(one.Targets) == 0 { // approved for all, and put on in an area of it, or in one more
					drill := one.Drill
					if one, err = one.Aim([...]string{"", "2024-11/006", "2024-11/002"}[w.IntN(3)], tx.Time(), nil); err != nil {
						return err
					}
					one.Drill = drill && !one.Press.On(tx.Time()) || one.Press.On(tx.Time()) && one.Drill
				}
				lasts := time.Hour
				if w.IntN(3) == 0 {
					lasts = 300 * time.Millisecond
				}
				if all[id], err = content.PutOn(one, "an", tx.Time(), lasts, one.Drill); err != nil {
					return err
				}
			}
			return tx.PutTakeover(ctx, all[id])
		})
		look(at, fmt.Sprint("step ", step))
		if step%10 == 9 {
			back := away
			away = players[[...]string{"HK-3", "HK-1", "HK-2"}[step/10%3]]
			players[back.code] = at.joinRanking(back.code, back)
			away.conn.Close()
			look(at, fmt.Sprintf("step %d, %s came back", step, back.code))
		}
	}
	again := at.another()
	for code, p := range players {
		players[code] = again.joinRanking(code, p)
	}
	away = nil
	look(again, "after a restart")
	if n := len(again.takeovers.Load().each); n > 4*3*2 {
		t.Errorf("%d frames for four takeovers, three areas and two canvases", n)
	}
}

// When the data were set back, what the server does not know of goes on until a person continues; a
// takeover that is put on meanwhile works, and so does ending one that was on before.
func TestTakeoversWhileHeld(t *testing.T) {
	before := storm()
	before.ID = "before"
	r := newRig(t, func(ctx context.Context, tx *store.Tx) (err error) {
		if before, err = content.PutOn(before, "an", tx.Time(), time.Hour, false); err != nil {
			return err
		}
		return errors.Join(putScreens(ctx, tx, screen("HK-1")), tx.PutTakeover(ctx, before))
	})
	p := r.joinRanking("HK-1", nil)
	place := screen("HK-1").Places[0]
	told := func(what string, want ...string) {
		t.Helper()
		r.until(what, func() bool { return slices.Equal(p.ids(place), want) })
	}
	ahead := time.Now().Add(30 * time.Minute).UnixMilli()
	lost, err := protocol.Seal(protocol.Frame{Type: protocol.TypeTakeover, For: "lost", Number: ahead}, protocol.Takeover{
		ID: "lost", Reach: &protocol.Reach{Canvas: place.Canvas}, Programme: &content.Programme{From: ahead, Until: ahead + 1},
	}, r.key)
	if err != nil {
		t.Fatal(err)
	}
	p.frames <- lost
	told("what was lost", "before", "lost")
	r.hold(ahead)
	r.calm()
	r.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.PutTakeover(ctx, content.End(before, tx.Time()))
	})
	told("ended that was on before", "lost")
	one := storm()
	r.change(func(ctx context.Context, tx *store.Tx) (err error) {
		if one, err = content.PutOn(one, "an", tx.Time(), time.Hour, false); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, one)
	})
	told("put on while held", "lost", "storm")
	r.change(func(ctx context.Context, tx *store.Tx) error {
		one = content.End(one, tx.Time())
		return tx.PutTakeover(ctx, one)
	})
	told("ended while held", "lost")
	r.goOn()
	told("a person continues")
}

// An agent of before stands at the screen of a page that ranks: each is told in its own way, also
// when it comes later, and both that it has ended.
func TestAnOldPlayerBesideANewOne(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error { return putScreens(ctx, tx, screen("HK-1")) })
	old, page := r.join("HK-1"), r.joinRanking("HK-1", nil)
	old.some(2)
	place, one := screen("HK-1").Places[0], storm()
	r.change(func(ctx context.Context, tx *store.Tx) (err error) {
		if one, err = content.PutOn(one, "an", tx.Time(), time.Hour, false); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, one)
	})
	told := only(old.some(1), protocol.TypeTakeover)
	if len(told) != 1 || told[0].For != "HK-1" || r.opened(told[0]).Reach != nil || r.opened(told[0]).ID != "storm" {
		t.Errorf("one that does not rank is told %s", types(told))
	}
	r.until("the page is told", func() bool { return slices.Equal(page.ids(place), []string{"storm"}) })
	late, err := r.Takeovers(t.Context(), "HK-1", nil, false)
	if err != nil || len(late) != 1 || late[0].Hash != told[0].Hash || late[0].From != told[0].From {
		t.Errorf("one that comes later is told %s, %v", types(late), err)
	}
	if _, err := r.store.FrameByHash(t.Context(), told[0].Hash); err != nil {
		t.Errorf("what it shows is not on record: %v", err)
	}
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutTakeover(ctx, content.End(one, tx.Time())) })
	if end := only(old.some(1), protocol.TypeTakeover); len(end) != 1 || r.opened(end[0]).Programme != nil {
		t.Errorf("the end: %s", types(end))
	}
	r.until("the page is told of the end", func() bool { return len(page.ids(place)) == 0 })
}
