package box

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/intake/campaignfile"
)

// campaigns are what folders of the inbox say of their campaigns. One event of the inbox at a time
// uses them.
type campaigns struct {
	*intake.Intake
	Options
	texts  campaignfile.Texts     // of campaign.yaml files
	looked map[string]folderNames // what was found in folders of the inbox when their campaign.yaml was looked for
}

// of is the ID of the campaign of files in a folder right below the inbox; "" is the
// inbox itself.
func (cs *campaigns) of(folder string) string {
	if folder == "" {
		return cs.DefaultCampaign
	}
	return campaignfile.CampaignOf(folder)
}

// open makes the campaign of a folder where there is none yet.
func (cs *campaigns) open(ctx context.Context, tx *store.Tx, folder string) error {
	if folder == "" {
		return cs.OpenCampaign(ctx, tx, cs.DefaultCampaign)
	}
	_, err := tx.Campaign(ctx, campaignfile.CampaignOf(folder))
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	return intake.AddCampaign(ctx, tx, campaignfile.CampaignOf(folder), folder)
}
