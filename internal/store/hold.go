package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
)

const holdColumns = `id, scope, slide, area, from_ms, until_ms, why, who, at, asked_by, asked_at, ended_by, ended_at`

func scanHold(row scanner) (content.Hold, error) {
	var h content.Hold
	var from, until, set, asked, ended int64
	err := row.Scan(&h.ID, &h.Scope, &h.Slide, &h.Area, &from, &until, &h.Why, &h.By, &set, &h.Asked.By, &asked, &h.Ended.By, &ended)
	h.Span.From, h.Span.Until, h.At, h.Asked.At, h.Ended.At = at(from), at(until), at(set), at(asked), at(ended)
	return h, err
}

// HoldByID is the one with an ID.
func (r noticeReads) HoldByID(ctx context.Context, id string) (content.Hold, error) {
	h, err := one(ctx, r.conn, scanHold, `SELECT `+holdColumns+` FROM holds WHERE id = $1`, id)
	return h, orMissing(err, "lần tạm ngừng", "hold", id)
}

// Holds lists the newest, at most [MaxPage]; also those that are over. An old one that is still in
// force may be missing: [noticeReads.HoldsLeft] has it.
func (r noticeReads) Holds(ctx context.Context) ([]content.Hold, error) {
	return list(ctx, r.conn, scanHold, `SELECT `+holdColumns+` FROM holds ORDER BY at DESC, id LIMIT $1`, MaxPage)
}

// HoldsLeft lists the holds that are not over at an instant, on or to come, the newest first: all of
// them, however old.
func (r noticeReads) HoldsLeft(ctx context.Context, when time.Time) ([]content.Hold, error) {
	return list(ctx, r.conn, scanHold, `SELECT `+holdColumns+` FROM holds WHERE ended_at = 0 AND (until_ms = 0 OR until_ms > $1) ORDER BY at DESC, id`, ms(when))
}

// HoldsOf lists the holds that name a slide, or the page that it is a card of, the newest first, at
// most [MaxPage]; also those that are over.
func (r noticeReads) HoldsOf(ctx context.Context, slide string) ([]content.Hold, error) {
	return list(ctx, r.conn, scanHold, `SELECT `+holdColumns+` FROM holds WHERE slide <> '' AND (slide = $1
		OR EXISTS (SELECT 1 FROM slides WHERE id = $1 AND `+ofPage("holds.slide")+`)) ORDER BY at DESC, id LIMIT $2`, slide, MaxPage)
}

// heldNow are the IDs of the slides that a hold of their own, or of their page, keeps off somewhere
// at this moment.
func (c conn) heldNow() string {
	now := `slide <> '' AND ended_at = 0 AND from_ms <= ` + c.dialect.now + ` AND (until_ms = 0 OR until_ms > ` + c.dialect.now + `)`
	return `SELECT slide FROM holds WHERE ` + now + ` UNION SELECT card.id FROM holds JOIN slides card ON ` + ofPage("holds.slide") + ` WHERE ` + now
}

// HeldSlides are the IDs of the live slides that a hold of their own keeps off somewhere now.
func (r noticeReads) HeldSlides(ctx context.Context) ([]string, error) {
	return list(ctx, r.conn, func(row scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM slides WHERE state = $1 AND id IN (`+r.heldNow()+`) ORDER BY id`, string(content.Approved))
}

// SlideOff says whether a slide is off every screen until a person does something: it was deleted,
// its file is gone, or it was taken off everywhere and without an end.
func (r Reader) SlideOff(ctx context.Context, id string) (bool, error) {
	s, err := r.Slide(ctx, id)
	if content.CodeOf(err) == content.NotFound || err == nil && s.State == content.TakenOff {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	at, err := r.HeldSince(ctx, id)
	return !at.IsZero(), err
}

// HeldSince is when somebody took a slide off everywhere and without an end; zero: nobody did, or it
// was lifted.
func (r Reader) HeldSince(ctx context.Context, id string) (time.Time, error) {
	all, err := r.HoldsOf(ctx, id)
	for _, h := range all {
		if h.Area == "" && h.Span == (hours.Span{}) && h.Ended.IsZero() {
			return h.At, nil
		}
	}
	return time.Time{}, err
}

// HoldsBearing lists the holds that programmes of an instant have to know, in the order in which
// they were set: see [content.Hold.Bears].
func (r noticeReads) HoldsBearing(ctx context.Context, on time.Time) ([]content.Hold, error) {
	return list(ctx, r.conn, scanHold, `SELECT `+holdColumns+` FROM holds WHERE ended_at = 0 AND (until_ms = 0 OR until_ms > $1) ORDER BY at, id`,
		ms(on.Add(-content.HoldsBear)))
}

// PutHold sets or changes a hold. Whether it may become what it is was decided in content; the log
// says what was done.
func (tx libraryWrites) PutHold(ctx context.Context, h content.Hold) error {
	verb, err := tx.holdVerb(ctx, h)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO holds (`+holdColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO UPDATE SET until_ms = excluded.until_ms, asked_by = excluded.asked_by, asked_at = excluded.asked_at,
			ended_by = excluded.ended_by, ended_at = excluded.ended_at`,
		h.ID, string(h.Scope), h.Slide, h.Area, ms(h.Span.From), ms(h.Span.Until), h.Why, h.By, ms(h.At),
		h.Asked.By, ms(h.Asked.At), h.Ended.By, ms(h.Ended.At))
	if err != nil {
		return err
	}
	return tx.did(ctx, verb, NounHold, h.ID, h)
}

// holdVerb says in one word what a put does to a hold.
func (tx libraryWrites) holdVerb(ctx context.Context, h content.Hold) (string, error) {
	if err := plain(h.ID); err != nil {
		return "", err
	}
	old, err := one(ctx, tx.conn, scanHold, `SELECT `+holdColumns+` FROM holds WHERE id = $1`, h.ID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "hold", nil
	case err != nil:
		return "", err
	case !h.Ended.IsZero():
		return "lift", nil
	case h.Asked != old.Asked && h.Asked.IsZero():
		return "keep", nil
	case h.Asked != old.Asked:
		return "ask", nil
	}
	return "prolong", nil
}
