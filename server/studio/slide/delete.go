package slide

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Delete throws away what is written: the draft beside a slide, or a draft that was never on air.
// What was ever on air stays, taken off: records of plays name it.
func (s *Slides) Delete(c *fiber.Ctx) error {
	ctx := c.UserContext()
	d, err := s.Store.SlideDraft(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	back := shell.PathSlides
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.SlideDraft(ctx, d.ID)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, now.Live, now.Doc); err != nil {
			return err
		}
		switch {
		case now.Beside && now.Begun():
			back = shell.SlidePath(now.ID)
			return tx.EndDraft(ctx, "discard", store.NounSlide, now.ID, "")
		case now.Live.State != content.Draft:
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Chỉ xóa được bản nháp. Tấm “" + now.Live.Title + "” hãy gỡ xuống thay vì xóa.",
				En:   "Only drafts can be deleted. Take “" + now.Live.Title + "” off instead.",
			}
		}
		return tx.DeleteSlide(ctx, now.ID)
	})
	if err != nil {
		return s.refuse(c, d.ID, err)
	}
	return shell.Done(c, back, "deleted")
}
