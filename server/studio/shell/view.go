package shell

import (
	"fmt"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// view is what every page is filled with.
type view struct {
	Here     string // name of the page, for the mark in the navigation
	Title    Text
	Person   *signin.Person // nil: nobody is signed in
	CSRF     string
	Back     string             // the page itself, to come back to after its language was switched
	Link     string             // as others open it
	Done     *Text              // what was done just now
	Fault    *content.Error     // what went wrong
	Faults   []FaultLine        // with a form: all of it, at the fields
	Troubles []error            // what is wrong with the server
	Held     bool               // its data were set back, and a person has to look
	Free     []content.Takeover // an admin: takeovers whose words passed no gate and that nobody has reviewed
	Waits    int                // things that wait for the person's approval
	Body     any
}

// About is a body that is about certain things: its page offers what may be done to all of them.
type About interface{ About() []mandate.Subject }

// May says whether the person may do it to what the page is about, or to anything at all where it
// is about nothing.
func (v view) May(act signin.Act) (bool, error) {
	if !act.Known() {
		return false, fmt.Errorf("studio: there is no act %q", act)
	}
	if body, ok := v.Body.(About); ok && len(body.About()) > 0 {
		return !slices.ContainsFunc(body.About(), func(one mandate.Subject) bool { return !v.Person.May(act, one) }), nil
	}
	return v.Person.Somewhere(act), nil
}

// Nav is where the navigation leads, as far as it concerns the person.
func (v view) Nav() (out []navItem) {
	for _, one := range navigation {
		if v.Person.Somewhere(one.Act) {
			one.Current = one.holds(v.Here)
			if one.Path == PathSubmissions {
				one.Count = v.Waits
			}
			out = append(out, one)
		}
	}
	return out
}

// view is a page as far as every page has it.
func (s *Shell) view(c *fiber.Ctx, p Page, body any) (v view, err error) {
	v = view{Here: p.Name, Title: p.Title, Person: signin.From(c), Body: body, Back: fromPage(c), Link: s.Edge.Base(c) + whole(c.Path())}
	if c.Method() == fiber.MethodGet {
		v.Back = ownPath(whole(c.OriginalURL()))
	}
	if v.Person != nil {
		v.CSRF, v.Troubles = v.Person.CSRF, s.Trouble()
		if _, v.Held, err = s.Store.Held(c.UserContext()); err == nil && v.Person.Somewhere(signin.Accounts) {
			v.Free, err = s.Store.UnreviewedTakeovers(c.UserContext())
		}
		if err == nil {
			v.Waits, err = s.Approvals(c.UserContext(), v.Person)
		}
		if store.Silent(err) { // a page of what is in memory says so above
			err = nil
		}
	}
	return v, err
}
