// Package slide is the room of slides: their list, the page of each with all that can be done to
// it, new notices and new guides for kiosks.
//
// It owns the order of acts on a slide as people meet it. It must not decide what content decides
// (who may approve, what is eligible) or take files in by itself (that is intake's).
package slide

import (
	"context"
	"embed"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/server/air"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList   = shell.Page{Name: "slides", Title: shell.Say("Tấm chiếu", "Slides")}
	pageSlide  = shell.Page{Name: "slide"}
	pageNotice = shell.Page{Name: "notice", Title: shell.Say("Thông báo mới", "New notice")}
	pageBoard  = shell.Page{Name: "board", Title: shell.Say("Bảng số liệu mới", "New board")}
	pageGuide  = shell.Page{Name: "guide", Title: shell.Say("Hướng dẫn mới", "New guide")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "slide", Files: files,
	Pages: []shell.Page{pageList, pageSlide, pageNotice, pageBoard, pageGuide},
	Parts: []string{"board_fields", "guide_fields", "guide_sheets", "slide_check", "slide_decide", "slide_draft", "slide_form", "slide_item", "slide_looks", "slide_paper"},
	Done: map[string]shell.Text{
		"approved":        shell.Say("Đã duyệt. Tấm lên màn hình trong vòng một giây, khi đến giờ của nó.", "Approved. It is on screens within a second, once its time has come."),
		"approved_off":    shell.Say("Đã duyệt. Tấm đang bị gỡ khỏi màn hình, nên chưa được chiếu; trang này nói ai đã gỡ.", "Approved. The slide was taken off the screens, so it is not shown yet; this page says by whom."),
		"slide_returned":  shell.Say("Đã trả lại cho người soạn.", "Returned to its author."),
		"slide_withdrawn": shell.Say("Đã rút lại, không còn chờ duyệt.", "Taken back; it no longer awaits approval."),
	},
}

// Options are what slides are shown and changed with.
type Options struct {
	Air      *air.Air
	Media    blob.Bucket
	Pictures *picture.Pictures
	Waiting  func(context.Context) (bool, error) // whether files of the inbox wait for somebody to look

	Conversion func(*fiber.Ctx, content.SlideDraft) (any, error) // what is told of a clip that is being converted; nil: nothing
}

// Slides answers for slides.
type Slides struct {
	*shell.Shell
	Options
}

// New answers for slides within a shell that has the room.
func New(s *shell.Shell, o Options) *Slides { return &Slides{Shell: s, Options: o} }
