// Package onair is the room of what is on: any screen at any instant, with its picture and why each
// slide is on or not; a day as a strip for each screen, a week as a grid; and of the past what the
// screen reports beside it.
//
// It owns these pages and how time is drawn. What is on is server/air's to say, what was shown
// server/proof's.
package onair

import (
	"embed"

	"ngatu/server/air"
	"ngatu/server/proof"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList   = shell.Page{Name: "onair", Title: shell.Say("Lịch chiếu", "What is on")}
	pageScreen = shell.Page{Name: "onair_screen"}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "onair", Files: files,
	Pages: []shell.Page{pageList, pageScreen},
	Parts: []string{"hours_of_day", "moment", "strip"},
}

// OnAir answers for what is on.
type OnAir struct {
	*shell.Shell
	air      *air.Air
	pictures *picture.Pictures
	proof    *proof.Proof
}

// New answers within a shell that has the room.
func New(s *shell.Shell, a *air.Air, p *picture.Pictures) *OnAir {
	return &OnAir{s, a, p, proof.New(s.Store)}
}
