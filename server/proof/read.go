package proof

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Plays reports what a screen showed from one instant to another; now is the time of the report. At
// most [store.MaxRuns] runs are read; a screen of which all is well tells a day in some hundred.
func (p *Proof) Plays(ctx context.Context, screen content.Screen, from, until, now time.Time) (*Report, error) {
	t, known := newTally(from, until), sent{p, map[string]followed{}}
	q := store.RunQuery{Screen: screen.Code, From: from, Until: until}
	for read := 0; ; {
		runs, err := p.store.Runs(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, run := range runs {
			f, err := known.as(ctx, run.Programme)
			if err != nil {
				return nil, err
			}
			t.add(run, f)
		}
		if read += len(runs); len(runs) < store.MaxPage {
			break
		}
		if read >= store.MaxRuns {
			t.cut = true
			break
		}
		q.After = runs[len(runs)-1]
	}
	past, err := p.store.Openings(ctx, screen.Code)
	if err != nil {
		return nil, err
	}
	r := t.report()
	r.Gaps = gapsOf(t.gaps, screen, past, now)
	return r, nil
}
