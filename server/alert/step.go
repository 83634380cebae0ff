package alert

import (
	"context"
	"time"

	"ngatu/internal/store"
)

// stepEvery is how often it is looked for what has waited too long.
const stepEvery = time.Minute

// steps tells the next in line of what has waited too long for approval: the deputy, or whoever
// stands above. They are told once, and the log keeps it. Where nobody is next in line, those who
// have it are told again.
func (a *Alerts) steps(ctx context.Context) error {
	now := a.Now()
	if now.Sub(a.stepped).Abs() < stepEvery {
		return nil
	}
	all, err := a.Store.Submissions(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Step.IsZero() && now.Sub(one.At) >= a.rules.patience {
			if err := a.step(ctx, one); err != nil {
				return err
			}
		}
	}
	a.stepped = now
	return nil
}

func (a *Alerts) step(ctx context.Context, sent store.Submission) error {
	items, things, err := a.things(ctx, sent.Waits())
	if err != nil || len(items) == 0 {
		return err
	}
	d, err := a.desks(ctx)
	if err != nil {
		return err
	}
	to := onDesks(d, things, 1)
	m := together(message{Event: waited, Who: sent.By, At: sent.At}, sent.ID, items, things)
	out, err := a.alerts(ctx, m, string(waited)+" "+sent.ID, to)
	if err != nil {
		return err
	}
	if len(out) > 0 { // first, so that a crash in between tells nobody less
		mark, err := a.Store.AlertsRead(ctx)
		if err != nil {
			return err
		}
		if err := a.Store.PutAlerts(ctx, mark, nil, out...); err != nil {
			return err
		}
	}
	_, err = a.Store.Change(ctx, "server", func(tx *store.Tx) error {
		now, err := tx.Submission(ctx, sent.ID)
		if err != nil || !now.Step.IsZero() || len(now.Waits()) == 0 {
			return unlessGone(err)
		}
		return tx.StepSubmission(ctx, sent.ID, to)
	})
	return err
}
