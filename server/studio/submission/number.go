package submission

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// numbered are the nouns that keep no approval of their own: the number of its document lies with
// the item.
var numbered = []store.Noun{store.NounCampaign, store.NounSetting}

// numbers says whether a person may add the number of its document to what was decided.
func numbers(i store.Item, p *signin.Person) bool {
	return i.Outcome == store.ItemApproved && slices.Contains(numbered, i.Noun) && (i.By == p.ID || p.May(signin.Accounts, mandate.City))
}

// subjectOf is what was approved; the whole city for a setting, and for a campaign that is gone.
func subjectOf(ctx context.Context, tx *store.Tx, d store.DraftKey) mandate.Subject {
	if d.Noun == store.NounCampaign {
		if c, err := tx.Campaign(ctx, d.ID); err == nil {
			return mandate.OfCampaign(c)
		}
	}
	return mandate.City
}

// Number adds the number of its document to the approval of a campaign or setting, which came later
// or was mistyped. What is in force stays as it is.
func (s *Submissions) Number(c *fiber.Ctx) error {
	ctx, id, who, f := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID, shell.FormOf(c)
	key, number := f.Field("item"), f.Field("number")
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		all, err := tx.Submission(ctx, id)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all.Items, func(i store.Item) bool {
			return keyOf(i.DraftKey) == key && i.Outcome == store.ItemApproved && slices.Contains(numbered, i.Noun)
		})
		if at < 0 {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Mục này không có phê duyệt nào ở đây để ghi số văn bản. Hãy xem lại trang này.",
				En:   "This has no approval here to which a number could be added. Look at the page again.",
			}
		}
		i, admin := all.Items[at], s.SignIn.Ask(ctx, tx, who, signin.Accounts, mandate.City) == nil
		if !admin { // who approved may still approve
			if err := s.SignIn.Ask(ctx, tx, who, signin.Approve, subjectOf(ctx, tx, i.DraftKey)); err != nil {
				return err
			}
		}
		if err := content.NumberedBy(s.titleOf(ctx, i.DraftKey).Vi, number, who, i.By, admin); err != nil {
			return err
		}
		return store.NumberItem(ctx, tx, i, number)
	})
	if err != nil {
		return s.refuse(c, id, err)
	}
	return shell.Done(c, shell.SubmissionPath(id), "item_numbered")
}
