// Package readable is the room where the page of a document becomes readable: beside the page, as
// each size of screen shows it, stands what it says as cards, and a clerk chooses.
//
// It owns the choice and what becomes of it: drafts that go the usual way. It must not know how words
// are cut (content/card) or drawn (picture).
package readable

import (
	"embed"

	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "readable"}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "readable", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{
		"made_readable": shell.Say("Đã lưu lựa chọn. Các bản nháp ở dưới, hãy gửi duyệt.", "The choice is kept. The drafts are below: submit them."),
	},
}

// Readable makes pages readable.
type Readable struct {
	*shell.Shell
	pictures *picture.Pictures
}

// New answers within a shell that has the room.
func New(s *shell.Shell, pictures *picture.Pictures) *Readable { return &Readable{s, pictures} }
