// Package home is the room that people come into: what waits for them, what is on now, screens in
// trouble, figures that grow old, what ends next; on an empty installation the first tasks.
//
// It owns the choice and order of these. What each is, its own room says: every line is a link.
package home

import (
	"context"
	"embed"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/server/air"
	"ngatu/server/air/answer"
	"ngatu/server/fleet"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "home", Title: shell.Say("Trang đầu", "Home")}

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "home", Files: files, Pages: []shell.Page{page}, Parts: []string{"lines"}}

// Options are the parts that the page looks at.
type Options struct {
	Air   *air.Air
	Fleet *fleet.Fleet
	Inbox func(context.Context) (bool, error) // whether files in the inbox need a look

	ToApprove func(context.Context, *signin.Person) ([]Waits, error) // what awaits a person's approval
	Kept      func(context.Context, *signin.Person) ([]Kept, error)  // drafts that a person had a part in, but for slides, and sends again or not
}

// Waits is what was sent to the approver together.
type Waits struct {
	Title shell.Text // of the first of it
	More  int        // others beside that
	By    shell.Text // who sent it
	At    string     // its page
}

// Kept is a draft that its authors have.
type Kept struct {
	Title shell.Text
	Kind  shell.Text
	Why   string // it was given back; "": it was not
	At    string // its page
}

// Home answers for the page.
type Home struct {
	*shell.Shell
	Options
}

// New answers within a shell that has the room.
func New(s *shell.Shell, o Options) *Home { return &Home{s, o} }

// mostLines is how many lines each list has.
const mostLines = 8

// line is something on the page, with where it leads.
type line struct {
	Name  shell.Text
	About shell.Text // beside it
	At    string
	Bad   bool
}

// view is the page.
type view struct {
	care.Whose
	Tasks    []task // none: all are done
	Waits    []line
	Shown    []shown
	Screens  int // that show something now
	Troubles []line
	Silent   int // screens in trouble, all of them
	Old      []line
	Ends     []line
}

// look is what the page is built from: all of it is of one moment.
type look struct {
	*Home
	ctx    context.Context
	person *signin.Person
	now    time.Time
	on     *answer.Snapshot
	fleet  *fleet.View
}

// Show is the page.
func (s *Home) Show(c *fiber.Ctx) error {
	l := look{Home: s, ctx: c.UserContext(), person: signin.From(c), now: s.Now()}
	v := view{Whose: care.WhoseOf(c)}
	var err error
	if l.on, err = s.Air.Snapshot(l.ctx); err != nil {
		return err
	}
	if l.fleet, err = s.Fleet.Look(l.ctx); err != nil {
		return err
	}
	for _, fill := range []func(*view) error{l.shown, l.tasks, l.waits, l.troubles, l.old, l.ends} {
		if err := fill(&v); err != nil {
			return err
		}
	}
	return s.Page(c, page, v)
}
