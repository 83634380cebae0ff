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
		"bye":   shell.Say("Đã đăng xuất.", "Signed out."),
	},
}

// Account answers at the door.
type Account struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Account { return &Account{s} }
