package takeover

import (
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/server/fleet"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

type listView struct {
	care.Whose
	Warnings []bulletin.Bulletin // of others, that wait for somebody on duty
	On       []row
	Rest     []row
	Mark     string // of what the list says
}

type row struct {
	content.Takeover
	On    bool
	Until time.Time
	Name  shell.Text // of its gravity
	Where shell.Text
	Seen  seen
}

func (s *Takeovers) List(c *fiber.Ctx) error {
	ctx := c.UserContext()
	all, err := s.Store.Takeovers(ctx)
	if err != nil {
		return err
	}
	whose := care.WhoseOf(c)
	all = slices.DeleteFunc(all, func(t content.Takeover) bool { // what is on everywhere is on in everybody's care
		on := t.On(s.Now()) && (len(mandate.OfPress(t).Areas) == 0 || whose.Has(mandate.OfPress(t)))
		return !on && !whose.Has(mandate.OfTakeover(t))
	})
	var marks []string
	for _, t := range all {
		marks = append(marks, s.mark(t))
	}
	proposed, err := s.Store.ProposedBulletins(ctx)
	if err != nil {
		return err
	}
	proposed = slices.DeleteFunc(proposed, func(b bulletin.Bulletin) bool { return !b.Waits(s.Now()) })
	v := listView{Whose: whose, Warnings: proposed, Mark: string(content.SightOf(marks, proposed))}
	if c.Query("mark") == v.Mark {
		return c.SendStatus(fiber.StatusNoContent)
	}
	looked, err := s.fleet.Look(ctx)
	if err != nil {
		return err
	}
	for _, t := range all {
		row, err := s.row(c, t, looked)
		if err != nil {
			return err
		}
		if row.On {
			v.On = append(v.On, row)
		} else {
			v.Rest = append(v.Rest, row)
		}
	}
	return s.Page(c, pageList, v)
}

// Again is the address at which the page asks whether it still is so.
func (v listView) Again() string {
	return shell.PathTakeovers + v.Keep(url.Values{"mark": {v.Mark}})
}

func (s *Takeovers) row(c *fiber.Ctx, t content.Takeover, looked *fleet.View) (row, error) {
	row := row{Takeover: t, On: t.On(s.Now()), Until: t.Until(), Name: gravityName(t.Gravity), Where: s.where(t)}
	var err error
	row.Seen, err = s.seen(c.UserContext(), t, looked)
	return row, err
}

// mark is what a page says of a takeover that somebody else may change: the page is read again
// where it is another.
func (s *Takeovers) mark(t content.Takeover) string {
	return string(content.SightOf(t, t.On(s.Now())))
}

// Badge is the colour of its gravity: a badge's class.
func (r row) Badge() string {
	switch r.Gravity {
	case content.Danger:
		return "taken_off"
	case content.Warning:
		return "submitted"
	}
	return ""
}
