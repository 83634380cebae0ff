package intake

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/intake/campaignfile"
)

// OpenCampaign checks that a campaign is there; the default one is made when it is first needed.
func (in *Intake) OpenCampaign(ctx context.Context, tx *store.Tx, id string) error {
	_, err := tx.Campaign(ctx, id)
	if id != in.DefaultCampaign || content.CodeOf(err) != content.NotFound {
		return err
	}
	return AddCampaign(ctx, tx, id, "Tệp gửi vào")
}

// AddCampaign makes a campaign that nobody made by hand: behind all others, so that no form offers
// it first.
func AddCampaign(ctx context.Context, tx *store.Tx, id, name string) error {
	order, err := tx.NextCampaign(ctx)
	if err != nil {
		return err
	}
	return tx.PutCampaign(ctx, content.Campaign{ID: id, Name: name, Pool: campaignfile.Pool, Weight: 1, Order: order})
}
