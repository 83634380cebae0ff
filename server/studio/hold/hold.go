// Package hold is the room of what is kept off air: their list, setting one with a look at what
// remains, and lifting one before its time, which takes two people.
//
// It owns the order of acts on a hold as people meet it. It must not decide what a hold keeps off
// or who may lift it: that is content's.
package hold

import (
	"embed"

	"ngatu/server/air"
	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList = shell.Page{Name: "holds", Title: shell.Say("Tạm ngừng chiếu", "Holds")}
	pageNew  = shell.Page{Name: "hold_new", Title: shell.Say("Tạm ngừng chiếu", "Set a hold")}
	pageHold = shell.Page{Name: "hold"}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "hold", Files: files,
	Pages: []shell.Page{pageList, pageNew, pageHold},
	Parts: []string{"remains", "waits"},
	Done: map[string]shell.Text{
		"held":      shell.Say("Đã tạm ngừng. Hết hạn, các tấm tự trở lại.", "Held. At its end everything comes back by itself."),
		"hold_off":  shell.Say("Đã gỡ khỏi màn hình. Muốn chiếu lại: một người đề nghị, một người khác xác nhận.", "Taken off air. To have it back one person asks and another confirms."),
		"wished":    shell.Say("Đã đề nghị bỏ tạm ngừng. Cần một người khác xác nhận.", "You have asked to lift it. Another person has to confirm."),
		"kept":      shell.Say("Vẫn tạm ngừng.", "It stays held."),
		"lifted":    shell.Say("Đã bỏ tạm ngừng. Các tấm trở lại màn hình.", "Lifted. The slides are back on screens."),
		"prolonged": shell.Say("Đã kéo dài.", "Prolonged."),
	},
}

// Holds answers for holds.
type Holds struct {
	*shell.Shell
	air   *air.Air
	fleet *fleet.Fleet
}

// New answers within a shell that has the room.
func New(s *shell.Shell, a *air.Air, f *fleet.Fleet) *Holds { return &Holds{s, a, f} }
