package takeover

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

type listView struct {
	On   []row
	Rest []row
}

type row struct {
	content.Takeover
	On    bool
	Until time.Time
	Name  shell.Text // of its gravity
	Where shell.Text
	Seen  seen
}

// seen is on how many of the screens that a takeover is for it has been painted, as their players
// say.
type seen struct {
	ID     string
	On     bool
	Here   int           // connected, and ruled by it
	All    int           // screens that it is for
	Dark   int           // connected, and dark by their hours through a drill
	Shown  int           // of those here, that have painted it
	Latest time.Duration // from its confirmation to the last first painted frame
}

type view struct {
	row
	Form       form
	Author     shell.Text
	ApprovedBy shell.Text
	ConfirmBy  shell.Text
	Sight      content.Digest // what an approval now would be of
	OwnWork    bool           // the person here is one of its authors
	Alone      bool
	Editable   bool
	Previews   []picture.Preview
	History    []shell.Act
}

func (s *Takeovers) List(c *fiber.Ctx) error {
	ctx := c.UserContext()
	all, err := s.Store.Takeovers(ctx)
	if err != nil {
		return err
	}
	looked, err := s.lookRound(ctx)
	if err != nil {
		return err
	}
	var v listView
	for _, t := range all {
		if row := s.row(t, looked); row.On {
			v.On = append(v.On, row)
		} else {
			v.Rest = append(v.Rest, row)
		}
	}
	return s.Page(c, pageList, v)
}

func (s *Takeovers) row(t content.Takeover, looked lookRound) row {
	row := row{Takeover: t, On: t.On(looked.now), Until: t.Until(), Seen: looked.seen(t)}
	for _, g := range gravities {
		if g.Gravity == t.Gravity {
			row.Name = g.Name
		}
	}
	for _, target := range t.Targets {
		row.Where = s.AreaName(target.Area)
	}
	return row
}

// lookRound is what receipts are counted from, read once for a page.
type lookRound struct {
	now     time.Time
	screens []content.Screen
	on      []content.Takeover
	here    map[string][]hub.Presence // by screen
}

func (s *Takeovers) lookRound(ctx context.Context) (l lookRound, err error) {
	l.now, l.here = s.Now(), map[string][]hub.Presence{}
	if l.screens, err = s.Screens(ctx); err != nil {
		return l, err
	}
	if l.on, err = s.Store.TakeoversOn(ctx); err != nil {
		return l, err
	}
	for _, p := range s.present() {
		l.here[p.Screen] = append(l.here[p.Screen], p)
	}
	return l, nil
}

// seen counts receipts: the status of a player carries the instant of the takeover's first painted
// frame. In a drill a screen that is dark by its hours stays so, and none is waited for from it.
func (l lookRound) seen(t content.Takeover) seen {
	out := seen{ID: t.ID, On: t.On(l.now)}
	for _, one := range l.screens {
		place, stands := one.PlaceAt(l.now)
		if !stands || !t.Reaches(place) {
			continue
		}
		out.All++
		if !out.On {
			continue
		}
		here := l.here[one.Code]
		if rules, ok := content.TakeoverAt(l.on, place, l.now); !ok || rules.ID != t.ID || len(here) == 0 {
			continue
		}
		painted := paintedSince(here, t.Begun)
		if painted.IsZero() && t.Drill && place.Closed(l.now) {
			out.Dark++
			continue
		}
		out.Here++
		if !painted.IsZero() {
			out.Shown++
			out.Latest = max(out.Latest, painted.Sub(t.Confirmed))
		}
	}
	return out
}

// paintedSince is when the first of a screen's players painted the takeover that it reports; zero
// where none did since then.
func paintedSince(players []hub.Presence, since time.Time) time.Time {
	var first time.Time
	for _, p := range players {
		if p.Status == nil || p.Status.Takeover == 0 || p.Status.Painted < since.UnixMilli() {
			continue
		}
		if at := time.UnixMilli(p.Status.Painted); first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// Receipts is the receipts alone, asked again and again while it is on.
func (s *Takeovers) Receipts(c *fiber.Ctx) error {
	t, err := s.Store.Takeover(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	looked, err := s.lookRound(c.UserContext())
	if err != nil {
		return err
	}
	v := looked.seen(t)
	if !v.On {
		c.Set("HX-Refresh", "true") // it has ended: what else the page says is not so any more
	}
	return s.Part(c, "seen", v)
}

func (s *Takeovers) Show(c *fiber.Ctx) error {
	t, err := s.Store.Takeover(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.view(c, t)
	if err != nil {
		return err
	}
	return s.Page(c, pageTakeover.Titled(shell.Same(t.Title)), v)
}

func (s *Takeovers) refuse(c *fiber.Ctx, t content.Takeover, fault error) error {
	v, err := s.view(c, t)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageTakeover.Titled(shell.Same(t.Title)), v)
}

func (s *Takeovers) view(c *fiber.Ctx, t content.Takeover) (v view, err error) {
	ctx := c.UserContext()
	v = view{Form: s.form(t), OwnWork: slices.Contains(t.Asks().Authors(), signin.From(c).ID), Editable: t.State != content.Approved}
	looked, err := s.lookRound(ctx)
	if err != nil {
		return v, err
	}
	if v.Sight, err = sightOf(ctx, s.Store.Reader, t); err != nil {
		return v, err
	}
	v.row = s.row(t, looked)
	if v.Alone, err = signin.Alone(ctx, s.Store.Reader, signin.From(c).ID); err != nil {
		return v, err
	}
	v.Author, v.ApprovedBy, v.ConfirmBy = s.NameOf(ctx, t.Author), s.NameOf(ctx, t.Approval.By), s.NameOf(ctx, t.By)
	if v.Previews, err = s.pictures.Takeover(ctx, t); err != nil {
		return v, err
	}
	v.History, err = s.History(ctx, store.NounTakeover, t.ID)
	return v, err
}

// Silent is how many of its screens are not connected, or are ruled by another takeover.
func (s seen) Silent() int { return s.All - s.Here - s.Dark }

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
