package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Unseen has a slide that was just approved looked at wherever nobody saw it: on surfaces that came
// after its approver opened the page, and on those that it was not meant for then. Screens of these
// may become its own any day, by their place, its campaign or its targets. Every approval that is
// stored passes here, as seen when it was given.
func (tx libraryWrites) Unseen(ctx context.Context, s content.Slide, seen time.Time) error {
	if s.Kind == content.Guide { // it looks the same on all kiosks
		return nil
	}
	in, err := tx.Campaign(ctx, s.Campaign)
	known := err == nil
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	var stands content.Stands
	return tx.ask(ctx, s, func(c content.Coverage) (bool, error) {
		if l := c.Slides[s.ID]; l.Approved.Equal(s.Approval.At) {
			return false, nil // it is asked for already
		}
		if stands == nil {
			if stands, err = tx.standsAt(ctx, seen); err != nil {
				return false, err
			}
		}
		return c.Since.After(seen) || !known || !stands.Meant(&s, in, c.Surface), nil
	})
}

// approvedAgain says whether a slide has another approval than the one that is stored.
func approvedAgain(ctx context.Context, tx libraryWrites, s content.Slide) (bool, error) {
	if s.State != content.Approved || s.Approval.At.IsZero() {
		return false, nil
	}
	before, err := tx.Slide(ctx, s.ID)
	if content.CodeOf(err) == content.NotFound {
		return true, nil
	}
	return err == nil && (before.State != content.Approved || !before.Approval.At.Equal(s.Approval.At)), err
}

// standsAt are the places of all screens at an instant. They are read once where many slides are
// approved in one change.
func (tx *change) standsAt(ctx context.Context, t time.Time) (content.Stands, error) {
	if tx.stands == nil || !tx.standing.Equal(t) {
		screens, err := tx.AllScreens(ctx)
		if err != nil {
			return nil, err
		}
		tx.stands, tx.standing = content.StandsAt(screens, t), t
	}
	return tx.stands, nil
}

// Renewed keeps a slide off where its approval of before did not hold, now that this was prolonged
// with its campaign, and notes where one of its authors made the account of who did.
func (tx libraryWrites) Renewed(ctx context.Context, was, now content.Slide) error {
	if err := noteMadeRenewed(ctx, tx, now); err != nil {
		return err
	}
	return askKept(ctx, tx, was, now)
}

// refitted has a live slide that is about to be fitted in another way, under the same approval,
// looked at again where it was kept off: what was found there is of the fit of before.
func refitted(ctx context.Context, tx libraryWrites, s content.Slide) error {
	if s.State != content.Approved {
		return nil
	}
	was, err := tx.Slide(ctx, s.ID)
	if content.CodeOf(err) == content.NotFound {
		return nil
	}
	if err != nil || was.State != content.Approved || was.Fit == s.Fit || !was.Approval.At.Equal(s.Approval.At) {
		return err
	}
	return askKept(ctx, tx, was, s)
}

// askKept has a slide looked at on the surfaces that it was kept off.
func askKept(ctx context.Context, tx libraryWrites, was, now content.Slide) error {
	return tx.ask(ctx, now, func(c content.Coverage) (bool, error) {
		_, off := c.Keeps(&was)
		return off, nil
	})
}

// ask has a slide looked at on some surfaces.
func (tx libraryWrites) ask(ctx context.Context, s content.Slide, some func(content.Coverage) (bool, error)) error {
	all, err := tx.Surfaces(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if yes, err := some(c); err != nil {
			return err
		} else if !yes {
			continue
		}
		look := map[string]content.Look{s.ID: {Approved: s.Approval.At}}
		if err := fleetWrites(tx).putLook(ctx, c.Surface, s.ID, look[s.ID]); err != nil {
			return err
		}
		if err := tx.did(ctx, VerbToLook, NounSurface, c.Key(), Looks{Slides: look}); err != nil {
			return err
		}
	}
	return nil
}
