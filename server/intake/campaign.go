package intake

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
)

// pool is the airtime of campaigns that come from a folder and say nothing else.
const pool = "city"

func newCampaign(id, name string) content.Campaign {
	return content.Campaign{ID: id, Name: name, Pool: pool, Weight: 1}
}

// campaignID is the campaign of a folder: its folded name. "Đống Đa" and "dong-da" are one campaign.
func campaignID(folder string) string {
	if id := strings.ReplaceAll(area.Fold(folder), " ", "-"); id != "" {
		return id
	}
	h := fnv.New32a()
	fmt.Fprint(h, folder)
	return fmt.Sprintf("folder-%08x", h.Sum32())
}

// folderCampaign is the ID of the campaign of files in a folder right below the inbox; "" is the inbox itself.
func (in *Intake) folderCampaign(folder string) string {
	if folder == "" {
		return in.DefaultCampaign
	}
	return campaignID(folder)
}

// openFolder makes the campaign of a folder where there is none yet.
func (in *Intake) openFolder(ctx context.Context, tx *store.Tx, folder string) error {
	if folder == "" {
		return in.openCampaign(ctx, tx, in.DefaultCampaign)
	}
	_, err := tx.Campaign(ctx, campaignID(folder))
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	c := newCampaign(campaignID(folder), folder)
	c.Order = orderOf(tx)
	return tx.PutCampaign(ctx, c)
}
