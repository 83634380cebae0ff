package screen

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

func (s *Screens) Show(c *fiber.Ctx) error {
	screen, err := s.Store.Screen(c.UserContext(), shell.Param(c, "code"))
	if err != nil {
		return err
	}
	v, err := s.view(c, screen)
	if err != nil {
		return err
	}
	return s.Page(c, titled(screen), v)
}

// About is where the screen stands; a new one stands nowhere yet.
func (v view) About() []mandate.Subject {
	if v.New {
		return nil
	}
	return []mandate.Subject{mandate.OfPlace(v.Row.Place)}
}

func (s *Screens) view(c *fiber.Ctx, screen content.Screen) (view, error) {
	now, err := s.Fleet.Look(c.UserContext())
	if err != nil {
		return view{}, err
	}
	status := now.Of(screen)
	row := rowOf(status)
	v := viewOf(screen.Code, screen.Name, row.Place)
	v.Row, v.Moves, v.Kept, v.Enrolled = row, screen.Places, keptOf(row.Place), !status.Enrolled.IsZero()
	v.Glass, err = s.glassOf(c.UserContext(), row.Shows)
	if err == nil {
		v.Commands, err = s.Commands(c, screen.Code, row.Light.Silent())
	}
	if err == nil {
		v.Alike, err = s.alikes(c, screen.Code, row.Place)
	}
	return v, err
}

// RefuseOn shows the page of a screen with what was wrong with a form on it.
func (s *Screens) RefuseOn(c *fiber.Ctx, code string, fault error) error {
	screen, err := s.Store.Screen(c.UserContext(), code)
	if err != nil {
		return err
	}
	v, err := s.view(c, screen)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, titled(screen), v)
}

// glass is what a screen says is on its glass, by name.
type glass struct {
	Name shell.Text
	At   string // its page; "": it has none
}

// glassOf names what stands on a glass: a slide, a takeover, or what the server itself puts there
// where nothing is planned.
func (s *Screens) glassOf(ctx context.Context, id string) (glass, error) {
	if id == "" {
		return glass{}, nil
	}
	slide, err := s.Store.Slide(ctx, id)
	if err == nil {
		return glass{shell.Same(slide.Title), shell.SlidePath(id)}, nil
	}
	if content.CodeOf(err) != content.NotFound {
		return glass{}, err
	}
	takeover, err := s.Store.Takeover(ctx, content.TakeoverOf(id))
	if err == nil {
		return glass{shell.Same(takeover.Title), shell.PathTakeovers + "/" + takeover.ID}, nil
	}
	if content.CodeOf(err) != content.NotFound {
		return glass{}, err
	}
	return glass{Name: shell.Say("Tấm dự phòng của hệ thống", "The system's own safe card")}, nil
}

// State is the part of a screen's page that changes by itself: its state and what it reports.
func (s *Screens) State(c *fiber.Ctx) error {
	now, err := s.Fleet.Look(c.UserContext())
	if err != nil {
		return err
	}
	screen, err := s.Store.Screen(c.UserContext(), shell.Param(c, "code"))
	if known, ok := now.Screen(shell.Param(c, "code")); ok && store.Silent(err) {
		screen, err = known, nil
	}
	if err != nil {
		return err
	}
	v := view{Code: screen.Code, Row: rowOf(now.Of(screen))}
	if v.Glass, err = s.glassOf(c.UserContext(), v.Row.Shows); err != nil && !store.Silent(err) {
		return err
	}
	return s.Part(c, "state", v)
}

// Save puts right where a screen stands, or notes that it has moved: then what it showed before
// stays with the old place.
func (s *Screens) Save(c *fiber.Ctx) error {
	ctx := c.UserContext()
	screen, err := s.Store.Screen(ctx, shell.Param(c, "code"))
	if err != nil {
		return err
	}
	old, _ := screen.PlaceAt(s.Now())
	f := shell.FormOf(c)
	name := f.Field("name")
	var bad shell.Faults
	bad.Add(f.Again())
	bad.Add(checkName(name))
	place, err := s.readPlace(f, old)
	bad.Add(err)
	wrong := bad.Err()
	if wrong == nil {
		_, wrong = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
			now, err := tx.Screen(ctx, screen.Code)
			if err != nil {
				return err
			}
			was := now
			now.Name, now.Places = name, places(now.Places, place, f.Has("moved"), tx.Time())
			if err := s.ask(c, tx, was, now); err != nil {
				return err
			}
			stood, _ := was.PlaceAt(tx.Time())
			if err := s.askPools(c, tx, stood, place); err != nil {
				return err
			}
			return tx.PutScreen(ctx, now)
		})
	}
	if wrong != nil {
		v, err := s.view(c, screen)
		if err != nil {
			return err
		}
		v.AreaName = placeName(place)
		v.Name, v.Place, v.Moved, v.Night = name, place, f.Has("moved"), typedNight(f, old)
		return s.Refuse(c, wrong, titled(screen), v)
	}
	return shell.Done(c, shell.ScreenPath(screen.Code), "saved")
}
