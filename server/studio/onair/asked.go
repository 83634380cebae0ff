package onair

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// How browsers write a date and a time of day in a form.
const (
	dayForm  = "2006-01-02"
	timeForm = "15:04:05"
)

// asked is the screen and instant that a request is about.
type asked struct {
	Screen string
	At     time.Time // by the clock beside the screen
	Week   bool      // show the week as well
	Off    bool      // the person may take slides off
	on     *answer.Snapshot
}

// asks reads it: the present where no day is given. With an error it is the present.
func (s *OnAir) asks(c *fiber.Ctx) (a asked, err error) {
	a = asked{Screen: shell.Query(c, "screen"), Week: shell.Query(c, "view") == "week"}
	if a.on, err = s.air.Snapshot(c.UserContext()); err != nil {
		return a, err
	}
	if a.Screen != "" { // what a screen shows is held where it stands
		screen, err := s.Store.Screen(c.UserContext(), a.Screen)
		if err != nil && content.CodeOf(err) != content.NotFound && !store.Silent(err) {
			return a, err
		}
		place, _ := screen.PlaceAt(s.Now())
		a.Off = signin.From(c).May(signin.TakeOff, mandate.OfPlace(place))
	}
	written := strings.TrimSpace(shell.Query(c, "day") + " " + shell.Query(c, "time"))
	if day := shell.Query(c, "day"); day != "" && day == written {
		written += " 00:00"
	}
	a.At, err = a.on.Instant(a.Screen, written)
	return a, err
}

// Day and Time are the instant as a form has it.
func (a asked) Day() string { return a.At.Format(dayForm) }

// Time is the time of day.
func (a asked) Time() string { return a.At.Format(timeForm) }

// Second is how many seconds of the day are over.
func (a asked) Second() int { return a.At.Hour()*3600 + a.At.Minute()*60 + a.At.Second() }

// Begins is when the day does, by the clock beside the screen.
func (a asked) Begins() time.Time { return midnight(a.At, 0) }

// midnight is the beginning of the day so many days after that of an instant.
func midnight(at time.Time, days int) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, at.Location())
}

// Path is the page of the same screen at another instant.
func (a asked) Path(at time.Time) string {
	at = at.In(a.At.Location())
	q := url.Values{"day": {at.Format(dayForm)}, "time": {at.Format(timeForm)}}
	if a.Screen != "" {
		q.Set("screen", a.Screen)
	}
	if a.Week {
		q.Set("view", "week")
	}
	return shell.PathOnAir + "?" + q.Encode()
}

// Moved is the page so many minutes later.
func (a asked) Moved(minutes int) string {
	return a.Path(a.At.Add(time.Duration(minutes) * time.Minute))
}

// View is the page with or without the week.
func (a asked) View(week bool) string {
	a.Week = week
	return a.Path(a.At)
}
