// Package command is the room of commands, which a screen carries out once: show its name, be
// photographed, restart.
//
// It owns which commands there are, how long each is good for, and what is shown of their answers.
// How a command gets to its screen is air's and the hub's.
package command

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/mandate"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "command", Files: files, Parts: []string{"command_panel", "commands"},
	Done: map[string]shell.Text{
		"commanded": {
			Vi: "Đã gửi lệnh. Kết quả hiện trong danh sách lệnh bên dưới.",
			En: "The command was given. What becomes of it is in the list below.",
		},
	},
}

// Commands answers for commands.
type Commands struct {
	*shell.Shell
	present func() []hub.Presence

	// Refused shows the page of a screen with what was wrong with a command.
	Refused func(c *fiber.Ctx, screen string, fault error) error
}

// New answers within a shell that has the room; present is who is connected now.
func New(s *shell.Shell, present func() []hub.Presence) *Commands {
	return &Commands{Shell: s, present: present}
}

// Panel is what the part "command_panel" of a screen's page is filled with.
type Panel struct {
	Screen  string
	Silent  bool // the screen is not connected
	May     bool
	CSRF    string
	Agent   bool   // it has a computer of its own
	Offered []Kind // what it can carry out
	List    view
}

// Panel is the part of a screen's page with the commands it takes and what became of the last
// commands.
func (s *Commands) Panel(c *fiber.Ctx, screen string, silent bool) (p Panel, err error) {
	ctx, person := c.UserContext(), signin.From(c)
	stands, err := s.Store.Screen(ctx, screen)
	if err != nil {
		return p, err
	}
	place, _ := stands.PlaceAt(s.Now())
	p = Panel{Screen: screen, Silent: silent, May: person.May(signin.Command, mandate.OfPlace(place)), CSRF: person.CSRF}
	if p.Agent, err = s.hasAgent(ctx, screen); err != nil {
		return p, err
	}
	for _, k := range kinds {
		if p.Agent || k.Page {
			p.Offered = append(p.Offered, k)
		}
	}
	p.List, err = s.list(ctx, screen)
	return p, err
}
