package campaign

import (
	"context"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Gate is changes of campaigns as approvers meet them among other drafts.
type Gate struct{ *Campaigns }

// Writing lists the campaigns with a change: it waits from the start, until it is given back.
func (g Gate) Writing(ctx context.Context) (ids []string, err error) {
	all, err := g.Store.CampaignDrafts(ctx)
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	return ids, err
}

// Head is what lists say of a change.
func (g Gate) Head(ctx context.Context, id string) (shell.Head, error) {
	d, err := g.Store.CampaignDraft(ctx, id)
	subject := mandate.OfCampaign(d.Doc)
	subject.By = d.By
	return shell.Head{
		Title: shell.Same(d.Doc.Name), Kind: shell.Say("Chiến dịch", "Campaign"), At: shell.CampaignPath(id), By: d.By,
		Subject: subject, Campaign: id, State: shell.StateOf(d.Kept), Returned: d.Returned,
	}, err
}

// Sight is what the change does to the campaign and its slides, and what screens would show.
func (g Gate) Sight(ctx context.Context, id, prefix, pictures string) (out shell.Sight, err error) {
	if out.Head, err = g.Head(ctx, id); err != nil {
		return out, err
	}
	d, err := g.Store.CampaignDraft(ctx, id)
	if err != nil {
		return out, err
	}
	live, err := g.Store.Campaign(ctx, id)
	if err != nil {
		return out, err
	}
	slides, err := slidesOf(ctx, g.Store.Reader, id)
	if err != nil {
		return out, err
	}
	files := wordingsIn(ctx, g.Store.Reader, g.media, d, slides)
	ends, dates := endsBefore(approved(slides), d.Doc), naming(approved(slides), d.Base, d.Doc, files)
	out.Seen, out.Beside, out.Part = sight(d, ends, dates), live.Stage != content.Planned, "campaign_item"
	is := d.Again(live)
	body := item{Prefix: prefix, Ends: ends, Dates: dates, Unread: files.unread(slides)}
	for _, one := range g.changes(live, is, slides) {
		if out.Beside {
			out.Differences = append(out.Differences, shell.Difference{Name: one.What, Was: one.Was, Is: one.Is})
		} else {
			body.Facts = append(body.Facts, one)
		}
	}
	out.Draw = func(ctx context.Context, p *signin.Person) (any, error) {
		v, err := waits(ctx, g.Store.Reader, live, is, pictures)
		if err != nil {
			return nil, err
		}
		found, err := g.outlook(ctx, v, slides)
		if err != nil {
			return nil, err
		}
		if found.Studio() && p != nil {
			found = found.by(p, live)
		}
		if found.Studio() {
			found.Count.Follow = countPath(id)
		}
		body.Outlook = found
		body.Offer = offerTo(p, g.Now(), d.Doc, live, slides, dates, prefix)
		return body, nil
	}
	return out, nil
}

// item is what a change does to slides and what screens would show, with the fields of an approver.
type item struct {
	Prefix      string   // of the fields of its approval
	Facts       []change // of a campaign that nobody has approved yet: all that it is
	Outlook     *outlook
	Ends, Dates []content.Slide
	Unread      []content.Slide // whose files cannot be read now
	Offer       offer
}

// Submit has a change wait; whoever sends it with other drafts may not approve it.
func (g Gate) Submit(_ context.Context, who, id string, _ shell.Form) shell.Do {
	return g.asked(who, id, signin.Edit, func(ctx context.Context, tx *store.Tx, live content.Campaign) error {
		d, err := tx.CampaignDraft(ctx, id)
		if err != nil {
			return err
		}
		if err := g.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfCampaign(d.Doc)); err != nil {
			return err
		}
		if d, err = d.Submit(live, who); err != nil {
			return err
		}
		return tx.PutCampaignDraft(ctx, d)
	})
}

// Approve lets the change take the place of the live campaign.
func (g Gate) Approve(ctx context.Context, who, id string, f shell.Form) shell.Do {
	return g.asked(who, id, signin.Approve, g.approving(ctx, who, id, f))
}

// Return ends its wait.
func (g Gate) Return(who, id, why string) shell.Do {
	return g.asked(who, id, signin.Approve, givingBack("return", why))
}
