package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"ngatu/content/bulletin"
)

const (
	bulletinVi, bulletinEn = "cảnh báo", "warning"
	feedVi, feedEn         = "nguồn cảnh báo", "feed of warnings"
)

// keptBulletins is how long bulletins are kept.
const keptBulletins = 400 * 24 * time.Hour

// Feeds lists the feeds of warnings, by ID.
func (r noticeReads) Feeds(ctx context.Context) ([]bulletin.Feed, error) {
	return list(ctx, r.conn, document[bulletin.Feed], `SELECT doc FROM feeds ORDER BY id`)
}

// Feed is the one with an ID.
func (r noticeReads) Feed(ctx context.Context, id string) (bulletin.Feed, error) {
	f, err := one(ctx, r.conn, document[bulletin.Feed], `SELECT doc FROM feeds WHERE id = $1`, id)
	return f, orMissing(err, feedVi, feedEn, id)
}

// Bulletin is the one with an ID.
func (r noticeReads) Bulletin(ctx context.Context, id string) (bulletin.Bulletin, error) {
	b, err := one(ctx, r.conn, document[bulletin.Bulletin], `SELECT doc FROM bulletins WHERE id = $1`, id)
	return b, orMissing(err, bulletinVi, bulletinEn, id)
}

// Bulletins lists those that came since an instant, the newest first, at most [MaxPage].
func (r noticeReads) Bulletins(ctx context.Context, since time.Time) ([]bulletin.Bulletin, error) {
	return list(ctx, r.conn, document[bulletin.Bulletin], `SELECT doc FROM bulletins WHERE came >= $1 ORDER BY came DESC, id LIMIT $2`, ms(since), MaxPage)
}

// ProposedBulletins lists those with which nobody has done anything yet, the newest first, at most
// [MaxPage]; also those whose time is over.
func (r noticeReads) ProposedBulletins(ctx context.Context) ([]bulletin.Bulletin, error) {
	return list(ctx, r.conn, document[bulletin.Bulletin], `SELECT doc FROM bulletins WHERE state = $1 ORDER BY came DESC, id LIMIT $2`, string(bulletin.Proposed), MaxPage)
}

// PutFeed makes or changes a feed.
func (tx noticeWrites) PutFeed(ctx context.Context, f bulletin.Feed) error {
	if err := plain(f.ID); err != nil {
		return err
	}
	doc, err := written(f)
	if err != nil {
		return err
	}
	verb := "change"
	if _, err := one(ctx, tx.conn, document[bulletin.Feed], `SELECT doc FROM feeds WHERE id = $1`, f.ID); errors.Is(err, sql.ErrNoRows) {
		verb = "create"
	}
	_, err = tx.exec(ctx, `INSERT INTO feeds (id, doc) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`, f.ID, doc)
	if err != nil {
		return err
	}
	return tx.did(ctx, verb, NounFeed, f.ID, f)
}

// DeleteFeed ends a feed; what came through it stays.
func (tx noticeWrites) DeleteFeed(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM feeds WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounFeed, feedVi, feedEn, id)
}

// PutBulletin keeps a bulletin; verb says what was done: "propose", "put_on", "dismiss",
// "supersede", "cancel" or "note". With a new one it forgets those of long ago.
func (tx noticeWrites) PutBulletin(ctx context.Context, verb string, b bulletin.Bulletin) error {
	doc, err := written(b)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO bulletins (id, state, came, doc) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, doc = excluded.doc`, b.ID, string(b.State), ms(b.Came), doc)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `DELETE FROM bulletins WHERE came < $1`, ms(tx.Time().Add(-keptBulletins))); err != nil {
		return err
	}
	return tx.did(ctx, verb, NounBulletin, b.ID, b)
}
