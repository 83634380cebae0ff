package api

import (
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
	"ngatu/server/fleet"
)

// Screens on a page of the list.
const (
	screensAPage    = 100
	maxScreensAPage = 1000
)

// screenState is how a screen is, as programs read it. Instants are RFC 3339.
type screenState struct {
	Screen   string      `json:"screen" doc:"Its code"`
	Name     string      `json:"name" doc:"Its name"`
	Area     string      `json:"area,omitempty" doc:"Where it stands, as period/code"`
	Stands   bool        `json:"stands" doc:"It stands somewhere now"`
	State    fleet.State `json:"state" doc:"How it is"`
	Since    time.Time   `json:"since,omitzero" doc:"Connected since, or last heard from, also before a restart of the server"`
	Enrolled time.Time   `json:"enrolled,omitzero" doc:"When it got the credential that is good now"`
	Takeover string      `json:"takeover,omitempty" doc:"ID of the takeover that rules its place, whoever can show it"`

	Press      string    `json:"press,omitempty" doc:"Which of its presses that is: it may be on in several areas"`
	PressArea  string    `json:"press_area,omitempty" doc:"Area for which that was put on, as period/code; none: all that it was prepared for"`
	PressUntil time.Time `json:"press_until,omitzero" doc:"When that ends, as far as is known now"`
}

// screenStates is a page of screens, with how many of all that were asked for are in each state.
type screenStates struct {
	At      time.Time           `json:"at" doc:"The moment that all of the answer is of"`
	Counts  map[fleet.State]int `json:"counts" doc:"Screens by state, every state apart and named, whichever was asked for; who stands nowhere counts in none"`
	Screens []screenState       `json:"screens" doc:"By code"`
	Next    string              `json:"next,omitempty" doc:"What to send as after for the next page; none: this was the last"`
}

// question is which screens a program asks for.
type question struct {
	State fleet.State `query:"state" doc:"Only those that are so"`
	Area  string      `query:"area" doc:"An area and what lies below it, as period/code" example:"2025-07/00004"`
	After string      `query:"after" doc:"Code after which the page begins" example:"NGATU-05"`
	Most  int         `query:"limit" minimum:"1" maximum:"1000" doc:"How many screens a page has; left out: 100"`
}

func questionOf(c *fiber.Ctx) (q question, err error) {
	q = question{State: fleet.State(text(c.Query("state"))), Area: text(c.Query("area")), After: text(c.Query("after")), Most: screensAPage}
	if q.State != "" && !slices.Contains(fleet.States, q.State) {
		return q, invalid(
			"“state” là một trong on, overridden, closed, silent, joining, never_enrolled.",
			"“state” is one of on, overridden, closed, silent, joining, never_enrolled.")
	}
	if key, err := area.ParseKey(q.Area); q.Area != "" && (err != nil || key.IsZero()) {
		return q, invalid("“area” ghi dạng 2025-07/00004.", "“area” is written as 2025-07/00004.")
	}
	if limit := text(c.Query("limit")); limit != "" {
		q.Most, err = strconv.Atoi(limit)
		if err != nil || q.Most < 1 || q.Most > maxScreensAPage {
			return q, invalid("“limit” là một số từ 1 đến 1000.", "“limit” is a number from 1 to 1000.")
		}
	}
	return q, nil
}

// screens answers how screens are: those within the mandates of the token's maker, and within the
// area that is asked for.
func (a *API) screens(c *fiber.Ctx) error {
	q, err := questionOf(c)
	if err != nil {
		return err
	}
	sees, err := a.SignIn.Sees(c.UserContext(), tokenOf(c).By, q.Area)
	if err != nil {
		return err
	}
	view, err := a.Fleet(c.UserContext())
	if err != nil {
		return err
	}
	all := slices.DeleteFunc(view.All(), func(s fleet.Status) bool { return !sees(s.Place.Area) })
	return c.JSON(q.page(view.At(), all))
}

// page is the part of a list by code that a question asks for.
func (q question) page(at time.Time, all []fleet.Status) screenStates {
	out := screenStates{At: at, Counts: fleet.Count(all), Screens: []screenState{}}
	for _, s := range all {
		if s.Screen.Code <= q.After || q.State != "" && s.State != q.State {
			continue
		}
		if len(out.Screens) == q.Most {
			out.Next = out.Screens[q.Most-1].Screen
			break
		}
		out.Screens = append(out.Screens, screenState{
			s.Screen.Code, s.Screen.Name, s.Place.Area, s.Stands, s.State, s.Since, s.Enrolled,
			s.Ruled.Takeover, s.Ruled.Press, s.Ruled.Area, s.Ruled.Until,
		})
	}
	return out
}
