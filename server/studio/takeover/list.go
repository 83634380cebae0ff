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
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

type listView struct {
	care.Whose
	Warnings []bulletin.Bulletin // of others, that wait for somebody on duty
	On       []row               // a press each
	Rest     []row
	Refused  []refused // that did not enter when the database was back
	Apart    *apart    // the database is away; nil: it is not
	Mark     string    // of what the list says
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
	if signin.From(c).Reads != nil {
		return here{s}.list(c)
	}
	ctx := c.UserContext()
	all, err := s.Store.Takeovers(ctx)
	if err != nil {
		return err
	}
	whose := care.WhoseOf(c)
	all = slices.DeleteFunc(all, func(t content.Takeover) bool {
		return len(on(whose, t, s.Now())) == 0 && !whose.Has(mandate.OfTakeover(t))
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
	refused, err := refusals(ctx, s, "")
	if err != nil {
		return err
	}
	v := listView{Whose: whose, Warnings: proposed, Refused: refused, Mark: string(content.SightOf(marks, proposed, len(refused)))}
	if c.Query("mark") == v.Mark {
		return c.SendStatus(fiber.StatusNoContent)
	}
	if turned(c, false) {
		return anew(c, c.Path()+v.Keep(url.Values{}))
	}
	looked, err := s.fleet.Look(ctx)
	if err != nil {
		return err
	}
	for _, t := range all {
		to, presses := &v.On, on(whose, t, s.Now())
		if !t.On(s.Now()) {
			to, presses = &v.Rest, []content.Takeover{t}
		}
		for _, one := range presses {
			row, err := s.row(c, one, looked)
			if err != nil {
				return err
			}
			*to = append(*to, row)
		}
	}
	return s.Page(c, pageList, v)
}

// on lists the presses of a takeover that are on and in somebody's care: what is on everywhere is
// in everybody's.
func on(whose care.Whose, t content.Takeover, now time.Time) []content.Takeover {
	return slices.DeleteFunc(t.Presses(), func(one content.Takeover) bool {
		at := mandate.OfPress(one)
		return !one.On(now) || len(at.Areas) > 0 && !whose.Has(at) && !whose.Has(mandate.OfTakeover(t))
	})
}

// Again is the address at which the page asks whether it still is so.
func (v listView) Again() string {
	return shell.PathTakeovers + v.Keep(url.Values{"mark": {v.Mark}})
}

func (s *Takeovers) row(c *fiber.Ctx, t content.Takeover, looked *fleet.View) (row, error) {
	row := row{Takeover: t, On: t.On(s.Now()), Until: t.Until(), Name: gravityName(t.Gravity), Where: s.where(t)}
	var err error
	if row.On {
		row.Where = wherePut(s, t)
	}
	row.Seen, err = s.seen(c.UserContext(), t, looked)
	return row, err
}

// mark is what a page says of a takeover that somebody else may change: the page is read again
// where it is another.
func (s *Takeovers) mark(t content.Takeover) string {
	on := []bool{t.On(s.Now())}
	for _, one := range t.Presses() {
		on = append(on, one.On(s.Now()))
	}
	return string(content.SightOf(t, on))
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
