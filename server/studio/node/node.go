// Package node is the room of the servers that run an installation: one, or several nodes, and the
// database that they share.
//
// It owns one page, for who keeps them running. It must not change anything.
package node

import (
	"embed"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

//go:embed *.html *.css
var files embed.FS

var page = shell.Page{Name: "nodes", Title: shell.Say("Máy chủ", "Servers")}

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "node", Files: files, Pages: []shell.Page{page}}

// Nodes answers for the servers.
type Nodes struct {
	*shell.Shell
	fleet *fleet.Fleet
}

// New answers within a shell that has the room.
func New(s *shell.Shell, f *fleet.Fleet) *Nodes { return &Nodes{s, f} }

// view is the page.
type view struct {
	Rows      []row // none: one server has the database alone
	Here      int   // nodes
	Gone      []row
	Connected int // screens
	Enrolled  int
	Database  store.Server
	Troubles  []*store.Trouble
}

// Version is that of PostgreSQL, without how its packager calls it.
func (v view) Version() string {
	version, _, _ := strings.Cut(v.Database.Version, " ")
	return version
}

// row is a node.
type row struct{ store.ListedNode }

// Ago is how long ago it was heard, in seconds; 0 is now.
func (r row) Ago() int { return int(r.Quiet.Round(time.Second) / time.Second) }

// Show shows which servers run, and how the database is kept.
func (s *Nodes) Show(c *fiber.Ctx) (err error) {
	ctx, v := c.UserContext(), view{}
	all, err := s.Store.Nodes.List(ctx)
	if err != nil {
		return err
	}
	var here []store.Node
	for _, one := range all {
		n := row{one}
		v.Rows = append(v.Rows, n)
		if n.Gone {
			v.Gone = append(v.Gone, n)
		} else {
			here = append(here, n.Node)
		}
	}
	v.Here = len(here)
	if v.Database, err = s.Store.Nodes.Database(ctx); err != nil {
		return err
	}
	v.Troubles = []*store.Trouble{store.Lacking(here)}
	if v.Database.Version != "" {
		v.Troubles = append(v.Troubles, v.Database.Second(), v.Database.Kept(), v.Database.Room(len(here)))
	}
	v.Troubles = slices.DeleteFunc(v.Troubles, func(t *store.Trouble) bool { return t == nil })
	slices.SortStableFunc(v.Troubles, func(a, b *store.Trouble) int {
		switch {
		case a.Grave == b.Grave:
			return 0
		case a.Grave:
			return -1
		}
		return 1
	})
	look, err := s.fleet.Look(ctx)
	if err != nil {
		return err
	}
	for _, one := range look.All() {
		if one.Here != nil {
			v.Connected++
		}
		if one.Here != nil || one.State != fleet.NeverEnrolled {
			v.Enrolled++
		}
	}
	return s.Page(c, page, v)
}
