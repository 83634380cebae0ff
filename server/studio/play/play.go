// Package play is the room of what screens showed: a day of a screen as it reports it, and how
// often codes were opened.
//
// It owns the page and its words. What was shown is server/proof's to say.
package play

import (
	"embed"

	"ngatu/server/proof"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "plays", Title: shell.Say("Đã chiếu", "Plays")}

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "play", Files: files, Pages: []shell.Page{page}}

// Plays answers for plays.
type Plays struct {
	*shell.Shell
	proof *proof.Proof
}

// New answers within a shell that has the room.
func New(s *shell.Shell) *Plays { return &Plays{s, proof.New(s.Store)} }
