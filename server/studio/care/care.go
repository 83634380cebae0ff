// Package care is the room of what is in somebody's care: lists begin with it and forms with its
// area.
//
// It owns which things of a list are whose, and what a form offers of areas and campaigns. It must
// not know what a list shows of them, and it refuses nothing: what somebody may do is signin's.
package care

import (
	"embed"

	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "care", Files: files, Parts: []string{"campaign_choice", "cards", "filters", "reach", "whose"}}
