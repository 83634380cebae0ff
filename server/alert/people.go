package alert

import (
	"context"
	"slices"

	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// staff lists everybody who may sign in.
func (a *Alerts) staff(ctx context.Context) (out []store.Staff, err error) {
	after := ""
	for {
		some, err := a.Store.AllStaff(ctx, after, store.MaxPage)
		if err != nil || len(some) == 0 {
			return out, err
		}
		after = some[len(some)-1].ID
		for _, one := range some {
			if !one.Disabled {
				out = append(out, one)
			}
		}
	}
}

// who lists those who may do one of the acts to a subject.
func (a *Alerts) who(ctx context.Context, about mandate.Subject, acts ...mandate.Act) (out []string, err error) {
	all, err := a.staff(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		b, err := a.Store.Bearer(ctx, one.ID)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(acts, func(act mandate.Act) bool { return mandate.May(b, act, about, a.Now(), a.Areas) }) {
			out = append(out, one.ID)
		}
	}
	return out, nil
}

// approvers are those who may approve a thing that waits, and had no part in it.
func (a *Alerts) approvers(ctx context.Context, one thing) ([]string, error) {
	about := one.about
	about.By = one.by
	to, err := a.who(ctx, about, mandate.Approve)
	return slices.DeleteFunc(to, func(id string) bool { return slices.Contains(one.by, id) }), err
}

// mostLines is how far the history of a thing is looked back for who submitted it.
const mostLines = 50

// submitters are those who submitted what a line of the log decided; not who decided it.
func (a *Alerts) submitters(ctx context.Context, line store.Change) (out []string, err error) {
	history, err := a.Store.ChangesOf(ctx, line.Noun, line.ID, line.Number, mostLines)
	if err != nil {
		return nil, err
	}
	for _, one := range history {
		switch one.Verb {
		case "submit":
			if one.Who != line.Who && !slices.Contains(out, one.Who) {
				out = append(out, one.Who)
			}
		case "approve", "return", "withdraw", "discard":
			return out, nil
		}
	}
	return out, nil
}
