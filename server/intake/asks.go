package intake

import (
	"context"
	"slices"
	"time"

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
	case same || !live.Detached && !a.Waits:
		if waiting && d.Author() == a.By { // what the file asked for before is over
			if err := tx.EndDraft(ctx, "discard", store.NounCampaign, live.ID, ""); err != nil {
				return err
			}
		}
		if live.Detached {
			return nil
		}
		return tx.PutCampaign(ctx, said)
	case waiting && d.Author() != a.By:
		return tx.PutCampaignDraft(ctx, a.over(d, live, said, tx.Time()))
	}
	d.ID = live.ID
	return tx.PutCampaignDraft(ctx, a.answered(d.Saved(said, live, a.By, tx.Time())))
}

// over lays what the file changes over what people wrote, who stay its authors: they lose nothing
// else, and what was given back to them still waits for them. So does what they wrote of a campaign
// that has become another one since.
func (a Asks) over(d content.DraftOf[content.Campaign], live, said content.Campaign, at time.Time) content.DraftOf[content.Campaign] {
	doc := content.DraftOf[content.Campaign]{Doc: said, Base: live}.Again(d.Again(live))
	if doc.Valid.Check() != nil { // a beginning of theirs, and an end of the file's before it
		doc.Valid = said.Valid
	}
	moved := d.Moved(live)
	d.Doc, d.Base, d.At, d.Kept = doc, live, at, d.Kept || moved
	if !slices.Contains(d.By, a.By) {
		d.By = append([]string{a.By}, d.By...)
	}
	return a.answered(d)
}

// answered counts who answers for the folder among the authors: they do not approve it.
func (a Asks) answered(d content.DraftOf[content.Campaign]) content.DraftOf[content.Campaign] {
	if a.Editor != "" && !slices.Contains(d.By, a.Editor) {
		d.By = append([]string{a.Editor}, d.By...)
	}
	return d
}
