// Package form is the room of forms: notices that were approved once for all their copies, and the
// page on which somebody fills in the few fields of one and is on air.
//
// It owns how a form is proposed, approved, ended and filled in. It must not decide what is within
// its bounds: that is content's and mandate's.
package form

import (
	"context"
	"embed"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/copies"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList = shell.Page{Name: "forms", Title: shell.Say("Biểu mẫu", "Forms")}
	pageNew  = shell.Page{Name: "form_new", Title: shell.Say("Đề nghị biểu mẫu", "Propose a form")}
	pageFill = shell.Page{Name: "form_fill"}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "form", Files: files,
	Pages: []shell.Page{pageList, pageNew, pageFill},
	Parts: []string{"form_item"},
	Done: map[string]shell.Text{
		"form_live": shell.Say("Đã lên lịch chiếu theo biểu mẫu, không phải chờ duyệt. Tấm lên màn hình trong vòng một giây.",
			"On air by its form, without waiting. It is on screens within a second."),
		"form_beyond": shell.Say("Ngoài giới hạn của biểu mẫu nên đã lưu thành bản nháp. Hãy xem rồi gửi duyệt.",
			"It goes beyond the form, so it was saved as a draft. Look at it, then submit it."),
		"form_checked": shell.Say("Kiểm tra có điều cần xem nên đã lưu thành bản nháp. Hãy xem bên dưới rồi sửa hoặc gửi duyệt.",
			"The checks object, so it was saved as a draft. Look below, then change or submit it."),
		"form_lapsed": shell.Say("Biểu mẫu không còn hiệu lực, hoặc người duyệt biểu mẫu không còn quyền, nên đã lưu thành bản nháp. Hãy gửi duyệt.",
			"The form is not in force, or whoever approved it has no mandate any more, so it was saved as a draft. Submit it."),
		"form_withdrawn": shell.Say("Đã rút lại, không còn chờ duyệt.", "Taken back; it no longer awaits approval."),
		"form_ended":     shell.Say("Đã dừng biểu mẫu. Bản đang chiếu giữ nguyên đến hết hạn; bản mới chờ duyệt.", "Ended. Copies on air stay until their end; new ones wait."),
	},
}

// Forms answers for forms.
type Forms struct {
	*shell.Shell
	Pictures *picture.Pictures
	copies   *copies.Copies
}

// New answers within a shell that has the room.
func New(s *shell.Shell, p *picture.Pictures) *Forms {
	return &Forms{s, p, copies.New(copies.Options{Store: s.Store, SignIn: s.SignIn, Areas: s.Areas, Now: s.Now, Facts: p.Facts})}
}

// about is what a form is for; its campaign bounds it. One that is gone stands for the whole city.
func about(ctx context.Context, r store.Reader, f content.Form) (mandate.Subject, error) {
	c, err := r.Campaign(ctx, f.Slide.Campaign)
	if content.CodeOf(err) == content.NotFound {
		err = nil
	}
	return mandate.OfForm(f, c), err
}

// liveOf is the form in force with an ID; the zero one where there is none.
func liveOf(ctx context.Context, r store.Reader, id string) (content.Form, error) {
	f, err := r.Form(ctx, id)
	if content.CodeOf(err) == content.NotFound {
		return content.Form{}, nil
	}
	return f, err
}
