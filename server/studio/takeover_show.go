package studio

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/hub"
	"ngatu/server/signin"
)

const pathTakeovers = "/studio/takeovers"

var titleTakeovers = text{"Thông báo khẩn", "Takeovers"}

type takeoversView struct {
	On   []takeoverRow
	Rest []takeoverRow
}

type takeoverRow struct {
	content.Takeover
	On    bool
	Until time.Time
	Name  text // of its gravity
	Where string
	Seen  seen
}

// seen is on how many of the screens that a takeover is for it has been painted, as their players say.
type seen struct {
	ID     string
	On     bool
	Here   int           // connected, and ruled by it
	All    int           // screens that it is for
	Dark   int           // connected, and dark by their hours through a drill
	Shown  int           // of those here, that have painted it
	Latest time.Duration // from its confirmation to the last first painted frame
}

type takeoverView struct {
	takeoverRow
	Form       takeoverForm
	Author     string
	ApprovedBy string
	ConfirmBy  string
	OwnWork    bool
	Alone      bool
	Editable   bool
	Previews   []preview
	History    []act
}

func (s *Studio) takeoverList(c *fiber.Ctx) error {
	ctx := c.UserContext()
	all, err := s.Store.Takeovers(ctx)
	if err != nil {
		return err
	}
	looked, err := s.lookRound(ctx)
	if err != nil {
		return err
	}
	var v takeoversView
	for _, t := range all {
		if row := s.takeoverRow(t, looked); row.On {
			v.On = append(v.On, row)
		} else {
			v.Rest = append(v.Rest, row)
		}
	}
	return s.show(c, "takeovers", titleTakeovers, v)
}

func (s *Studio) takeoverRow(t content.Takeover, looked lookRound) takeoverRow {
	row := takeoverRow{Takeover: t, On: t.On(looked.now), Until: t.Until(), Seen: looked.seen(t)}
	for _, g := range gravities {
		if g.Gravity == t.Gravity {
			row.Name = g.Name
		}
	}
	for _, target := range t.Targets {
		row.Where = s.areaName(target.Area)
	}
	return row
}

// lookRound is what receipts are counted from, read once for a page.
type lookRound struct {
	now     time.Time
	screens []content.Screen
	on      []content.Takeover
	here    map[string][]hub.Presence // by screen
	zones   map[string]*time.Location // by name: to look one up takes longer than all else of a screen
}

func (s *Studio) lookRound(ctx context.Context) (l lookRound, err error) {
	l.now, l.here, l.zones = s.Now(), map[string][]hub.Presence{}, map[string]*time.Location{}
	if l.screens, err = s.allScreens(ctx); err != nil {
		return l, err
	}
	if l.on, err = s.Store.TakeoversOn(ctx); err != nil {
		return l, err
	}
	for _, p := range s.Present() {
		l.here[p.Screen] = append(l.here[p.Screen], p)
	}
	return l, nil
}

// seen counts receipts: the status of a player carries the instant of the takeover's first painted frame. In a drill a screen that is
// dark by its hours stays so, and none is waited for from it.
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
		if painted.IsZero() && t.Drill && l.closed(place) {
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

// closed says whether a screen is dark by its hours.
func (l lookRound) closed(p content.Place) bool {
	if p.Open.Always() {
		return false
	}
	z := l.zones[p.Zone]
	if z == nil {
		z = zone(p.Zone)
		l.zones[p.Zone] = z
	}
	return p.Closed(l.now, z)
}

// fleetAt is every screen as of a change.
type fleetAt struct {
	change  int64
	screens []content.Screen
}

// allScreens is every screen, read again only after a change: receipts are asked for every other second. It must not be changed.
func (s *Studio) allScreens(ctx context.Context) ([]content.Screen, error) {
	number, err := s.Store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	if known := s.fleet.Load(); known != nil && known.change == number {
		return known.screens, nil
	}
	screens, err := s.Store.AllScreens(ctx)
	if err == nil {
		s.fleet.Store(&fleetAt{number, screens})
	}
	return screens, err
}

// paintedSince is when the first of a screen's players painted the takeover that it reports; zero where none did since then.
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

// takeoverSeen is the receipts alone, asked again and again while it is on.
func (s *Studio) takeoverSeen(c *fiber.Ctx) error {
	t, err := s.Store.Takeover(c.UserContext(), param(c, "id"))
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
	return s.part(c, "seen", v)
}

func (s *Studio) takeoverShow(c *fiber.Ctx) error {
	t, err := s.Store.Takeover(c.UserContext(), param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.takeoverView(c, t)
	if err != nil {
		return err
	}
	return s.show(c, "takeover", text{Vi: t.Title}, v)
}

func (s *Studio) takeoverRefuse(c *fiber.Ctx, t content.Takeover, fault error) error {
	v, err := s.takeoverView(c, t)
	if err != nil {
		return err
	}
	return s.refuse(c, fault, "takeover", text{Vi: t.Title}, v)
}

func (s *Studio) takeoverView(c *fiber.Ctx, t content.Takeover) (v takeoverView, err error) {
	ctx := c.UserContext()
	v = takeoverView{Form: s.takeoverForm(t), OwnWork: t.Author == signin.From(c).ID, Editable: t.State != content.Approved}
	looked, err := s.lookRound(ctx)
	if err != nil {
		return v, err
	}
	v.takeoverRow = s.takeoverRow(t, looked)
	if v.Alone, err = s.alone(ctx, s.Store.Reader); err != nil {
		return v, err
	}
	v.Author, v.ApprovedBy, v.ConfirmBy = s.nameOf(ctx, t.Author), s.nameOf(ctx, t.Approval.By), s.nameOf(ctx, t.By)
	if v.Previews, err = s.drawTakeover(c, t); err != nil {
		return v, err
	}
	changes, err := s.Store.ChangesOf(ctx, "takeover", t.ID, 0, pastActs)
	for _, one := range changes {
		what, ok := takeoverVerbs[one.Verb]
		if !ok {
			what = verbs[one.Verb]
		}
		v.History = append(v.History, act{when(one.At), s.nameOf(ctx, one.Who), what})
	}
	v.History = slices.Clip(v.History)
	return v, err
}

var takeoverVerbs = map[string]text{
	"put_on": {"phát", "put on"}, "confirm": {"xác nhận còn hiệu lực", "said that it still holds"}, "end": {"dừng", "ended"},
}

// Silent is how many of its screens are not connected, or are ruled by another takeover.
func (s seen) Silent() int { return s.All - s.Here - s.Dark }

// Badge is the colour of its gravity: a badge's class.
func (r takeoverRow) Badge() string {
	switch r.Gravity {
	case content.Danger:
		return "taken_off"
	case content.Warning:
		return "submitted"
	}
	return ""
}
