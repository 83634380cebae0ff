package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
)

// aloneUntil is the key of the installation under which [Tx.LetAlone] keeps its end.
const aloneUntil = "alone_until"

// Bearer is a person as the rules of mandates need them, with the mandates of those whom they stand
// in for. A disabled account has none, and gives its deputies none. NotFound where there is no such
// account.
func (r Reader) Bearer(ctx context.Context, id string) (mandate.Bearer, error) {
	p, err := r.Staff(ctx, id)
	if err != nil {
		return mandate.Bearer{}, err
	}
	return r.BearerOf(ctx, p)
}

// BearerOf is [Reader.Bearer] of a person who was read already.
func (r Reader) BearerOf(ctx context.Context, p Staff) (mandate.Bearer, error) {
	b := mandate.Bearer{ID: p.ID, Principals: map[string][]mandate.Mandate{}}
	if p.Disabled {
		return b, nil
	}
	b.Mandates = p.Mandates
	for _, m := range p.Mandates {
		if _, known := b.Principals[m.For]; m.For == "" || known {
			continue
		}
		principal, err := r.Staff(ctx, m.For)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return b, err
		}
		b.Principals[m.For] = nil
		if !principal.Disabled {
			b.Principals[m.For] = principal.Mandates
		}
	}
	return b, nil
}

// Alone says whether a person may do something and nobody else ever could, or whether whoever may
// do it counts as alone for now, because the operator said so on the server.
func (r Reader) Alone(ctx context.Context, who string, act mandate.Act) (bool, error) {
	now, err := r.Now(ctx)
	if err != nil {
		return false, err
	}
	until, err := r.AloneUntil(ctx)
	if err != nil {
		return false, err
	}
	var all []mandate.Account
	for after := ""; ; {
		some, err := r.AllStaff(ctx, after, MaxPage)
		if err != nil {
			return false, err
		}
		for _, p := range some {
			all, after = append(all, mandate.Account{ID: p.ID, Mandates: p.Mandates, Entered: p.Entered}), p.ID
		}
		if len(some) < MaxPage {
			return mandate.Alone(who, act, all, now, now.Before(until)), nil
		}
	}
}

// AloneUntil is until when whoever may do something counts as alone because the operator said so;
// zero: the operator never did.
func (r Reader) AloneUntil(ctx context.Context) (time.Time, error) {
	value, err := r.metaValue(ctx, aloneUntil)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	n, err := strconv.ParseInt(value, 10, 64)
	return at(n), err
}

// LetAlone has whoever may do something count as alone until an instant; the zero time ends that.
func (tx peopleWrites) LetAlone(ctx context.Context, until time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
		aloneUntil, strconv.FormatInt(ms(until), 10))
	if err != nil {
		return err
	}
	return tx.did(ctx, "let_alone", NounInstallation, "", map[string]time.Time{"until": until})
}
