package press

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// enter stores what was done while the database was away, in the order in which it was done. What it
// refuses by the rules of the gate is said in the log of changes: people are told from there. An act
// that cannot enter yet keeps the later ones of its takeover from entering, and no others.
func (p *Presses) enter(ctx context.Context) (entered []content.Takeover, err error) {
	p.mu.Lock()
	acts := slices.Clone(p.acts)
	p.mu.Unlock()
	stuck := map[string]bool{}
	for _, a := range acts {
		if stuck[a.Takeover] {
			continue
		}
		do := p.end
		if a.Kind == putOn {
			do = p.putIn
		}
		if failed := p.patiently(ctx, a, acts, do); failed != nil {
			err, stuck[a.Takeover] = errors.Join(err, failed), true
			if store.Silent(failed) || ctx.Err() != nil {
				break
			}
			continue
		}
		entered = append(entered, content.Takeover{ID: a.Takeover, Press: a.press()})
		p.mu.Lock()
		p.acts = slices.DeleteFunc(p.acts, func(one act) bool { return one.ID == a.ID })
		p.mu.Unlock()
		if failed := p.folder.drop(a.ID); failed != nil { // the next start asks the database, which knows it
			p.Log.Error("the file of a press that has entered stays; remove it by hand", "folder", p.Folder, "file", a.ID, "error", failed)
		}
	}
	if len(entered) > 0 {
		p.forget()
	}
	p.hasty = err != nil
	return entered, err
}

// forget drops what acts that have entered made of presses.
func (p *Presses) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.here = slices.DeleteFunc(p.here, func(t content.Takeover) bool {
		return !slices.ContainsFunc(p.acts, func(a act) bool { return a.Takeover == t.ID && a.Key == t.Key })
	})
}

// errSoon says that the database has given out no number yet that is above an act's: its clock is a
// moment behind.
var errSoon = errors.New("the database's clock is behind that of a press")

// mostBehind is how long it is waited for the database's clock, once: where it is further behind, the
// next looks only ask.
const mostBehind = 5 * time.Second

// patiently does something with an act once the database's clock is beyond it.
func (p *Presses) patiently(ctx context.Context, a act, all []act, do func(context.Context, act, []act) error) error {
	for end := time.Now().Add(mostBehind); ; {
		err := do(ctx, a, all)
		if !errors.Is(err, errSoon) || p.hasty || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// putIn has a press enter, with its end where somebody has ended it. One that has entered, or was
// refused, is left alone.
func (p *Presses) putIn(ctx context.Context, a act, all []act) error {
	press := a.press()
	if i := slices.IndexFunc(all, func(one act) bool { return one.Kind == ended && one.Takeover == a.Takeover && one.Key == a.Key }); i >= 0 {
		press.Ended = at(all[i].At)
	}
	_, err := p.Store.Change(ctx, a.By, func(tx *store.Tx) error {
		known, err := tx.KnowsPress(ctx, a.Takeover, a.Key)
		if err != nil || known {
			return err
		}
		if tx.Number() <= a.Number || tx.Time().UnixMilli() <= a.At {
			return errSoon
		}
		now, err := tx.Takeover(ctx, a.Takeover)
		if err == nil {
			now, err = content.Enter(now, press, a.Sight, tx.Time())
		}
		if err == nil {
			err = p.mayStill(ctx, tx, a.By, now, a.Key)
		}
		if isRefusal(err) {
			return refuse(ctx, tx, a, press, err)
		}
		if err != nil {
			return err
		}
		return tx.PutTakeover(ctx, now)
	})
	return wrapped(err, a)
}

// mayStill asks for whoever made a press by the mandates of now: one that was taken away meanwhile
// is none.
func (p *Presses) mayStill(ctx context.Context, tx *store.Tx, who string, t content.Takeover, key string) error {
	one, err := t.PressOf(key)
	if err != nil {
		return err
	}
	return p.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.OfPress(one))
}

// end has the end of a press enter. One that was put on here has entered with it: its end gets the
// name of who ended it.
func (p *Presses) end(ctx context.Context, a act, _ []act) error {
	_, err := p.Store.Change(ctx, a.By, func(tx *store.Tx) error {
		was, err := tx.Takeover(ctx, a.Takeover)
		if content.CodeOf(err) == content.NotFound {
			return nil // it went, and its presses with it
		}
		if err != nil {
			return err
		}
		one, err := was.PressBegun(a.Key, at(a.Begun))
		if err != nil {
			return nil // it was refused, or is forgotten
		}
		now := content.EndApart(was, a.Key, a.By, at(a.At))
		if reflect.DeepEqual(was, now) {
			return nil // it has ended before that
		}
		if tx.Number() <= a.Number {
			return errSoon
		}
		if one.Entered.IsZero() {
			if err := p.SignIn.Ask(ctx, tx, a.By, signin.TakeOff, mandate.OfPress(one)); isRefusal(err) {
				return refuse(ctx, tx, a, one.Press, err)
			} else if err != nil {
				return err
			}
		}
		return tx.PutTakeover(ctx, now)
	})
	return wrapped(err, a)
}

// isRefusal says whether an error is the gate's answer: any other is tried again.
func isRefusal(err error) bool {
	return slices.Contains([]content.Code{content.Conflict, content.Denied, content.NotFound, content.Invalid}, content.CodeOf(err))
}

func refuse(ctx context.Context, tx *store.Tx, a act, press content.Press, because error) error {
	r := store.RefusedPress{Press: press, End: a.Kind == ended}
	r.Press.Node = a.Node
	if fault, is := errors.AsType[*content.Error](because); is {
		r.Vi, r.En = fault.Vi, fault.En
	}
	return tx.RefusePress(ctx, a.Takeover, r)
}

func wrapped(err error, a act) error {
	if err != nil {
		return fmt.Errorf("a press of %s that was made without the database does not enter yet: %w", a.Takeover, err)
	}
	return nil
}
