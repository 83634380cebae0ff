package screen

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// ask refuses unless the person may look after each of the screens where it stands now. One that
// stands nowhere yet is the whole city's.
func (s *Screens) ask(c *fiber.Ctx, tx *store.Tx, screens ...content.Screen) error {
	for _, one := range screens {
		place, _ := one.PlaceAt(tx.Time())
		if err := s.SignIn.Ask(c.UserContext(), tx, signin.From(c).ID, signin.Screens, mandate.OfPlace(place)); err != nil {
			return err
		}
	}
	return nil
}
