// Package takeover is the room of takeovers: prepared and approved beforehand, put on in one press,
// with what their screens say of it.
//
// It owns the order of acts on a takeover as people meet it, and counts receipts. It must not
// decide which takeover rules a screen: that is content's.
package takeover

import (
	"embed"

	"ngatu/server/hub"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList     = shell.Page{Name: "takeovers", Title: shell.Say("Thông báo khẩn", "Takeovers")}
	pageNew      = shell.Page{Name: "takeover_new", Title: shell.Say("Soạn thông báo khẩn", "Prepare a takeover")}
	pageTakeover = shell.Page{Name: "takeover"}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "takeover", Files: files,
	Pages: []shell.Page{pageList, pageNew, pageTakeover},
	Parts: []string{"seen", "takeover_fields"},
	Done: map[string]shell.Text{
		"prepared": {
			Vi: "Đã duyệt. Khi cần, bấm phát: thông báo lên màn hình ngay.",
			En: "Approved. When it is needed, put it on: it is on screens at once.",
		},
		"on":    shell.Say("Đã phát lên màn hình.", "It is on screens."),
		"ended": shell.Say("Đã dừng. Các màn hình trở lại vòng chiếu.", "Ended. Screens go back to their loop."),
	},
}

// Takeovers answers for takeovers.
type Takeovers struct {
	*shell.Shell
	pictures *picture.Pictures
	present  func() []hub.Presence
}

// New answers within a shell that has the room; present is who is connected now.
func New(s *shell.Shell, pictures *picture.Pictures, present func() []hub.Presence) *Takeovers {
	return &Takeovers{s, pictures, present}
}
