package signin

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
)

// ChooseLanguage stores the language that somebody chose with their account. It does nothing if
// nobody is signed in.
func (s *Signin) ChooseLanguage(c *fiber.Ctx, language string) error {
	ctx := c.UserContext()
	person, err := s.Who(ctx, c.Cookies(s.cookie()))
	if content.CodeOf(err) == content.NotFound {
		return nil
	}
	if err != nil || person.Language == language {
		return err
	}
	_, err = s.store.Change(ctx, person.ID, func(tx *store.Tx) error {
		p, err := tx.Staff(ctx, person.ID)
		if err != nil {
			return err
		}
		p.Language = language
		return tx.PutStaff(ctx, p)
	})
	return err
}
