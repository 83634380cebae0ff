package slide

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// act does one thing to a slide, or to what is written of it, in one change, and goes back to its
// page. Whether the person may is asked of the slide as it is and of what is written. Where it is
// refused, the page comes again as it is now.
func (s *Slides) act(c *fiber.Ctx, act signin.Act, what string, do func(context.Context, *store.Tx, content.SlideDraft) error) error {
	ctx := c.UserContext()
	d, err := s.Store.SlideDraft(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.SlideDraft(ctx, d.ID)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, act, now.Live, now.Doc); err != nil {
			return err
		}
		return do(ctx, tx, now)
	})
	if err != nil {
		return s.refuse(c, d.ID, err)
	}
	return shell.Done(c, shell.SlidePath(d.ID), what)
}
