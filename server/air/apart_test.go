package air

import (
	"context"
	"crypto/ed25519"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// A node beside the maker has a takeover on alone. While it enters, the maker ends another one: its
// roll, which does not know of the first, comes before the frames of that. The node's screens end the
// other and keep the first without a gap, those that rank and those that do not.
func TestWhatEntersDoesNotBlink(t *testing.T) {
	other := storm()
	other.ID, other.Gravity = "other", content.CivicNotice
	maker, beside := newNodes(t, func(ctx context.Context, tx *store.Tx) error {
		on, err := content.PutOn(other, "an", tx.Time(), time.Hour, false)
		return errors.Join(err, tx.PutTakeover(ctx, storm()), tx.PutTakeover(ctx, on), putScreens(ctx, tx, screen("HK-1"), screen("HK-2")))
	})
	beside.until("what is on is known", func() bool { return TakeoversOn(beside.Air) })
	ranks, old := beside.joinRanking("HK-1", nil), beside.join("HK-2")
	number, at := NextNumber(beside.Air)
	press, err := content.PutOnApart(storm(), content.Everywhere, "k", "an", at, time.Hour, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	var shows, entered atomic.Bool
	roll := func() int64 {
		f, err := maker.store.NewestFrame(t.Context(), protocol.TypeTakeover, protocol.RollName)
		if err != nil {
			t.Error(err)
		}
		return f.Number
	}
	beside.mu.Lock()
	UseHere(beside.Air, Here{
		Presses: func() []content.Takeover { return []content.Takeover{press} },
		Enter: func(ctx context.Context) ([]content.Takeover, error) {
			if !shows.Load() {
				return nil, errors.New("it is not on yet")
			}
			if entered.Swap(true) {
				return nil, nil
			}
			was := roll()
			maker.change(func(ctx context.Context, tx *store.Tx) error {
				now, err := tx.Takeover(ctx, "other")
				return errors.Join(err, tx.PutTakeover(ctx, content.End(now, tx.Time())))
			})
			maker.until("the maker's roll", func() bool { return roll() > was })
			maker.change(func(ctx context.Context, tx *store.Tx) error {
				now, err := content.Enter(storm(), press.Press, storm().Sight(), tx.Time())
				return errors.Join(err, tx.PutTakeover(ctx, now))
			})
			return []content.Takeover{press}, nil
		},
	})
	beside.mu.Unlock()
	if err := ShowHere(beside.Air, number); err != nil {
		t.Fatal(err)
	}
	shows.Store(true)
	beside.bell.Ring()

	rules := "" // on the screen that does not rank
	follow := func(f protocol.Frame) {
		t.Helper()
		if err := f.Verify([]ed25519.PublicKey{maker.pub}); f.Type.Signed() && err != nil {
			t.Errorf("%s: %v", f.Thing(), err)
		}
	}
	has := func(press string) bool {
		for thing := range ranks.book.Has() {
			if strings.HasPrefix(thing, "takeover/"+press+"/") {
				return true
			}
		}
		return false
	}
	shown, newest := false, int64(0)
	for end := time.After(patience); !entered.Load() || has("other") || newest <= number || rules != "storm.k"; {
		select {
		case f := <-ranks.ear.frames:
			follow(f)
			if _, err := ranks.book.Accept(f, time.Now().UnixMilli()); err == nil && strings.HasPrefix(f.For, "storm.k/") {
				newest = f.Number
			}
			if shown = shown || has("storm.k"); shown && !has("storm.k") {
				t.Fatalf("%s ends what has entered", f.Thing())
			}
		case f := <-old.frames:
			follow(f)
			var body protocol.Takeover
			if f.Type == protocol.TypeTakeover && f.Open(&body) == nil {
				if rules == "storm.k" && body.ID != rules {
					t.Fatalf("a player that does not rank is told %q", body.ID)
				}
				rules = body.ID
			}
		case <-end:
			t.Fatalf("entered %v, other on %v, number %d after %d, %q rules", entered.Load(), has("other"), newest, number, rules)
		}
	}
	beside.mu.Lock()
	defer beside.mu.Unlock()
	if beside.apart != nil && time.Since(beside.apart.entered) > settleWithin {
		t.Error("it still stands apart")
	}
}

// What a run before has put on and does not enter yet keeps nobody from a takeover of now. Once it was
// refused, its screens, which may still show it, are told that it is over: those connected and those
// that come later.
func TestWhatDoesNotEnterHoldsNothingUp(t *testing.T) {
	other := storm()
	other.ID = "other"
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(tx.PutTakeover(ctx, storm()), tx.PutTakeover(ctx, other), putScreens(ctx, tx, screen("HK-1"), screen("HK-2")))
	})
	press, err := content.PutOnApart(storm(), content.Everywhere, "k", "an", time.Now(), time.Hour, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	var refused, told atomic.Bool
	r.mu.Lock()
	UseHere(r.Air, Here{
		Presses: func() []content.Takeover { return nil },
		Enter: func(context.Context) ([]content.Takeover, error) {
			if !refused.Load() {
				return nil, errors.New("the database's clock is behind")
			}
			if told.Swap(true) {
				return nil, nil
			}
			return []content.Takeover{press}, nil
		},
	})
	r.mu.Unlock()
	e := r.joinRanking("HK-1", nil).ear
	r.change(func(ctx context.Context, tx *store.Tx) error {
		on, err := content.PutOn(other, "an", tx.Time(), time.Hour, false)
		return errors.Join(err, tx.PutTakeover(ctx, on))
	})
	heard := func(e *ear, what string, is func(protocol.Frame, protocol.Takeover) bool) {
		t.Helper()
		for end := time.After(patience); ; {
			select {
			case f := <-e.frames:
				var body protocol.Takeover
				if f.Type == protocol.TypeTakeover && f.Open(&body) == nil && is(f, body) {
					return
				}
			case <-end:
				t.Fatal("nobody heard ", what)
			}
		}
	}
	heard(e, "the other takeover", func(f protocol.Frame, _ protocol.Takeover) bool { return strings.HasPrefix(f.For, "other/") })
	refused.Store(true)
	r.bell.Ring()
	over := func(_ protocol.Frame, body protocol.Takeover) bool {
		begun, named := int64(0), false
		if body.Roll != nil {
			begun, named = body.Roll.On["storm.k"], body.Roll.Partly
		}
		return named && begun == 0
	}
	heard(e, "the end of what was refused", over)
	later, err := r.Takeovers(t.Context(), "HK-2", map[string]string{"takeover/storm.k/here/432x216": "a hash"}, true)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(later, func(f protocol.Frame) bool {
		var body protocol.Takeover
		return f.Type == protocol.TypeTakeover && f.Open(&body) == nil && over(f, body)
	}) {
		t.Errorf("who comes later is told only %d frames", len(later))
	}
}
