// Package standing is the room of standing approvals: for each folder of the inbox who answers for
// what is dropped there, who approved that beforehand, and within which bounds it goes on air.
//
// It owns how one is proposed, approved and ended. It must not decide which file is within it: that
// is mandate's, and intake asks.
package standing

import (
	"embed"

	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList = shell.Page{Name: "standings", Title: shell.Say("Phê duyệt thường trực", "Standing approvals")}
	pageNew  = shell.Page{Name: "standing_new", Title: shell.Say("Đề nghị phê duyệt thường trực", "Propose a standing approval")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "standing", Files: files,
	Pages: []shell.Page{pageList, pageNew},
	Parts: []string{"standing_item"},
	Done: map[string]shell.Text{
		"standing_withdrawn": shell.Say("Đã rút lại, không còn chờ duyệt.", "Taken back; it no longer awaits approval."),
		"standing_ended":     shell.Say("Đã dừng. Tệp thả vào từ nay chờ duyệt; các tấm đang chiếu giữ nguyên.", "Ended. What is dropped from now on waits; slides on air stay."),
	},
}

// Standings answers for standing approvals.
type Standings struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Standings { return &Standings{s} }
