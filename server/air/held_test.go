package air

import (
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

func (r *rig) hold(highest int64) {
	r.t.Helper()
	if err := r.store.Hold(r.t.Context(), store.SetBack{Because: store.ShownByScreen, From: "HK-1", Highest: highest}); err != nil {
		r.t.Fatal(err)
	}
	r.until("held", r.Held)
}

func (r *rig) goOn() int64 {
	r.t.Helper()
	n := r.change(func(ctx context.Context, tx *store.Tx) error {
		b, _, err := tx.Held(ctx)
		if err != nil {
			return err
		}
		return tx.Continue(ctx, b.Number)
	})
	r.until("going on", func() bool { return !r.Held() })
	return n
}

func (r *rig) until(what string, is func() bool) {
	r.t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("not %s in time", what)
		}
	}
}

// A server that was set back sends nothing that follows from the old state: to nobody who is here,
// and to nobody who comes. What people do meanwhile works. When a person continues, all is sent
// with numbers above those given out.
func TestHeld(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Gọi 1022"), notice("b", "Gọi 113"))
	})
	here := r.join("HK-1")
	book := protocol.NewBook("HK-1")
	take := func(f protocol.Frame) {
		t.Helper()
		if _, err := book.Accept(f, 0); err != nil {
			t.Errorf("%s %d from %d is refused: %v", f.Thing(), f.Number, f.From, err)
		}
	}
	for _, f := range here.some(2) {
		take(f)
	}
	ahead := time.Now().Add(30 * time.Minute).UnixMilli() // given out, and lost
	newer, err := protocol.Seal(protocol.Frame{Type: protocol.TypeTakeover, For: "HK-1", Number: ahead, From: ahead}, protocol.Takeover{ID: "lost"}, r.key)
	if err != nil {
		t.Fatal(err)
	}
	take(newer)
	r.hold(ahead)

	r.put(notice("c", "Chờ duyệt lại")) // not urgent: waits for a person
	r.calm()
	if got := here.rest(); len(got) != 0 {
		t.Errorf("held, and it sends %s", types(got))
	}
	later := r.join("HK-1")
	if got := later.rest(); len(got) != 0 {
		t.Errorf("who comes while it is held is sent %s", types(got))
	}
	if frames, err := r.Takeovers(t.Context(), "HK-1", map[string]string{"takeover/HK-1": newer.Hash}, false); err != nil || len(frames) != 0 {
		t.Errorf("a takeover that the server does not know is ended: %d, %v", len(frames), err)
	}

	one := storm()
	r.change(func(ctx context.Context, tx *store.Tx) (err error) {
		if one, err = content.PutOn(one, "an", tx.Time(), time.Hour, false); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, one)
	})
	on := here.some(1)[0]
	if r.opened(on).ID != "storm" || on.Number <= ahead {
		t.Errorf("put on while held: number %d after %d", on.Number, ahead)
	}
	take(on)
	r.change(func(ctx context.Context, tx *store.Tx) error {
		one = content.End(one, tx.Time())
		return tx.PutTakeover(ctx, one)
	})
	end := here.some(1)[0]
	if r.opened(end).Programme != nil {
		t.Error("ended while held, and it stays")
	}
	take(end)

	r.change(func(ctx context.Context, tx *store.Tx) error {
		s := notice("b", "Gọi 113")
		s.State = content.TakenOff
		return tx.PutSlide(ctx, s)
	})
	without := here.some(1)[0]
	var p content.Programme
	if err := without.Open(&p); err != nil || without.Type != protocol.TypeProgramme {
		t.Fatalf("taken off while held: %s, %v", without.Thing(), err)
	}
	for _, s := range p.Slides {
		if s.ID == "b" {
			t.Error("taken off while held, and it is still shown")
		}
	}
	take(without)

	number := r.goOn()
	for _, f := range here.some(2) { // the screen and that nothing lies over it; the programme is what it has
		if f.Number < number {
			t.Errorf("%s is sent with number %d, a person continued at %d", f.Thing(), f.Number, number)
		}
		take(f)
	}
	_, frames, err := r.Join(t.Context(), "HK-1", "another")
	if err != nil || len(frames) != 1 || frames[0].Number <= ahead || frames[0].Verify([]ed25519.PublicKey{r.pub}) != nil {
		t.Errorf("who comes later is sent %+v, %v", frames, err)
	}
}

// Held, the roll names what has ended: also a takeover whose approval was taken back or that was
// deleted, and a press that its takeover has forgotten since it was put on anew. So does a server
// that starts while it is held.
func TestHeldNamesWhatEnded(t *testing.T) {
	var one content.Takeover
	put := func(area string) func(context.Context, *store.Tx) error {
		return func(ctx context.Context, tx *store.Tx) (err error) {
			if one, err = one.Aim(area, tx.Time(), func(string, string) bool { return true }); err != nil {
				return err
			}
			if one, err = content.PutOn(one, "an", tx.Time(), time.Hour, false); err != nil {
				return err
			}
			return tx.PutTakeover(ctx, one)
		}
	}
	end := func(s content.State) func(context.Context, *store.Tx) error {
		return func(ctx context.Context, tx *store.Tx) error {
			one = content.End(one, tx.Time())
			one.State = s
			return tx.PutTakeover(ctx, one)
		}
	}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		one = storm()
		return put(content.Everywhere)(ctx, tx)
	})
	ended := func(press string) {
		t.Helper()
		r.until(press+" named as ended", func() bool {
			told := r.takeovers.Load()
			if told == nil {
				return false
			}
			begun, named := told.on.On[press]
			return named && begun == 0 && told.on.Partly
		})
	}
	r.hold(time.Now().UnixMilli())
	r.change(end(content.TakenOff))
	ended("storm")
	one.State = content.Approved
	r.change(put("2024-11/001"))
	r.change(put("2024-11/002"))
	r.change(end(content.Approved))
	ended("storm.2")
	r.change(put("2024-11/001"))
	r.until("on anew", func() bool { return r.takeovers.Load().on.On["storm"] == one.Begun.UnixMilli() })
	ended("storm.2")
	r.change(func(ctx context.Context, tx *store.Tx) error { // a line that says nothing of presses
		d := content.WritingTakeover(one, nil)
		d.Doc.Title = "Bão lớn"
		return tx.PutTakeoverDraft(ctx, "change", d)
	})
	r = r.another()
	r.until("on after a restart", func() bool { return r.takeovers.Load().on.On["storm"] == one.Begun.UnixMilli() })
	ended("storm.2")
	r.change(end(content.TakenOff))
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.DeleteTakeover(ctx, one.ID) })
	ended("storm")
	r = r.another()
	ended("storm")
	ended("storm.2")
}

