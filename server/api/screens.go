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
	Screen   string      `json:"screen"`
	Name     string      `json:"name"`
	Area     string      `json:"area,omitempty"` // "period/code" of where it stands
	Stands   bool        `json:"stands"`         // it stands somewhere now
	State    fleet.State `json:"state"`
	Since    time.Time   `json:"since,omitzero"`     // connected since, or silent since
	Enrolled time.Time   `json:"enrolled,omitzero"`  // when it got the credential that is good now
	Takeover string      `json:"takeover,omitempty"` // ID of the one that rules its place, whoever can show it
}

// screenStates is a page of screens, with how many of all that were asked for are in each state.
type screenStates struct {
	At      time.Time           `json:"at"`
	Counts  map[fleet.State]int `json:"counts"` // of those that stand somewhere; every state is named
	Screens []screenState       `json:"screens"`
	Next    string              `json:"next,omitempty"` // code to send as "after" for the next page
}

// question is which screens a program asks for.
type question struct {
	state fleet.State // "": all
	area  string      // "period/code": there and below; "": everywhere
	after string      // code after which the page begins
	most  int
}

func questionOf(c *fiber.Ctx) (q question, err error) {
	q = question{state: fleet.State(text(c.Query("state"))), area: text(c.Query("area")), after: text(c.Query("after")), most: screensAPage}
	if q.state != "" && !slices.Contains(fleet.States, q.state) {
		return q, invalid(
			"“state” là một trong on, overridden, closed, silent, joining, never_enrolled.",
			"“state” is one of on, overridden, closed, silent, joining, never_enrolled.")
	}
	if key, err := area.ParseKey(q.area); q.area != "" && (err != nil || key.IsZero()) {
		return q, invalid("“area” ghi dạng 2025-07/00004.", "“area” is written as 2025-07/00004.")
	}
	if limit := text(c.Query("limit")); limit != "" {
		q.most, err = strconv.Atoi(limit)
		if err != nil || q.most < 1 || q.most > maxScreensAPage {
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
	sees, err := a.SignIn.Sees(c.UserContext(), tokenOf(c).By, q.area)
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
		if s.Screen.Code <= q.after || q.state != "" && s.State != q.state {
			continue
		}
		if len(out.Screens) == q.most {
			out.Next = out.Screens[q.most-1].Screen
			break
		}
		out.Screens = append(out.Screens, screenState{
			s.Screen.Code, s.Screen.Name, s.Place.Area, s.Stands, s.State, s.Since, s.Enrolled, s.Takeover,
		})
	}
	return out
}
