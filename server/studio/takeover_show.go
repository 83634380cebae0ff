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
	var v takeoversView
	for _, t := range all {
		row, err := s.takeoverRow(ctx, t)
		if err != nil {
			return err
		}
		if row.On {
			v.On = append(v.On, row)
		} else {
			v.Rest = append(v.Rest, row)
		}
	}
	return s.show(c, "takeovers", titleTakeovers, v)
}

func (s *Studio) takeoverRow(ctx context.Context, t content.Takeover) (takeoverRow, error) {
	row := takeoverRow{Takeover: t, On: t.On(s.Now()), Until: t.Until()}
	for _, g := range gravities {
		if g.Gravity == t.Gravity {
			row.Name = g.Name
		}
	}
	for _, target := range t.Targets {
		row.Where = s.areaName(target.Area)
	}
	var err error
	row.Seen, err = s.seenOn(ctx, t)
	return row, err
}

// seenOn counts receipts: the status of a player carries the instant of the takeover's first painted frame.
func (s *Studio) seenOn(ctx context.Context, t content.Takeover) (seen, error) {
	now := s.Now()
	out := seen{ID: t.ID, On: t.On(now)}
	screens, err := s.Store.AllScreens(ctx)
	if err != nil {
		return out, err
	}
	all, err := s.Store.TakeoversOn(ctx)
	if err != nil {
		return out, err
	}
	here := map[string][]hub.Presence{}
	if out.On {
		for _, p := range s.Present() {
			here[p.Screen] = append(here[p.Screen], p)
		}
	}
	for _, one := range screens {
		place, stands := one.PlaceAt(now)
		if !stands || !t.Reaches(place) {
			continue
		}
		out.All++
		if rules, ok := content.TakeoverAt(all, place, now); !ok || rules.ID != t.ID || len(here[one.Code]) == 0 {
			continue
		}
		out.Here++
		if painted := paintedSince(here[one.Code], t.Begun); !painted.IsZero() {
			out.Shown++
			out.Latest = max(out.Latest, painted.Sub(t.Confirmed))
		}
	}
	return out, nil
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
	v, err := s.seenOn(c.UserContext(), t)
	if err != nil {
		return err
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
	if v.takeoverRow, err = s.takeoverRow(ctx, t); err != nil {
		return v, err
	}
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
func (s seen) Silent() int { return s.All - s.Here }
