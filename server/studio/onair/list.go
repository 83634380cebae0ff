package onair

import (
	"context"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// listView is the page of all screens at an instant: a day as a strip for each.
type listView struct {
	asked
	Past    bool
	Screens []content.Screen
	Lines   []line
	Legend  []swatch
	Next    string // code after which the next page begins; "": this is the last
}

// line is a screen with its day.
type line struct {
	content.Screen
	answer.On
	Shows shell.Text // at the instant
	Leads string
	Strip strip
}

// list answers with all screens; fault is what was wrong with the question.
func (s *OnAir) list(c *fiber.Ctx, a asked, fault error) error {
	v, err := s.listView(c.UserContext(), a, shell.Query(c, "after"))
	if err != nil {
		return err
	}
	if fault != nil {
		return s.Refuse(c, fault, pageList, v)
	}
	return s.Page(c, pageList, v)
}

func (s *OnAir) listView(ctx context.Context, a asked, after string) (v listView, err error) {
	v = listView{asked: a, Past: a.on.Past(a.At)}
	if v.Screens, err = s.Store.Screens(ctx, "", mostScreens); err != nil {
		return v, err
	}
	rows, err := s.Store.Screens(ctx, after, screensPerPage+1)
	if err != nil {
		return v, err
	}
	if len(rows) > screensPerPage {
		rows = rows[:screensPerPage]
		v.Next = a.Path(a.At) + "&after=" + url.QueryEscape(rows[screensPerPage-1].Code)
	}
	names, err := s.campaigns(ctx)
	if err != nil {
		return v, err
	}
	colours := newPalette(names)
	for _, screen := range rows {
		one, err := s.line(ctx, a, screen, colours)
		if err != nil {
			return v, err
		}
		v.Lines = append(v.Lines, one)
	}
	v.Legend = colours.Keys
	return v, nil
}

func (s *OnAir) line(ctx context.Context, a asked, screen content.Screen, colours *palette) (out line, err error) {
	a.Screen = screen.Code
	out = line{Screen: screen, Leads: a.Path(a.At)}
	if out.On, err = a.on.On(ctx, screen.Code, a.At); err != nil {
		return out, err
	}
	day, err := a.on.Timeline(ctx, screen.Code, a.Begins(), midnight(a.At, 1))
	if err != nil {
		return out, err
	}
	out.Strip = colours.planned(day, a.Begins(), midnight(a.At, 1))
	out.Strip.Mark = a.Second()
	switch {
	case !out.Stands:
		out.Shows = conditions["away"]
	case out.On.Closed:
		out.Shows = conditions["closed"]
	case out.Takeover != "":
		out.Shows = s.TakeoverTitle(ctx, out.Takeover)
	case out.Slide == "":
		out.Shows = conditions["safe"]
	default:
		out.Shows = s.SlideTitle(ctx, out.Slide)
	}
	return out, nil
}
