package slide

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// act does one thing to a slide in one change and goes back to its page. Whether the person may is
// asked of the slide as it was and as it becomes.
func (s *Slides) act(c *fiber.Ctx, act signin.Act, what string, do func(tx *store.Tx, now content.Slide) (content.Slide, error)) error {
	ctx := c.UserContext()
	slide, err := s.Store.Slide(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.Slide(ctx, slide.ID)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, act, now); err != nil {
			return err
		}
		if now, err = do(tx, now); err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, act, now); err != nil {
			return err
		}
		return tx.PutSlide(ctx, now)
	})
	if err != nil {
		return s.refuse(c, slide, err)
	}
	return shell.Done(c, shell.SlidePath(slide.ID), what)
}
