package intake

import (
	"cmp"
	"context"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/intake/campaignfile"
)

// Asks is a campaign.yaml that asks for a change.
type Asks struct {
	By     string // how the log names what came from its folder
	Editor string // staff ID of who answers for the folder, and has a part in it; "": nobody does
	Waits  bool   // the checks object to it
}

// Campaign puts what the file says of a campaign in force, or has it wait for a person where the
// checks object or the studio leads the campaign. Of an ended campaign it changes nothing: an
// approval of that would start it again.
func (a Asks) Campaign(ctx context.Context, tx *store.Tx, live, said content.Campaign) error {
	same := content.SightOf(live) == content.SightOf(said)
	d, err := tx.CampaignDraft(ctx, live.ID)
	waiting := err == nil
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	switch {
	case live.Stage == content.Ended && !same:
		return campaignfile.PutAway(live)
	case !live.Detached && (same || !a.Waits):
		if waiting && d.Author() == a.By { // what the file asked for before is over
			if err := tx.EndDraft(ctx, "discard", store.NounCampaign, live.ID, ""); err != nil {
				return err
			}
		}
		return tx.PutCampaign(ctx, said)
	case same:
		return nil
	}
	d.ID = live.ID
	d = d.Saved(said, live, a.By, tx.Time())
	if a.Editor != "" && !slices.Contains(d.By, a.Editor) {
		d.By = append([]string{a.Editor}, d.By...)
	}
	return tx.PutCampaignDraft(ctx, d)
}

// Look has the way in which a slide is to be shown wait beside the one in which it is. A draft that
// somebody is still writing gets it, and waits for them.
func (a Asks) Look(ctx context.Context, tx *store.Tx, s content.Slide) error {
	now, err := tx.SlideDraft(ctx, s.ID)
	if err != nil {
		return err
	}
	doc, writing := now.Offered(), now.Begun() && now.Doc.State == content.Draft
	doc.Fit, doc.Dwell = s.Fit, s.Dwell
	now = now.Save(doc, a.By, tx.Time())
	if writing {
		return tx.PutSlideDraft(ctx, "write", now)
	}
	if now, err = now.Submit(cmp.Or(a.Editor, a.By)); err != nil {
		return err
	}
	return tx.PutSlideDraft(ctx, "submit", now)
}
