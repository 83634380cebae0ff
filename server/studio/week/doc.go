// Package week is the room of a week's hours: how a form asks for them, and how they are drawn.
//
// It owns the fields of hours and of dates that differ, and what they mean together. It must not
// know whose hours they are: a screen's, a campaign's.
package week

import (
	"embed"

	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "week", Files: files, Parts: []string{"week", "week_chart"}}
