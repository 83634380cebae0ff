// Package screen is the room of screens: which there are and how each is, where it stands, when it
// is on and how bright, how its canvas lies in the HDMI picture, how one is enrolled and its right
// revoked.
//
// It owns these pages and forms. It must not decide how a screen proves itself: that is the
// players' routes'.
package screen

import (
	"embed"

	"github.com/gofiber/fiber/v2"

	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList   = shell.Page{Name: "screens", Title: shell.Say("Màn hình", "Screens")}
	pageFold   = shell.Page{Name: "fold", Title: shell.Say("Khung trong ảnh HDMI", "Canvas in the HDMI picture")}
	pageScreen = shell.Page{Name: "screen", Title: shell.Say("Màn hình mới", "New screen")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "screen", Files: files,
	Pages: []shell.Page{pageList, pageFold, pageScreen},
	Parts: []string{"fold_drawing", "night", "night_fields", "state"},
	Done: map[string]shell.Text{
		"enrolled": {
			Vi: "Đã ghép màn hình. Màn hình tự nhận nội dung trong vài giây.",
			En: "The screen is enrolled and gets its content within seconds.",
		},
		"cut": {
			Vi: "Đã thu hồi. Màn hình bị ngắt trong vài giây; muốn dùng lại thì ghép lại từ mã hiện trên màn hình.",
			En: "Revoked. The screen is cut off within seconds; to use it again, enrol it by the code it shows.",
		},
		"alike": {
			Vi: "Đã đổi giờ bật và độ sáng của các màn hình đã nêu.",
			En: "The hours and brightness of the screens named were changed.",
		},
	},
}

// Options are what screens are shown with.
type Options struct {
	Fleet    *fleet.Fleet // how screens are
	Commands func(c *fiber.Ctx, screen string, silent bool) (any, error)
}

// Screens answers for screens.
type Screens struct {
	*shell.Shell
	Options
}

// New answers within a shell that has the room.
func New(s *shell.Shell, o Options) *Screens { return &Screens{s, o} }
