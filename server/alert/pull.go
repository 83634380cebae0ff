package alert

import (
	"context"
	"fmt"
	"slices"

	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/pulls"
)

// pulledFigures stands for an address that figures are fetched from, on the page of its measure.
const pulledFigures store.Noun = "figures_pull"

// pulling tells those who may release figures, once, of an address that has brought none for long:
// figures grow old unless somebody sees to it.
func (a *Alerts) pulling(ctx context.Context) error {
	if a.Pulls == nil {
		return nil
	}
	failing, err := a.Pulls(ctx)
	if err != nil {
		return err
	}
	now := map[string]bool{}
	var out []store.Alert
	for _, f := range failing {
		matter := fmt.Sprintf("%s %s/%s/%s %d", held, pulledFigures, f.Measure.ID, f.Pull.Name, f.Since.UnixMilli())
		if now[matter] = true; a.pulled[matter] {
			continue
		}
		to, err := a.who(ctx, mandate.City, mandate.Release)
		if err != nil {
			return err
		}
		m := message{Event: held, Noun: pulledFigures, ID: f.Measure.ID, Title: same(f.Pull.Name), At: f.Since, Why: f.Why.Vi, Said: text{f.Why.Vi, f.Why.En}}
		some, err := a.alerts(ctx, m, matter, to)
		if err != nil {
			return err
		}
		out = append(out, some...)
	}
	if len(out) > 0 {
		mark, err := a.Store.AlertsRead(ctx)
		if err != nil {
			return err
		}
		if err := a.Store.PutAlerts(ctx, mark, nil, out...); err != nil {
			return err
		}
	}
	a.pulled = now
	return nil
}

// pullWorks says whether no address of that name fails any more.
func (a *Alerts) pullWorks(ctx context.Context, m message) (bool, error) {
	failing, err := a.Pulls(ctx)
	return err == nil && !slices.ContainsFunc(failing, func(f pulls.Failing) bool { return f.Measure.ID == m.ID && f.Pull.Name == m.Title.Vi }), err
}
