package figures

import (
	"context"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// heldUses is how many releases of a new recipe wait for a person.
const heldUses = 2

// certain says whether figures may go on boards without a person: every check is silent, and their
// layout is known.
func (f *Figures) certain(ctx context.Context, r store.Reader, read Reading) (bool, error) {
	if f.Sample {
		return true, nil // in a demonstration checks inform
	}
	if read.Read.Old {
		return false, nil
	}
	m, err := r.Measure(ctx, read.Release.Measure)
	if err != nil || m.Limits.Inform {
		return err == nil, err
	}
	if !read.Verdict.Silent() || read.Release.Recipe == "" {
		return read.Verdict.Silent(), nil
	}
	recipe, err := r.Recipe(ctx, read.Release.Recipe)
	return recipe.Uses >= heldUses, err
}

// Keep stores what came of a sheet, in one change with what also does: a release, a draft, or a
// sheet that waits. What says the same as what is there already is not stored a second time.
func (f *Figures) Keep(ctx context.Context, who string, r Reading, o TakeOptions, also func(*store.Tx, Reading) error) (Reading, error) {
	if r.Outcome == Same && also == nil {
		return r, nil
	}
	_, err := f.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := f.put(ctx, tx, &r, o); err != nil || also == nil {
			return err
		}
		return also(tx, r)
	})
	return r, err
}

func (f *Figures) put(ctx context.Context, tx *store.Tx, r *Reading, o TakeOptions) error {
	if r.Outcome == Same {
		return nil
	}
	if r.Outcome == Asked {
		return tx.PutSheet(ctx, r.Sheet, r.body)
	}
	sure, err := f.certain(ctx, tx.Reader, *r)
	if err != nil {
		return err
	}
	r.Outcome, r.Release.State = Held, store.Draft
	if sure || len(r.Verdict.Errors) == 0 && o.Reason != "" {
		r.Outcome, r.Release.State, r.Release.Record.Reason = Released, store.Released, o.Reason
	}
	if r.body != nil {
		r.Sheet.State, r.Release.Sheet = store.Read, r.Sheet.ID
		if err := tx.PutSheet(ctx, r.Sheet, r.body); err != nil {
			return err
		}
	}
	if err := tx.Supersede(ctx, r.Release.Sender, r.Release.Measure, r.Release.Period); err != nil {
		return err
	}
	if r.Release.Recipe != "" {
		if err := tx.UseRecipe(ctx, r.Release.Recipe); err != nil {
			return err
		}
	}
	if err := tx.PutRelease(ctx, r.Release, r.Figures); err != nil {
		return err
	}
	r.Release.Number, r.Release.At = tx.Number(), tx.Time()
	return nil
}

// levelOf is the level of figures, besides the city's own.
func levelOf(set *area.Set, figures []figure.Figure) area.Level {
	for _, f := range figures {
		if a, ok := set.Area(f.Area); ok && a.Level() != area.CityLevel {
			return a.Level()
		}
	}
	return area.CityLevel
}
