package shell

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"sync/atomic"
	"time"

	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/edge"
	"ngatu/server/signin"
)

//go:embed *.html script style vendor
var files embed.FS

// Options are the parts that every page needs.
type Options struct {
	Store   *store.Store
	SignIn  *signin.Signin
	Areas   *area.Set
	Edge    *edge.Edge       // whose address a request has
	Now     func() time.Time // the server's time
	Trouble func() []error   // what is wrong with the server, each a [content.Error]
	Dev     string           // a checkout to read templates, style and scripts from at each request; "": the binary's own
	Log     *slog.Logger
}

// Shell answers with pages. Rooms embed it.
type Shell struct {
	Options
	rooms []Room
	built *built
	kept  *kept // nil: this server has its database alone
	fleet atomic.Pointer[fleetAt]

	Approvals func(context.Context, *signin.Person) (int, error) // how much waits for a person's approval
}

// Room is what a package of pages hands over.
type Room struct {
	Name  string // of its folder below server/studio
	Files fs.FS  // its templates <name>.html, and style.css where it has a style of its own
	Pages []Page
	Parts []string        // templates that pages share or that scripts fetch alone: <name>.html defines <name>
	Done  map[string]Text // what was done, by the key that an address carries after it
}

// Page is a page that a room has: <name>.html defines its "main".
type Page struct {
	Name  string
	Title Text
}

// Titled is the page under another title.
func (p Page) Titled(t Text) Page {
	p.Title = t
	return p
}

// The pages of the shell itself.
var (
	pageFailed = Page{"failed", Text{"Không thực hiện được", "That did not work"}}
	pageOnward = Page{"onward", Text{"Đang mở lại", "Going on"}}
)

// own is what the shell brings along. Its folder is listed first: the style of the others builds on
// its.
var own = Room{
	Name: "shell", Files: files, Pages: []Page{pageFailed, pageOnward, pageUnsaved},
	Parts: []string{"areas", "copy_link", "differences", "fault", "faults", "language", "lost", "nav", "preview", "take_off"}, Done: done,
}

// New makes a shell of rooms. It fails where a template is missing, is not declared or cannot be
// read.
func New(o Options, rooms ...Room) (*Shell, error) {
	s := &Shell{Options: o, rooms: append([]Room{own}, rooms...)}
	if o.Store != nil && o.Store.Nodes.Self() != "" {
		s.kept = &kept{nodes: o.Store.Nodes}
	}
	var err error
	s.built, err = build(s.rooms, o.Dev)
	return s, err
}

// parts are the templates and assets to answer with.
func (s *Shell) parts() (*built, error) {
	if s.Dev != "" {
		return build(s.rooms, s.Dev)
	}
	return s.built, nil
}
