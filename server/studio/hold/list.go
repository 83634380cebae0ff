package hold

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// mostOver is how many holds that are over the list shows.
const mostOver = 50

// row is a hold as lists show it.
type row struct {
	content.Hold
	Name  shell.Text // what is held
	Where shell.Text // empty: everywhere
	By    shell.Text
	On    bool
	Over  bool
	Since time.Time
}

type listView struct {
	care.Whose
	On   []row
	Soon []row
	Over []row
}

// List shows what is held, what will be, and what was.
func (s *Holds) List(c *fiber.Ctx) error {
	ctx := c.UserContext()
	now := s.Now()
	all, err := s.Store.HoldsLeft(ctx, now)
	if err != nil {
		return err
	}
	newest, err := s.Store.Holds(ctx)
	if err != nil {
		return err
	}
	for _, h := range newest {
		if h.Over(now) {
			all = append(all, h)
		}
	}
	v := listView{Whose: care.WhoseOf(c)}
	for _, h := range all {
		of, err := signin.HoldSubject(ctx, s.Store.Reader, h)
		if err != nil {
			return err
		}
		if !v.Has(of) && (h.Area != "" || h.Over(now)) {
			continue // what is held everywhere is held in everybody's care
		}
		switch {
		case h.On(now):
			v.On = append(v.On, s.row(ctx, h))
		case !h.Over(now):
			v.Soon = append(v.Soon, s.row(ctx, h))
		case len(v.Over) < mostOver:
			v.Over = append(v.Over, s.row(ctx, h))
		}
	}
	return s.Page(c, pageList, v)
}

func (s *Holds) row(ctx context.Context, h content.Hold) row {
	r := row{Hold: h, Name: s.name(ctx, h), By: s.NameOf(ctx, h.By), On: h.On(s.Now()), Over: h.Over(s.Now()), Since: h.Begins()}
	if h.Area != "" {
		r.Where = s.AreaName(h.Area)
	}
	return r
}

// scopes name what a hold keeps off.
var scopes = map[content.Scope]shell.Text{
	content.HoldNotSober: shell.Say("Quốc tang: chỉ chiếu các tấm trang nghiêm", "National mourning: sober slides only"),
	content.HoldInstalls: shell.Say("Tạm ngừng mời cài app", "Install slides rest"),
}

// name says what a hold keeps off: of one slide its title.
func (s *Holds) name(ctx context.Context, h content.Hold) shell.Text {
	if h.Scope != content.HoldSlide {
		return scopes[h.Scope]
	}
	slide, err := s.Store.Slide(ctx, h.Slide)
	if err != nil { // it was deleted
		return shell.Say("Một tấm đã xóa", "A slide that is gone")
	}
	return shell.Same(slide.Title)
}

// EndedAt is when a hold that is over came to its end.
func (r row) EndedAt() time.Time {
	if !r.Hold.Ended.IsZero() {
		return r.Hold.Ended.At
	}
	return r.Span.Until
}