// A server that starts held sends nothing either, and what was sent since it is held still counts
// after a restart.
func TestStartsHeld(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1")); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("a", "Gọi 1022"))
	})
	r.calm()
	r.hold(time.Now().UnixMilli())
	again := r.another()
	e := again.join("HK-1")
	if got := e.rest(); len(got) != 0 || !again.Held() {
		t.Errorf("held %v, and it sends %s", again.Held(), types(got))
	}
	again.goOn()
	if got := e.some(2); len(only(got, protocol.TypeProgramme)) != 1 || len(only(got, protocol.TypeScreen)) != 1 {
		t.Errorf("a person continues, and it sends %s", types(got))
	}
}

// A grave takeover runs out while a lesser one still holds, and that one runs out in its turn. No
// change comes between: a player that orders by number and beginning takes both, and a server that
// starts meanwhile says the same.
func TestTakeoversThatRunOut(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error { return putScreens(ctx, tx, screen("HK-1")) })
	e := r.join("HK-1")
	e.some(2)
	grave, lesser := storm(), storm()
	lesser.ID, lesser.Gravity = "road", content.CivicNotice
	number := r.change(func(ctx context.Context, tx *store.Tx) error {
		for _, one := range []struct {
			t     content.Takeover
			lasts time.Duration
		}{{grave, 4 * time.Second}, {lesser, 7 * time.Second}} {
			on, err := content.PutOn(one.t, "an", tx.Time(), one.lasts, false)
			if err != nil {
				return err
			}
			if err := tx.PutTakeover(ctx, on); err != nil {
				return err
			}
		}
		return nil
	})
	book, begun := protocol.NewBook("HK-1"), time.UnixMilli(number)
	var kept protocol.Frame
	for i, want := range []struct {
		id   string
		from time.Duration
	}{{"storm", 0}, {"road", 4 * time.Second}, {"", 7 * time.Second}} {
		f := e.next()
		if changed, err := book.Accept(f, 0); err != nil || !changed {
			t.Errorf("%d: refused: changed %v, %v", i, changed, err)
		}
		late := time.UnixMilli(f.From).Sub(begun) - want.from
		if o := r.opened(f); o.ID != want.id || f.Number != number || late < -time.Second || late > time.Second {
			t.Errorf("%d: %q number %d (change %d), from %v after it was put on", i, o.ID, f.Number, number, time.UnixMilli(f.From).Sub(begun))
		}
		if i == 1 {
			kept = f
			if _, same, _ := r.another().Join(t.Context(), "HK-1", ""); len(same) == 0 {
				t.Error("the other server has no screen")
			}
		}
	}
	frames, err := r.another().Takeovers(t.Context(), "HK-1", map[string]string{"takeover/HK-1": kept.Hash}, false)
	if err != nil || len(frames) != 1 {
		t.Fatal(frames, err)
	}
	late := protocol.NewBook("HK-1")
	if _, err := late.Accept(kept, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := late.Accept(frames[0], 0); err != nil || r.opened(frames[0]).Programme != nil {
		t.Errorf("a screen that was away keeps what is over: %v", err)
	}
	if n, err := r.store.LastChange(t.Context()); n != number || err != nil {
		t.Errorf("a change came between: %d, %v", n, err)
	}
}

// A place begins by time alone: the screen's frame carries that instant, and so is newer than the
// one before with the same number.
func TestAPlaceThatBegins(t *testing.T) {
	var begins time.Time
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		begins = tx.Time().Add(3 * time.Second)
		s := screen("HK-1")
		next := s.Places[0]
		next.From, next.Hall = begins, "Bộ phận một cửa"
		s.Places = append(s.Places, next)
		return putScreens(ctx, tx, s)
	})
	_, before, err := r.Join(t.Context(), "HK-1", "")
	if err != nil || len(before) != 1 {
		t.Fatal(before, err)
	}
	e := r.join("HK-1")
	var after protocol.Frame
	for after.From != begins.UnixMilli() {
		if f := e.next(); f.Type == protocol.TypeScreen {
			after = f
		}
	}
	if after.Number != before[0].Number || after.Hash == before[0].Hash {
		t.Errorf("number %d after %d, same hash %v", after.Number, before[0].Number, after.Hash == before[0].Hash)
	}
	book := protocol.NewBook("HK-1")
	for i, f := range []protocol.Frame{before[0], after, before[0]} {
		if _, err := book.Accept(f, 0); (err != nil) != (i == 2) {
			t.Errorf("frame %d: %v", i, err)
		}
	}
}
