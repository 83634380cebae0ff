package signin

import (
	"context"
	"slices"
	"time"

	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Desks is everybody who may sign in, as of one look: it says on whose desk something lies.
type Desks struct {
	People  map[string]store.Staff // by ID
	bearers []mandate.Bearer
	at      time.Time
	units   *area.Set
}

// DesksAt reads everybody, with what they may do at an instant.
func DesksAt(ctx context.Context, r store.Reader, at time.Time, units *area.Set) (Desks, error) {
	d := Desks{People: map[string]store.Staff{}, at: at, units: units}
	for after := ""; ; {
		some, err := r.AllStaff(ctx, after, store.MaxPage)
		if err != nil || len(some) == 0 {
			return d, err
		}
		after = some[len(some)-1].ID
		for _, one := range some {
			if one.Disabled {
				continue
			}
			b, err := r.BearerOf(ctx, one)
			if err != nil {
				return d, err
			}
			d.People[one.ID], d.bearers = one, append(d.bearers, b)
		}
	}
}

// Of says on whose desk something lies that waits for an act, by staff ID, step by step; see
// [mandate.Desk].
func (d Desks) Of(act Act, s mandate.Subject) [][]string {
	return mandate.Desk(d.bearers, act, s, d.at, d.units)
}

// On lists on whose desk something lies now: on that of the first step, and where it has waited too
// long (since is when that was), on that of the next as well.
func (d Desks) On(act Act, s mandate.Subject, since time.Time) []string {
	steps := d.Of(act, s)
	n := 1
	if !since.IsZero() {
		n = 2
	}
	return slices.Concat(steps[:min(n, len(steps))]...)
}

// Who lists everybody who may do one of the acts to a subject.
func (d Desks) Who(s mandate.Subject, acts ...Act) (out []string) {
	for _, b := range d.bearers {
		for _, act := range acts {
			if mandate.May(b, act, s, d.at, d.units) {
				out = append(out, b.ID)
				break
			}
		}
	}
	return out
}
