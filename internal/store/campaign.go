package store

import (
	"context"

	"ngatu/content"
)

const (
	campaignVi = "chiến dịch"
	campaignEn = "campaign"
)

// Campaign is the one with an ID.
func (r libraryReads) Campaign(ctx context.Context, id string) (content.Campaign, error) {
	c, err := one(ctx, r.conn, document[content.Campaign], `SELECT doc FROM campaigns WHERE id = $1`, id)
	return c, orMissing(err, campaignVi, campaignEn, id)
}

// Campaigns lists all in their order, at most ten thousand.
func (r libraryReads) Campaigns(ctx context.Context) ([]content.Campaign, error) {
	return list(ctx, r.conn, document[content.Campaign], `SELECT doc FROM campaigns ORDER BY position, id LIMIT 10000`)
}

// PutCampaign makes or changes a campaign.
func (tx libraryWrites) PutCampaign(ctx context.Context, c content.Campaign) error {
	doc, err := written(c)
	if err != nil {
		return err
	}
	verb, err := tx.verb(ctx, `SELECT count(*) FROM campaigns WHERE id = $1`, c.ID)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO campaigns (id, position, doc) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET position = excluded.position, doc = excluded.doc`, c.ID, c.Order, doc)
	if err != nil {
		return err
	}
	return tx.did(ctx, verb, NounCampaign, c.ID, c)
}

// DeleteCampaign removes a campaign; Conflict while slides are in it.
func (tx libraryWrites) DeleteCampaign(ctx context.Context, id string) error {
	var slides int
	if err := tx.q.QueryRowContext(ctx, `SELECT count(*) FROM slides WHERE campaign = $1`, id).Scan(&slides); err != nil {
		return tx.explain(err)
	}
	if slides > 0 {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Chiến dịch còn tấm chiếu. Hãy xóa hoặc chuyển các tấm sang chiến dịch khác trước.",
			En:   "The campaign still has slides. Delete them or move them to another campaign first.",
		}
	}
	gone, err := tx.exec(ctx, `DELETE FROM campaigns WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounCampaign, campaignVi, campaignEn, id)
}

// NextCampaign is the place behind the last campaign: what is made by itself is nobody's
// first choice in a form.
func (r libraryReads) NextCampaign(ctx context.Context) (n int, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT COALESCE(MAX(position), 0) + 1 FROM campaigns`).Scan(&n)
	return n, r.explain(err)
}
