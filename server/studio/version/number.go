package version

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Number adds the number of its document to the approval of a live slide. What is on air stays as
// it is. An approval that another has followed since the page was opened gets none.
func (s *Versions) Number(c *fiber.Ctx) error {
	ctx, id, who, f := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID, shell.FormOf(c)
	number, of := f.Field("number"), f.Field("of")
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		live, err := tx.Slide(ctx, id)
		if err != nil {
			return err
		}
		admin := s.SignIn.Ask(ctx, tx, who, signin.Accounts, mandate.City) == nil
		if !admin {
			if err := s.SignIn.AskSlide(ctx, tx, who, signin.Approve, live); err != nil {
				return err
			}
		}
		numbered, err := content.Numbered(live, number, who, admin)
		if err != nil {
			return err
		}
		if of != strconv.FormatInt(live.Approval.At.UnixMilli(), 10) {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Tấm “" + live.Title + "” vừa được duyệt lại. Hãy xem trang của tấm rồi ghi lần nữa.",
				En:   "“" + live.Title + "” was approved again meanwhile. Look at its page, then add the number once more.",
			}
		}
		return tx.PutNumbered(ctx, numbered)
	})
	if err != nil {
		return err
	}
	return shell.Done(c, shell.SlidePath(id), "numbered")
}
