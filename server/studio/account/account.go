// Package account is the room of the door and of one's own account: signing in and out, the
// one-time link, the password; and of profiles of the running server, which only an admin takes.
//
// It owns these forms. It must not know how somebody proves who they are: that is signin's.
package account

import (
	"embed"

	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

var (
	pageAccount = shell.Page{Name: "account", Title: shell.Say("Tài khoản", "Account")}
	pageBegin   = shell.Page{Name: "begin", Title: shell.Say("Bắt đầu", "Begin")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "account", Files: files,
	Pages: []shell.Page{pageAccount, pageBegin, shell.PageSignIn},
	Parts: []string{"entry"},
	Done: map[string]shell.Text{
		"password": {
			Vi: "Đã đổi mật khẩu. Các phiên khác của bạn đã bị đăng xuất.",
			En: "The password was changed. Your other sessions were signed out.",
		},
		"email": shell.Say("Đã lưu địa chỉ thư.", "The address was saved."),
		"rests": shell.Say("Đã đặt mật khẩu. Quyền duyệt và quyền quản trị của bạn tạm nghỉ đến khi một quản trị khác, không phải người đưa liên kết, xác nhận.",
			"The password is set. Your mandates to approve and to manage accounts rest until another admin than the one who gave you the link confirms them."),
		"bye": shell.Say("Đã đăng xuất.", "Signed out."),
	},
}

// Account answers at the door.
type Account struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Account { return &Account{s} }
