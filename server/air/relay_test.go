package air

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/bus"
	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
	"ngatu/player/protocol"
)

// newNodes are two servers that share a real PostgreSQL database: the maker, and one beside it.
func newNodes(t *testing.T, fill func(context.Context, *store.Tx) error) (maker, beside *rig) {
	t.Helper()
	t.Parallel()
	dir, address := t.TempDir(), postgres.New(t).Address()
	maker = newRigOn(t, openNode(t, address, "a"), dir, fill)
	beside = &rig{t: t, bell: &bus.Bus{}, pub: maker.pub, parts: maker.parts}
	beside.parts.Store = openNode(t, address, "b")
	t.Cleanup(func() { beside.parts.Store.Close() })
	beside.parts.Store.OnChange(beside.bell.Ring)
	beside.Air = beside.made()
	if err := beside.Start(t.Context(), beside.bell.Subscribe(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(beside.Stop)
	return maker, beside
}

func openNode(t *testing.T, address, name string) *store.Store {
	t.Helper()
	s, err := store.OpenBeside(t.Context(), address, store.Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness")})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What a player at one node is sent is what the maker has stored, number and signature and all; and
// it goes on when that node becomes the maker.
func TestANodeSendsWhatTheMakerStored(t *testing.T) {
	maker, beside := newNodes(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putSlides(ctx, tx, notice("a", "Đường dây nóng 1022"), notice("b", "Nộp hồ sơ tại nhà")); err != nil {
			return err
		}
		return putScreens(ctx, tx, screen("HK-1"), screen("HK-2"))
	})
	stored := func(f protocol.Frame) {
		t.Helper()
		s, err := maker.store.NewestFrame(t.Context(), f.Type, f.For)
		if err != nil || s.Number != f.Number || s.Hash != f.Hash || !slices.Equal(s.Sig, f.Sig) {
			t.Errorf("%s: sent number %d, stored %d (%v)", f.Thing(), f.Number, s.Number, err)
		}
	}
	e := beside.joinRanking("HK-1", nil).ear
	first := e.some(2)
	for _, f := range first {
		stored(f)
	}
	if got := only(first, protocol.TypeProgramme); len(got) != 1 || !slices.Equal(ids(t, got[0]), []string{"a", "b"}) {
		t.Fatalf("a player that joins is sent %s", types(first))
	}

	maker.put(notice("c", "Phản ánh hiện trường"))
	next := e.next()
	if stored(next); !slices.Equal(ids(t, next), []string{"a", "b", "c"}) {
		t.Errorf("a change at the maker: %s", types([]protocol.Frame{next}))
	}
	beside.put(notice("d", "Tra cứu quy hoạch")) // staff may use any node
	next = e.next()
	if stored(next); !slices.Equal(ids(t, next), []string{"a", "b", "c", "d"}) {
		t.Errorf("a change at the node itself: %s", types([]protocol.Frame{next}))
	}

	maker.change(func(ctx context.Context, tx *store.Tx) error {
		return putScreens(ctx, tx, screen("HK-1", func(p *content.Place) { p.Canvas = content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20} }))
	})
	moved := e.some(2)
	if len(only(moved, protocol.TypeScreen)) != 1 || len(only(moved, protocol.TypeProgramme)) != 1 {
		t.Errorf("a screen that got another canvas is sent %s", types(moved))
	}
	in := func(area string) func(*content.Place) {
		return func(p *content.Place) { p.Area, p.Areas = area, []string{area, "2024-11/01"} }
	}
	maker.change(func(ctx context.Context, tx *store.Tx) error {
		one := storm()
		one.Targets = []content.Target{{Area: "2024-11/002"}}
		one, err := content.PutOn(one, "an", tx.Time(), time.Hour, false)
		if err != nil {
			return err
		}
		return errors.Join(tx.PutTakeover(ctx, one), putScreens(ctx, tx, screen("HK-3", in("2024-11/002"))))
	})
	beside.until("the takeover is known at the node", func() bool { return TakeoversOn(beside.Air) })
	e.rest()
	maker.change(func(ctx context.Context, tx *store.Tx) error {
		return putScreens(ctx, tx, screen("HK-1", in("2024-11/002")))
	})
	if came := e.some(2); len(only(came, protocol.TypeTakeover)) != 1 {
		t.Errorf("a screen that moves to where a takeover is on is sent %s", types(came))
	}
	maker.change(func(ctx context.Context, tx *store.Tx) error {
		one, err := tx.Takeover(ctx, storm().ID)
		return errors.Join(err, tx.PutTakeover(ctx, content.End(one, tx.Time())), putScreens(ctx, tx, screen("HK-1")))
	})
	e.some(2)
	maker.change(func(ctx context.Context, tx *store.Tx) error { return tx.DeleteScreen(ctx, "HK-2") })
	if _, _, err := beside.Join(t.Context(), "HK-2", ""); err == nil {
		beside.until("the screen is gone", func() bool { _, _, err := beside.Join(t.Context(), "HK-2", ""); return err != nil })
	}

	maker.Stop() // it takes in what follows when it is told to
	highest := time.Now().Add(time.Minute).UnixMilli()
	beside.hold(highest)
	beside.put(notice("held", "Chờ người xem lại"))
	if came := e.rest(); len(came) > 0 {
		t.Errorf("the node is held, and sends %s", types(came))
	}
	number := beside.goOn()
	before := e.some(2) // the maker has made nothing yet
	for _, f := range before {
		if f.Number <= highest || f.Number >= number {
			t.Errorf("what screens may have ends at %d, a person continued at %d, and what was there before is sent with %d", highest, number, f.Number)
		}
	}
	if err := takeIn(t.Context(), maker.Air); err != nil {
		t.Fatal(err)
	}
	for next = e.next(); next.Type != protocol.TypeProgramme; next = e.next() {
	}
	if stored(next); next.Number < number || !slices.Equal(ids(t, next), []string{"a", "b", "c", "d", "held"}) {
		t.Errorf("a person continued at %d, and the node sends %s", number, types([]protocol.Frame{next}))
	}
	e.rest()

	if err := maker.store.Close(); err != nil {
		t.Fatal(err)
	}
	<-beside.store.Nodes.Made()
	if again := e.rest(); len(again) > 0 {
		t.Errorf("a new maker sends again what players have: %s", types(again))
	}
	beside.put(notice("e", "Góp ý dự thảo"))
	next = e.next()
	s, err := beside.store.NewestFrame(t.Context(), next.Type, next.For)
	if err != nil || s.Number != next.Number || !slices.Equal(ids(t, next), []string{"a", "b", "c", "d", "e", "held"}) {
		t.Errorf("the new maker sends %s (%v)", types([]protocol.Frame{next}), err)
	}

	silent, cancel := context.WithTimeout(t.Context(), 0) // as where the database ceases to answer while a change is read
	defer cancel()
	beside.mu.Lock()
	_, err = beside.take(silent)
	outlast(beside.Air)
	known := beside.answers.Known()
	beside.mu.Unlock()
	if !store.Silent(err) || known == nil {
		t.Errorf("what was gathered is lost while the database is away (%v)", err)
	} else if _, _, stands := known.Stand("HK-1"); !stands {
		t.Error("what is known does not have the screen")
	}
}
