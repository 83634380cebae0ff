package slide

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// act does one thing to a slide, or to what is written of it, in one change, and goes back to its
// page. Where it is refused, the page comes again as it is now.
func (s *Slides) act(c *fiber.Ctx, act signin.Act, what string, do change) error {
	ctx := c.UserContext()
	d, err := s.Store.SlideDraft(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error { return s.do(who, d.ID, act, do)(ctx, tx) })
	if err != nil {
		return s.refuse(c, d.ID, err)
	}
	return shell.Done(c, shell.SlidePath(d.ID), what)
}
