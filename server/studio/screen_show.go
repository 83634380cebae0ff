package studio

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/hub"
	"ngatu/server/signin"
)

func (s *Studio) screenShow(c *fiber.Ctx) error {
	screen, err := s.Store.Screen(c.UserContext(), param(c, "code"))
	if err != nil {
		return err
	}
	v, err := s.screenView(c, screen)
	if err != nil {
		return err
	}
	return s.show(c, "screen", text{Vi: screen.Code + " · " + screen.Name}, v)
}

func (s *Studio) screenView(c *fiber.Ctx, screen content.Screen) (screenView, error) {
	here := map[string]hub.Presence{}
	for _, p := range s.Present() {
		if p.Screen == screen.Code && p.Heard.After(here[p.Screen].Heard) {
			here[p.Screen] = p
		}
	}
	row := s.screenRow(screen, here)
	v := screenForm(screen.Code, screen.Name, row.Place)
	v.Row, v.Moves, v.Kept = row, screen.Places, keptOf(row.Place)
	keys, err := s.Store.Credentials(c.UserContext(), screen.Code)
	for _, k := range keys {
		if k.Revoked.IsZero() {
			v.Keys++
		}
	}
	if err == nil {
		v.Offered, v.Agent, v.Orders, err = s.ordersOf(c.UserContext(), screen.Code)
	}
	if err == nil {
		v.Alike, err = s.alikes(c.UserContext(), screen.Code, row.Place)
	}
	return v, err
}

// screenSave puts right where a screen stands, or notes that it has moved: then what it showed before stays with the old
// place.
func (s *Studio) screenSave(c *fiber.Ctx) error {
	ctx := c.UserContext()
	screen, err := s.Store.Screen(ctx, param(c, "code"))
	if err != nil {
		return err
	}
	old, _ := screen.PlaceAt(s.Now())
	name := field(c, "name")
	place, wrong := s.readPlace(c, old)
	if wrong == nil {
		wrong = checkName(name)
	}
	if wrong == nil {
		_, wrong = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			now, err := tx.Screen(ctx, screen.Code)
			if err != nil {
				return err
			}
			now.Name, now.Places = name, places(now.Places, place, field(c, "moved") != "", tx.Time())
			return tx.PutScreen(ctx, now)
		})
	}
	if wrong != nil {
		v, err := s.screenView(c, screen)
		if err != nil {
			return err
		}
		v.AreaName = strings.Join(place.Names, ", ")
		v.Name, v.Place, v.Moved, v.Night = name, place, field(c, "moved") != "", typedNight(c, old)
		return s.refuse(c, wrong, "screen", text{Vi: screen.Code + " · " + screen.Name}, v)
	}
	return done(c, "/studio/screens/"+screen.Code, "saved")
}
