// Package takeover is the room of takeovers: prepared and approved beforehand, put on in one press,
// with what their screens say of it.
//
// It owns the order of acts on a takeover as people meet it. It must not decide which takeover
// rules a screen, which is content's, nor what became of one there, which is fleet's.
package takeover

import (
	"embed"

	"ngatu/server/fleet"
	"ngatu/server/press"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList     = shell.Page{Name: "takeovers", Title: shell.Say("Thông báo khẩn", "Takeovers")}
	pageNew      = shell.Page{Name: "takeover_new", Title: shell.Say("Soạn thông báo khẩn", "Prepare a takeover")}
	pageFree     = shell.Page{Name: "takeover_free", Title: shell.Say("Viết và phát ngay", "Write and put on now")}
	pageTakeover = shell.Page{Name: "takeover"}
	pageHere     = shell.Page{Name: "takeover_here"}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "takeover", Files: files,
	Pages: []shell.Page{pageFree, pageList, pageNew, pageTakeover, pageHere},
	Parts: []string{"receipts", "seen", "takeover_apart", "takeover_draft", "takeover_fields", "takeover_item", "takeover_lengths", "takeover_paper", "takeover_press", "takeover_refused", "takeover_words"},
	Done: map[string]shell.Text{
		"prepared": {
			Vi: "Đã duyệt. Khi cần, bấm phát: thông báo lên màn hình ngay.",
			En: "Approved. When it is needed, put it on: it is on screens at once.",
		},
		"takeover_proposed":  shell.Say("Đã gửi bản sửa. Bản đã duyệt giữ nguyên đến khi có người khác duyệt.", "The change waits. The approved version stays until somebody else approves."),
		"takeover_reviewed":  shell.Say("Đã ghi nhận là đã xem lại.", "Noted as reviewed."),
		"takeover_returned":  shell.Say("Đã trả lại cho người soạn.", "Returned to its authors."),
		"takeover_withdrawn": shell.Say("Đã rút lại, không còn chờ duyệt.", "Taken back; it no longer awaits approval."),
		"on":                 shell.Say("Đã phát lên màn hình.", "It is on screens."),
		"on_here": {
			Vi: "Đã phát trên các màn hình đang nối với máy chủ này.",
			En: "It is on the screens that are connected to this server.",
		},
		"ended_here": {
			Vi: "Đã dừng trên các màn hình đang nối với máy chủ này.",
			En: "Ended on the screens that are connected to this server.",
		},
		"ended": shell.Say("Đã dừng. Các màn hình trở lại vòng chiếu.", "Ended. Screens go back to their loop."),
	},
}

// Takeovers answers for takeovers.
type Takeovers struct {
	*shell.Shell
	pictures *picture.Pictures
	fleet    *fleet.Fleet
	presses  *press.Presses // nil: the database is never away
}

// New answers within a shell that has the room.
func New(s *shell.Shell, pictures *picture.Pictures, f *fleet.Fleet, p *press.Presses) *Takeovers {
	return &Takeovers{s, pictures, f, p}
}
