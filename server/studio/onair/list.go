package onair

import (
	"context"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// listView is the page of all screens at an instant: a day as a strip for each.
type listView struct {
	asked
	care.Whose
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
	v, err := s.listView(c, a)
	if err != nil {
		return err
	}
	if fault != nil {
		return s.Refuse(c, fault, pageList, v)
	}
	return s.Page(c, pageList, v)
}

func (s *OnAir) listView(c *fiber.Ctx, a asked) (v listView, err error) {
	ctx, after := c.UserContext(), shell.Query(c, "after")
	v = listView{asked: a, Whose: care.WhoseOf(c), Past: a.on.Past(a.At)}
	all := a.on.Screens()
	v.Screens = all[:min(len(all), mostScreens)]
	var rows []content.Screen
	for _, one := range all {
		if place, _ := one.PlaceAt(a.At); one.Code > after && v.Has(mandate.OfPlace(place)) {
			rows = append(rows, one)
		}
	}
	if len(rows) > screensPerPage {
		rows = rows[:screensPerPage]
		v.Next = v.Path(a.At) + "&after=" + url.QueryEscape(rows[screensPerPage-1].Code)
	}
	names := namesOf(answer.Campaigns(a.on))
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

// Path is the list at another instant.
func (v listView) Path(at time.Time) string {
	to := v.asked.Path(at)
	if v.All {
		to += "&whose=all"
	}
	return to
}

// Moved is the list so many minutes later.
func (v listView) Moved(minutes int) string {
	return v.Path(v.At.Add(time.Duration(minutes) * time.Minute))
}

func (s *OnAir) line(ctx context.Context, a asked, screen content.Screen, colours *palette) (out line, err error) {
	a.Screen = screen.Code
	out = line{Screen: screen, Leads: a.Path(a.At)}
	if out.On, err = a.on.On(ctx, screen.Code, a.At); err != nil {
		return out, err
	}
	day, err := a.on.Timeline(ctx, screen.Code, a.Begins(), midnight(a.At, 1))
	if store.Silent(err) { // of the day as much as is to come
		day, err = a.on.Timeline(ctx, screen.Code, s.Now().Truncate(time.Second), midnight(a.At, 1))
	}
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
		out.Shows = s.pressTitle(ctx, a.on, out.On)
	case out.Slide == "":
		out.Shows = conditions["safe"]
	default:
		out.Shows = s.titleOf(ctx, a.on, out.Slide)
	}
	return out, nil
}
