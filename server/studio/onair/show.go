package onair

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// Bounds of a page.
const (
	mostScreens    = 200 // to pick from
	mostRows       = 200 // of a day as a table
	mostCommands   = 100 // of a screen, in which photographs are looked for
	daysOfAWeek    = 7
	screensPerPage = 20
)

// screenView is the page of a screen at an instant.
type screenView struct {
	moment
	Title    string
	Screens  []content.Screen
	Strip    strip
	Reported *strip  // what is reported of the day; nil: it is to come
	Grid     []strip // the days of the week; none: not asked for
	Legend   []swatch
	Rows     []row
	Cut      bool // there are more rows
	Photos   []photo
}

// row is a stretch of the day in words.
type row struct {
	From, Until string
	What        shell.Text // zero: the campaigns
	Shares      []named
	First       bool
}

type named struct {
	Name string
	share
}

// photo is a picture that was taken of the glass that day.
type photo struct {
	ID string
	At string
}

// Show is a screen at an instant; without a screen, all of them.
func (s *OnAir) Show(c *fiber.Ctx) error {
	a, err := s.asks(c)
	if a.Screen == "" || content.CodeOf(err) == content.NotFound {
		return s.list(c, a, err)
	}
	v, failed := s.screenView(c.UserContext(), a)
	if failed != nil {
		return failed
	}
	page := pageScreen.Titled(shell.Textf("%s: đang chiếu gì", "%s: what is on", a.Screen))
	if err != nil {
		return s.Refuse(c, err, page, v)
	}
	return s.Page(c, page, v)
}

// Moment is the part of the page that follows when the time is moved.
func (s *OnAir) Moment(c *fiber.Ctx) error {
	a, err := s.asks(c)
	if err != nil {
		return err
	}
	m, err := s.momentOf(c.UserContext(), a)
	if err != nil {
		return err
	}
	c.Set("HX-Replace-Url", a.Path(a.At))
	return s.Part(c, "moment", m)
}

// Picture is what is on the glass.
func (s *OnAir) Picture(c *fiber.Ctx) error {
	a, err := s.asks(c)
	if err != nil {
		return err
	}
	screen, err := s.Store.Screen(c.UserContext(), a.Screen)
	if err != nil {
		return err
	}
	p, err := s.pictures.Glass(c.UserContext(), screen, a.At)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, p.Type)
	return c.Send(p.Bytes)
}

func (s *OnAir) screenView(ctx context.Context, a asked) (v screenView, err error) {
	if v.moment, err = s.momentOf(ctx, a); err != nil {
		return v, err
	}
	screen, err := s.Store.Screen(ctx, a.Screen)
	if err != nil {
		return v, err
	}
	v.Title = screen.Name
	if v.Screens, err = s.Store.Screens(ctx, "", mostScreens); err != nil {
		return v, err
	}
	names, err := s.campaigns(ctx)
	if err != nil {
		return v, err
	}
	colours := newPalette(names)
	from, until := a.Begins(), midnight(a.At, 1)
	line, err := a.on.Timeline(ctx, a.Screen, from, until)
	if err != nil {
		return v, err
	}
	v.Strip = colours.planned(line, from, until)
	v.Strip.Mark, v.Strip.Label = a.Second(), shell.Say("Kế hoạch", "Planned")
	v.fillRows(line, from, colours)
	if v.Reported, err = s.reported(ctx, screen, from, until); err != nil {
		return v, err
	}
	if a.Week {
		if v.Grid, err = s.grid(ctx, a, colours); err != nil {
			return v, err
		}
	}
	v.Legend = colours.Keys
	v.Photos, err = s.photos(ctx, a.Screen, from, until)
	return v, err
}

// grid is the week of the instant, a strip a day from Monday.
func (s *OnAir) grid(ctx context.Context, a asked, colours *palette) (out []strip, err error) {
	back := (int(a.At.Weekday()) + 6) % daysOfAWeek
	for i := range daysOfAWeek {
		from, until := midnight(a.At, i-back), midnight(a.At, i-back+1)
		line, err := a.on.Timeline(ctx, a.Screen, from, until)
		if err != nil {
			return nil, err
		}
		one := colours.planned(line, from, until)
		one.Label = shell.Textf("%s %s", "%s %s", weekdays[i], from.Format("02/01"))
		one.At = a.Path(from.Add(a.At.Sub(a.Begins())))
		if i == back {
			one.Mark = a.Second()
		}
		out = append(out, one)
	}
	return out, nil
}

var weekdays = [daysOfAWeek]shell.Text{
	shell.Say("T2", "Mon"), shell.Say("T3", "Tue"), shell.Say("T4", "Wed"), shell.Say("T5", "Thu"), shell.Say("T6", "Fri"), shell.Say("T7", "Sat"), shell.Say("CN", "Sun"),
}

// reported is what the screen reports of a day, up to now; nil of one that is to come.
func (s *OnAir) reported(ctx context.Context, screen content.Screen, from, until time.Time) (*strip, error) {
	now, end := s.Now(), until
	if !from.Before(now) {
		return nil, nil
	}
	if end.After(now) {
		end = now
	}
	r, err := s.proof.Plays(ctx, screen, from, end, now)
	if err != nil {
		return nil, err
	}
	out := bandsOf(r.Gaps, from, end, seconds(until.Sub(from)))
	out.Label = shell.Say("Đã báo", "Reported")
	return &out, nil
}

// fillRows writes the day as a table: those who cannot see the strip read it there.
func (v *screenView) fillRows(line []answer.Stretch, from time.Time, colours *palette) {
	for _, s := range line {
		if len(v.Rows) == mostRows {
			v.Cut = true
			return
		}
		one := row{From: clock(s.From, from), Until: clock(s.Until, from), What: conditions[condition(s)], First: s.Exclusive}
		if condition(s) == "" {
			for _, part := range sharesOf(s) {
				one.Shares = append(one.Shares, named{colours.name(part.Campaign), part})
			}
		}
		v.Rows = append(v.Rows, one)
	}
}

// photos are those that were taken of the glass in a day and are kept.
func (s *OnAir) photos(ctx context.Context, screen string, from, until time.Time) (out []photo, err error) {
	all, err := s.Store.Commands(ctx, screen, mostCommands)
	for _, one := range all {
		if one.Kind == protocol.Screenshot && one.Type != "" && one.Failed == "" && !one.Answered.Before(from) && one.Answered.Before(until) {
			out = append(out, photo{one.ID, one.Answered.In(from.Location()).Format(timeForm)})
		}
	}
	return out, err
}
