package campaign

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Save has a change wait for another person. It begins from the version that is live.
func (s *Campaigns) Save(c *fiber.Ctx) error {
	return s.do(c, signin.Edit, "campaign_sent", func(ctx context.Context, tx *store.Tx, live content.Campaign) error {
		d, err := tx.CampaignDraft(ctx, live.ID)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
		from := live
		if err == nil {
			from = d.Again(live)
		}
		slides, err := slidesOf(ctx, tx.Reader, live.ID)
		if err != nil {
			return err
		}
		changed, err := s.read(shell.FormOf(c), from, slides)
		if err != nil {
			return err
		}
		return s.wait(ctx, tx, signin.From(c).ID, d, live, changed)
	})
}

// wait has a version of a campaign wait for another person, beside the live one. Of a campaign that
// nobody has approved yet it is the campaign itself.
func (s *Campaigns) wait(ctx context.Context, tx *store.Tx, who string, d content.DraftOf[content.Campaign], live, changed content.Campaign) error {
	if _, err := changed.Begin(live, tx.Time()); err != nil {
		return shell.At("until", err)
	}
	if err := s.SignIn.Ask(ctx, tx, who, signin.Edit, mandate.OfCampaign(changed)); err != nil {
		return err
	}
	if changed.AtOnce && changed.Valid.From.After(tx.Time()) {
		return shell.At("at_once", shell.Invalid("Chiến dịch bắt đầu sau lúc này, nên khi duyệt chưa có gì để chiếu ngay. Hãy bỏ chọn, hoặc để trống ngày bắt đầu.",
			"It begins later, so there is nothing to show at once when it is approved. Leave that out, or leave its beginning empty."))
	}
	changed.Detached, changed.Stage = true, content.Running
	if live.Stage == content.Planned {
		live = changed
		live.Stage = content.Planned
		if err := tx.PutCampaign(ctx, live); err != nil {
			return err
		}
	}
	d.ID = live.ID
	return tx.PutCampaignDraft(ctx, d.Saved(changed, live, who, tx.Time()))
}

// Approve lets a change take the place of the live campaign, exactly as it was seen, and renews the
// approvals of slides that end earlier, under its document, where that is asked for.
func (s *Campaigns) Approve(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if err := f.Again(); err != nil {
		return s.do(c, signin.Approve, "", func(context.Context, *store.Tx, content.Campaign) error { return err })
	}
	return s.do(c, signin.Approve, "campaign_live", s.approving(c.UserContext(), signin.From(c).ID, shell.Param(c, "id"), f))
}

// act does something to a campaign, as it is live, in a change.
type act func(ctx context.Context, tx *store.Tx, live content.Campaign) error

// approving reads what files say at once; what it gives is done in a change.
func (s *Campaigns) approving(ctx context.Context, who, id string, f shell.Form) act {
	files, failed := s.wordingsOf(ctx, id)
	return func(ctx context.Context, tx *store.Tx, live content.Campaign) error {
		if failed != nil {
			return failed
		}
		d, err := tx.CampaignDraft(ctx, live.ID)
		if err != nil {
			return err
		}
		wanted := mandate.OfCampaign(d.Doc)
		wanted.By = d.By
		if err := s.SignIn.Ask(ctx, tx, who, signin.Approve, wanted); err != nil {
			return err
		}
		alone, err := signin.Alone(ctx, tx.Reader, who)
		if err != nil {
			return err
		}
		slides, err := slidesOf(ctx, tx.Reader, live.ID)
		if err != nil {
			return err
		}
		ends, dates := endsBefore(approved(slides), d.Doc), naming(approved(slides), d.Base, d.Doc, files)
		if err := d.Approve(live, sight(d, ends, dates), content.Digest(f.Field("seen")), who, alone); err != nil {
			return err
		}
		now, err := d.Doc.Begin(live, tx.Time())
		if err != nil {
			return err
		}
		if err := tx.EndDraft(ctx, "approve", store.NounCampaign, live.ID, ""); err != nil {
			return err
		}
		if err := tx.PutCampaign(ctx, now); err != nil {
			return err
		}
		if err := holdNaming(ctx, tx, who, dates, live, now, files); err != nil {
			return err
		}
		if f.Has("at_once") {
			one, err := offered(f.Field("at_once"), now, slides, dates, tx.Time())
			if err != nil {
				return err
			}
			if err := s.once(ctx, tx, who, now, one); err != nil {
				return err
			}
		}
		if !f.Has("renew") {
			return nil
		}
		for _, one := range ends {
			if err := s.SignIn.Ask(ctx, tx, who, signin.Approve, mandate.OfSlide(one, now)); err != nil {
				return err
			}
			if one, err = tx.Slide(ctx, one.ID); err != nil { // it may be the one that is shown at once
				return err
			}
			renewed, err := content.Renew(one, now, who, tx.Time(), f.Field("document"), alone)
			if err != nil {
				return err
			}
			if err := tx.PutSlide(ctx, renewed); err != nil {
				return err
			}
			if err := tx.Renewed(ctx, one, renewed); err != nil {
				return err
			}
		}
		return nil
	}
}

// Return gives a change back to its authors, with the reason for it.
func (s *Campaigns) Return(c *fiber.Ctx) error {
	return s.do(c, signin.Approve, "campaign_returned", givingBack("return", shell.FormOf(c).Field("why")))
}

// Withdraw takes a change back from the approver's desk, or throws it away where the form says so.
// Of a campaign that nobody has approved yet the change is all that says who wrote it: it goes only
// with the campaign.
func (s *Campaigns) Withdraw(c *fiber.Ctx) error {
	if !shell.FormOf(c).Has("discard") {
		return s.do(c, signin.Edit, "campaign_withdrawn", givingBack("withdraw", ""))
	}
	return s.do(c, signin.Edit, "campaign_discarded", func(ctx context.Context, tx *store.Tx, live content.Campaign) error {
		if live.Stage == content.Planned {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Chiến dịch “" + live.Name + "” chưa được duyệt lần nào nên không bỏ riêng bản này được. Hãy sửa tiếp, hoặc xóa cả chiến dịch ở cuối trang.",
				En:   "“" + live.Name + "” was never approved, so this version cannot be thrown away by itself. Change it further, or delete the campaign at the end of the page.",
			}
		}
		return tx.EndDraft(ctx, "discard", store.NounCampaign, live.ID, "")
	})
}

// givingBack keeps a change as the draft of its authors.
func givingBack(verb, why string) act {
	return func(ctx context.Context, tx *store.Tx, live content.Campaign) error {
		d, err := tx.CampaignDraft(ctx, live.ID)
		if err != nil {
			return err
		}
		if d, err = d.Back(why); err != nil {
			return err
		}
		return store.GiveBack(ctx, tx, verb, store.NounCampaign, d)
	}
}

// do does something with a campaign in one change, and shows its page.
func (s *Campaigns) do(c *fiber.Ctx, may signin.Act, done string, do act) error {
	ctx := c.UserContext()
	live, err := s.Store.Campaign(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error { return s.asked(who, live.ID, may, do)(ctx, tx) })
	if err != nil {
		return s.refuse(c, live, err)
	}
	return shell.Done(c, shell.CampaignPath(live.ID), done)
}

// asked does it if the person may do it to the campaign as it is; what else it becomes asks for
// itself.
func (s *Campaigns) asked(who, id string, may signin.Act, do act) shell.Do {
	return func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, may, mandate.OfCampaign(now)); err != nil {
			return err
		}
		return do(ctx, tx, now)
	}
}
