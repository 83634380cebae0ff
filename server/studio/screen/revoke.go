package screen

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Revoke ends all that a screen proves itself by: for a box that was stolen, sold or opened by
// somebody. The connection is cut, and the screen has to be enrolled again from its glass.
func (s *Screens) Revoke(c *fiber.Ctx) error {
	ctx, code := c.UserContext(), shell.Param(c, "code")
	screen, err := s.Store.Screen(ctx, code)
	if err != nil {
		return err
	}
	number, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		now, err := tx.Screen(ctx, screen.Code)
		if err != nil {
			return err
		}
		if err := s.ask(c, tx, now); err != nil {
			return err
		}
		return tx.RevokeCredentials(ctx, screen.Code)
	})
	if err == nil && number == 0 {
		err = &content.Error{
			Code: content.Conflict,
			Vi:   "Màn hình " + screen.Code + " chưa được ghép hoặc đã bị thu hồi rồi; không còn gì để thu hồi.",
			En:   "Screen " + screen.Code + " is not enrolled, or was revoked already; there is nothing left to revoke.",
		}
	}
	if err != nil {
		v, failed := s.view(c, screen)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, titled(screen), v)
	}
	return shell.Done(c, shell.ScreenPath(screen.Code), "cut")
}
