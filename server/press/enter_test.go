package press

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/signin"
)

// rig is a database that is back, and a folder in which acts were left.
type rig struct {
	t *testing.T
	Options
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	db, err := store.Open(t.Context(), filepath.Join(dir, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	door, err := signin.New(signin.Options{Store: db, Areas: units, Memory: 64, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t, Options{
		Folder: filepath.Join(dir, "presses"), Store: db, Air: air.New(air.Options{Store: db, Areas: units}), SignIn: door, Areas: units, Key: signer,
		Log: slog.New(slog.DiscardHandler),
	}}
	r.change(func(tx *store.Tx) error {
		return errors.Join(tx.PutTakeover(t.Context(), prepared()), tx.PutStaff(t.Context(), store.Staff{
			ID: "an", Login: "an", Name: "An", Mandates: []mandate.Mandate{{Role: mandate.Operator, Area: "2024-11/006"}},
		}))
	})
	return r
}

func (r *rig) change(do func(*store.Tx) error) {
	r.t.Helper()
	if _, err := r.Store.Change(r.t.Context(), "test", do); err != nil {
		r.t.Fatal(err)
	}
}

// starts is the server's start: it reads what was left.
func (r *rig) starts() *Presses {
	r.t.Helper()
	p, err := Open(r.Options)
	if err != nil {
		r.t.Fatal(err)
	}
	return p
}

// leaves writes an act as a run before did.
func (r *rig) leaves(a act) {
	r.t.Helper()
	if err := os.WriteFile(folder(r.Folder).file(a.ID), fileOf(r.t, a, signer), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// enters lets all enter, and gives the lines of the log that this left.
func (r *rig) enters(p *Presses) (lines []store.Change) {
	r.t.Helper()
	last, err := r.Store.LastChange(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := p.enter(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	if lines, err = r.Store.Changes(r.t.Context(), last, 10); err != nil {
		r.t.Fatal(err)
	}
	if left, err := os.ReadDir(r.Folder); err != nil || len(left) > 0 {
		r.t.Errorf("files that are left: %v, %v", left, err)
	}
	return lines
}

// What a run before has left enters at the next start, once, though the server stopped between the
// commit and the removal of the file. Its number is below that of its change.
func TestALeftPressEntersOnce(t *testing.T) {
	r := newRig(t)
	r.starts()
	now := time.Now().Add(300 * time.Millisecond) // the clock of then was ahead
	a := flood("abc", now)
	r.leaves(a)
	lines := r.enters(r.starts())
	if len(lines) != 1 || lines[0].Verb != store.VerbEntered || lines[0].Who != "an" || lines[0].Number <= a.Number {
		t.Fatalf("the log says %+v", lines)
	}
	is, err := r.Store.Takeover(t.Context(), "t-flood")
	if err != nil || is.PressID() != "t-flood.abc" || is.In != "2024-11/006" || is.By != "an" || is.Node != "a" || !is.On(lines[0].At) || !is.Begun.Equal(at(a.Begun)) {
		t.Errorf("%+v %v", is.Press, err)
	}
	r.leaves(a)
	if lines := r.enters(r.starts()); len(lines) > 0 {
		t.Errorf("it enters again: %+v", lines)
	}

	r.change(func(tx *store.Tx) error { // it was ended and put on since: its key is gone from the data
		now, err := tx.Takeover(t.Context(), "t-flood")
		if err != nil {
			return err
		}
		now, err = content.PutOn(content.Takeover{
			ID: now.ID, Title: now.Title, Gravity: now.Gravity, State: now.State, Words: now.Words, Targets: now.Targets, Author: now.Author,
		}, "binh", tx.Time(), time.Hour, false)
		return errors.Join(err, tx.PutTakeover(t.Context(), now))
	})
	r.leaves(a)
	if lines := r.enters(r.starts()); len(lines) > 0 {
		t.Errorf("it enters again: %+v", lines)
	}
}

// What the gate refuses does not enter: the log says so once, with why.
func TestWhatTheGateRefusesDoesNotEnter(t *testing.T) {
	approved := func(tx *store.Tx, ctx context.Context, do func(*content.Takeover)) error {
		now, err := tx.Takeover(ctx, "t-flood")
		if do(&now); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, now)
	}
	for name, c := range map[string]struct {
		before func(context.Context, *store.Tx) error
		why    string
	}{
		"the approval was taken back": {func(ctx context.Context, tx *store.Tx) error {
			return approved(tx, ctx, func(t *content.Takeover) { t.State = content.TakenOff })
		}, "đã được gỡ"},
		"other words were approved": {func(ctx context.Context, tx *store.Tx) error {
			return approved(tx, ctx, func(t *content.Takeover) { t.Words.Head = "Hết ngập." })
		}, "sửa và duyệt lại"},
		"it was deleted": {func(ctx context.Context, tx *store.Tx) error { return tx.DeleteTakeover(ctx, "t-flood") }, "t-flood"},
		"the mandate was taken away": {func(ctx context.Context, tx *store.Tx) error {
			return tx.PutStaff(ctx, store.Staff{ID: "an", Login: "an", Name: "An", Mandates: []mandate.Mandate{{Role: mandate.Operator, Area: "2024-11/001"}}})
		}, "ngoài phạm vi bạn được giao"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.starts()
			a := flood("abc", time.Now().Add(-time.Second))
			r.change(func(tx *store.Tx) error { return c.before(t.Context(), tx) })
			for range 2 {
				r.leaves(a)
				r.enters(r.starts())
			}
			all, err := r.Store.RefusedPresses(t.Context(), "", time.Now().Add(-time.Hour))
			if err != nil || len(all) != 1 || all[0].By != "an" || all[0].Takeover != "t-flood" || all[0].Press.Key != "abc" || all[0].Press.Node != "a" || !strings.Contains(all[0].Vi, c.why) {
				t.Errorf("%+v %v", all, err)
			}
			if now, err := r.Store.Takeover(t.Context(), "t-flood"); err == nil && !now.Begun.IsZero() {
				t.Errorf("it is on: %+v", now.Press)
			}
		})
	}
}

// A press that was ended before the database was back is never on there: its end is a line of whoever
// ended it. One that was on before the database went away ends when it was ended here.
func TestEndsEnter(t *testing.T) {
	r := newRig(t)
	r.starts()
	began := time.Now().Add(-time.Minute)
	end := func(id, key, by string, begun time.Time) act {
		ms := began.Add(time.Second).UnixMilli()
		return act{Version: actVersion, Kind: ended, ID: id, Takeover: "t-flood", Key: key, Begun: begun.UnixMilli(), By: by, At: ms, Number: ms}
	}
	r.leaves(flood("abc", began))
	r.leaves(end("def", "abc", "chi", began))
	lines := r.enters(r.starts())
	if len(lines) != 2 || lines[0].Verb != store.VerbEntered || lines[0].Who != "an" || lines[1].Verb != "end" || lines[1].Who != "chi" {
		t.Fatalf("the log says %+v", lines)
	}
	if all, err := r.Store.TakeoverChanges(t.Context(), lines[0].Number-1, began); err != nil || len(all) != 2 || all[0].Is.On(lines[0].At) {
		t.Errorf("it was on for a moment: %+v %v", all, err)
	}

	var was content.Takeover
	r.change(func(tx *store.Tx) error {
		aimed, err := prepared().Aim("2024-11/006", began, func(string, string) bool { return true })
		if err != nil {
			return err
		}
		was, err = content.PutOn(aimed, "binh", at(began.UnixMilli()), time.Hour, false)
		return errors.Join(err, tx.PutTakeover(t.Context(), was))
	})
	r.leaves(end("ghi", "", "chi", was.Begun)) // who may not end it
	if lines := r.enters(r.starts()); len(lines) != 1 || lines[0].Verb != store.VerbRefused {
		t.Errorf("the log says %+v", lines)
	}
	r.leaves(end("jkl", "", "an", was.Begun))
	if lines := r.enters(r.starts()); len(lines) != 1 || lines[0].Verb != "end" || lines[0].Who != "an" {
		t.Errorf("the log says %+v", lines)
	}
	if now, err := r.Store.Takeover(t.Context(), "t-flood"); err != nil || now.On(time.Now()) || now.Ended.UnixMilli() != began.Add(time.Second).UnixMilli() {
		t.Errorf("%+v %v", now.Press, err)
	}
}

// A file that this server did not sign does not enter, and does not keep the server from starting.
func TestAForeignFileIsSetAside(t *testing.T) {
	r := newRig(t)
	r.starts()
	if err := os.WriteFile(folder(r.Folder).file("abc"), []byte(`{"version":1,"kind":"on"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := r.starts(); len(p.acts) > 0 {
		t.Errorf("%+v", p.acts)
	}
	if _, err := os.Stat(filepath.Join(r.Folder, "abc"+setAway)); err != nil {
		t.Error(err)
	}
}

// Acts are bounded, and a disk that takes none puts nothing on.
func TestActsAreBounded(t *testing.T) {
	r := newRig(t)
	p := r.starts()
	for range mostActs {
		if _, err := p.keep(flood(newID(), time.Now()), prepared()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.keep(flood(newID(), time.Now()), prepared()); content.CodeOf(err) != content.Exhausted {
		t.Errorf("one more: %v", err)
	}
	for i := 1; i < len(p.acts); i++ {
		if p.acts[i].Number <= p.acts[i-1].Number {
			t.Fatalf("act %d has number %d after %d", i, p.acts[i].Number, p.acts[i-1].Number)
		}
	}
	p.acts = nil
	if err := os.RemoveAll(r.Folder); err != nil {
		t.Fatal(err)
	}
	if _, err := p.keep(flood(newID(), time.Now()), prepared()); err == nil || len(p.acts) > 0 || len(p.list()) > mostActs {
		t.Errorf("without a folder: %v, %d acts", err, len(p.acts))
	}
}
