package screen

import (
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/fleet"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// perPage is how many screens a page of the list has.
const perPage = 100

type listView struct {
	care.Whose
	Rows   []row
	Next   string  // query of the next page; "": this is the last
	Counts []count // of all screens of the list, by state
	Watch  int     // of this page, that report something that somebody should look at
	Code   string  // of an enrolment, as it was typed
}

// count is how many screens are in a state.
type count struct {
	Light light
	Many  int
}

type row struct {
	content.Screen
	Place content.Place
	Light light
	Heard time.Time // last; zero: never, or nothing is known of it
	Shows string    // ID of the slide on the glass, as the player says
	Facts []fact    // what a connected screen reports of itself
	Said  []fact    // what a silent one reported last
}

// Bad says that somebody should look at what the screen reports.
func (r row) Bad() bool {
	return slices.ContainsFunc(r.Facts, func(f fact) bool { return f.Bad })
}

// light is the one state of a screen.
type light struct {
	Key  fleet.State
	Name shell.Text
}

// Silent says that the screen is enrolled and no player of it is here.
func (l light) Silent() bool { return l.Key == fleet.Silent }

// New says that the screen waits to be enrolled.
func (l light) New() bool { return l.Key == fleet.NeverEnrolled }

var stateNames = map[fleet.State]shell.Text{
	fleet.On:            shell.Say("Đang chiếu", "On"),
	fleet.Overridden:    shell.Say("Đang chiếu thông báo khẩn", "Shows a takeover"),
	fleet.Closed:        shell.Say("Tắt theo giờ", "Closed by its hours"),
	fleet.Silent:        shell.Say("Mất liên lạc", "Silent"),
	fleet.Joining:       shell.Say("Vừa ghép, đang chờ nối", "Just enrolled, about to connect"),
	fleet.NeverEnrolled: shell.Say("Chưa ghép", "Not enrolled"),
}

func (s *Screens) List(c *fiber.Ctx) error {
	v, err := s.listView(c)
	if err != nil {
		return err
	}
	return s.Page(c, pageList, v)
}

func (s *Screens) listView(c *fiber.Ctx) (listView, error) {
	v := listView{Whose: care.WhoseOf(c)}
	now, err := s.Fleet.Look(c.UserContext())
	if err != nil {
		return v, err
	}
	many, after := map[fleet.State]int{}, shell.Query(c, "after")
	for _, status := range now.All() {
		one := status.Screen
		if !v.Has(mandate.OfPlace(status.Place)) {
			continue
		}
		if status.Stands {
			many[status.State]++
		}
		if one.Code <= after {
			continue
		}
		if len(v.Rows) == perPage {
			v.Next = v.Keep(url.Values{"after": {v.Rows[perPage-1].Code}})
			continue
		}
		row := rowOf(status)
		if row.Bad() {
			v.Watch++
		}
		v.Rows = append(v.Rows, row)
	}
	for _, state := range fleet.States {
		if many[state] > 0 || state == fleet.On || state == fleet.Silent {
			v.Counts = append(v.Counts, count{light{state, stateNames[state]}, many[state]})
		}
	}
	return v, nil
}

// rowOf is a screen as lists show it.
func rowOf(s fleet.Status) row {
	r := row{Screen: s.Screen, Place: s.Place, Light: light{s.State, stateNames[s.State]}}
	switch {
	case s.Here != nil:
		r.Heard, r.Facts = s.Here.Heard, factsOf(*s.Here)
		if s.Here.Status != nil {
			r.Shows = s.Here.Status.Slide
		}
	case s.State == fleet.Silent && s.Since.After(s.Enrolled):
		r.Heard = s.Since
		r.Said = saidFacts(s.Said)
	}
	return r
}
