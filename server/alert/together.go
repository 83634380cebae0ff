package alert

import (
	"context"
	"slices"

	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// sentWith is the submission that an item is in; the zero Submission where there is none.
func (a *Alerts) sentWith(ctx context.Context, i store.Item) (store.Submission, error) {
	if i.Submission == "" {
		return store.Submission{}, nil
	}
	sent, err := a.Store.Submission(ctx, i.Submission)
	return sent, unlessGone(err)
}

// things are those items of a submission that are still there, in their order, and what each is
// about.
func (a *Alerts) things(ctx context.Context, items []store.Item) (there []store.Item, out []thing, err error) {
	for _, i := range items {
		one, known, err := a.thing(ctx, i.Noun, i.ID)
		if err != nil {
			return nil, nil, err
		}
		if known {
			there, out = append(there, i), append(out, one)
		}
	}
	return there, out, nil
}

// together is the message of what was sent in one submission, or decided in one act.
func together(m message, submission string, items []store.Item, all []thing) message {
	m.Noun, m.ID, m.Title, m.Why = store.NounSubmission, submission, all[0].Title, ""
	for i, one := range all {
		m.Items = append(m.Items, part{Noun: nouns[one.Noun].name, Title: one.Title, Why: items[i].Why})
	}
	return m
}

// onDesks are those on whose desk something of things lies, so many steps on; 0: it has just come.
func onDesks(d signin.Desks, all []thing, step int) (out []string) {
	for _, one := range all {
		about := one.about
		about.By = one.by
		if steps := d.Of(mandate.Approve, about); len(steps) > 0 {
			out = append(out, steps[min(step, len(steps)-1)]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
