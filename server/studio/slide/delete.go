package slide

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Delete removes a draft for good. What was ever on air stays, taken off: records of plays name it.
func (s *Slides) Delete(c *fiber.Ctx) error {
	ctx := c.UserContext()
	slide, err := s.Store.Slide(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		now, err := tx.Slide(ctx, slide.ID)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, signin.From(c).ID, signin.Edit, now); err != nil {
			return err
		}
		if now.State != content.Draft {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Chỉ xóa được bản nháp. Tấm “" + now.Title + "” hãy gỡ xuống thay vì xóa.",
				En:   "Only drafts can be deleted. Take “" + now.Title + "” off instead.",
			}
		}
		return tx.DeleteSlide(ctx, now.ID)
	})
	if err != nil {
		return s.refuse(c, slide, err)
	}
	return shell.Done(c, shell.PathSlides, "deleted")
}
