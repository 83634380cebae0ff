// Package find is the room of one field that finds slides, campaigns, takeovers, screens and people
// by words without tone marks, and of the keys that lead through the studio.
//
// It owns what is looked in and the order of what is found. It must not show more than lists do:
// people only to those who see the list of staff.
package find

import (
	"embed"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

var (
	page     = shell.Page{Name: "find", Title: shell.Say("Tìm", "Search")}
	pageKeys = shell.Page{Name: "keys", Title: shell.Say("Phím tắt", "Keys")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "find", Files: files, Pages: []shell.Page{page, pageKeys}, Parts: []string{"found", "key_list"},
}

// Find answers for the field.
type Find struct {
	*shell.Shell
	index atomic.Pointer[index]
}

// New answers within a shell that has the room.
func New(s *shell.Shell) *Find { return &Find{Shell: s} }

// mostFound is how many things of a kind are listed; how many more there are is said.
const mostFound = 12

// view is the page.
type view struct {
	Words  string
	Groups []group
}

// group is what was found of a kind.
type group struct {
	Name  shell.Text
	Found []thing
	More  int
}

// Show is the page of what was found; the part alone where a script asks.
func (s *Find) Show(c *fiber.Ctx) error {
	v := view{Words: shell.Query(c, "q")}
	index, err := s.newest(c.UserContext())
	if err != nil {
		return err
	}
	want := wordsOf(v.Words)
	for _, k := range kinds {
		if !signin.From(c).Somewhere(k.act) || len(want) == 0 {
			continue
		}
		g := group{Name: k.name, Found: ranked(index.things[k.key], want)}
		if g.More = len(g.Found) - mostFound; g.More > 0 {
			g.Found = g.Found[:mostFound]
		} else {
			g.More = 0
		}
		for n, one := range g.Found { // the index is everybody's
			if one.Air != nil {
				air := *one.Air
				air.Off = signin.From(c).Partly(signin.TakeOff, air.about)
				g.Found[n].Air = &air
			}
		}
		if len(g.Found) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	if c.Get("HX-Request") != "" {
		return s.Part(c, "found", v)
	}
	return s.Page(c, page, v)
}

// Keys lists the keys; the list alone where a script asks.
func (s *Find) Keys(c *fiber.Ctx) error {
	if c.Get("HX-Request") != "" {
		return s.Part(c, "key_list", shell.Keys(signin.From(c)))
	}
	return s.Page(c, pageKeys, shell.Keys(signin.From(c)))
}
