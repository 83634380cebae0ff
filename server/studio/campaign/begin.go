package campaign

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// blank is a campaign that nobody has made yet.
var blank = content.Campaign{Stage: content.Planned, Pool: mandate.CityPool(), Weight: 1}

// newID is the ID of something new, by the letter of its noun.
func newID(letter string) string { return letter + "-" + strings.ToLower(rand.Text()[:16]) }

// newView fills the page of a new campaign.
type newView struct {
	Form    form
	Outlook *outlook
}

// New shows the form of a new campaign.
func (s *Campaigns) New(c *fiber.Ctx) error {
	v, err := s.newView(c)
	if err != nil {
		return err
	}
	return s.Page(c, pageNew, v)
}

func (s *Campaigns) newView(c *fiber.Ctx) (v newView, err error) {
	begun := blank // with the person's own area; everywhere is a choice that somebody makes
	for _, key := range signin.From(c).Areas(signin.Edit) {
		if key != "" && len(begun.Targets) == 0 {
			begun.Targets = []content.Target{{Area: key}}
		}
	}
	if v.Form, err = s.formOf(c.UserContext(), signin.From(c), begun, nil); err != nil {
		return v, err
	}
	v.Form.Where.Everywhere, v.Form.Where.City = false, signin.From(c).May(signin.Edit, mandate.City)
	return v, nil
}

// Create makes a campaign that shows nothing until another person has approved it.
func (s *Campaigns) Create(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	made, err := s.read(shell.FormOf(c), blank, nil)
	if err == nil {
		made.ID = newID("c")
		_, err = s.Store.Change(ctx, who, func(tx *store.Tx) (err error) {
			if made.Order, err = tx.NextCampaign(ctx); err != nil {
				return err
			}
			return s.wait(ctx, tx, who, content.DraftOf[content.Campaign]{}, made, made)
		})
	}
	if err != nil {
		v, failed := s.newView(c)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, pageNew, v)
	}
	return shell.Done(c, shell.CampaignPath(made.ID), "campaign_made")
}

// End takes all slides of a campaign off the screens at once, and puts it away. One person is
// enough, as for taking anything off; to run again it waits for approval like any change.
func (s *Campaigns) End(c *fiber.Ctx) error {
	return s.do(c, signin.TakeOff, "campaign_ended", func(ctx context.Context, tx *store.Tx, live content.Campaign) error {
		if !live.Runs() {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Chiến dịch “" + live.Name + "” không đang chạy, không có gì để khép lại.",
				En:   "“" + live.Name + "” does not run, so there is nothing to end.",
			}
		}
		if err := tx.EndDraft(ctx, "discard", store.NounCampaign, live.ID, ""); err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
		live.Stage = content.Ended
		return tx.PutCampaign(ctx, live)
	})
}

// Delete removes a campaign that nobody has approved, and that has no slides.
func (s *Campaigns) Delete(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	live, err := s.Store.Campaign(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		return s.asked(who, live.ID, signin.Edit, func(ctx context.Context, tx *store.Tx, now content.Campaign) error {
			if now.Stage != content.Planned {
				return &content.Error{
					Code: content.Conflict,
					Vi:   "Chiến dịch “" + now.Name + "” đã được duyệt, không xóa được. Hãy khép lại.",
					En:   "“" + now.Name + "” was approved and cannot be deleted. End it.",
				}
			}
			if err := tx.EndDraft(ctx, "discard", store.NounCampaign, now.ID, ""); err != nil && content.CodeOf(err) != content.NotFound {
				return err
			}
			return tx.DeleteCampaign(ctx, now.ID)
		})(ctx, tx)
	})
	if err != nil {
		return s.refuse(c, live, err)
	}
	return shell.Done(c, shell.PathCampaigns, "campaign_deleted")
}
