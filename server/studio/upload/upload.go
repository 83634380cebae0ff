// Package upload is the room where files are handed in.
//
// It owns the form and what it says of each file. It must not look into a file: that is intake's.
package upload

import (
	"context"
	"embed"
	"errors"
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "upload", Title: shell.Say("Tải lên", "Upload")}

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "upload", Files: files, Pages: []shell.Page{page}}

// MaxBytes is how large a request with files may be.
const MaxBytes = media.MaxUpload

// Uploads takes files in.
type Uploads struct {
	*shell.Shell
	intake *intake.Intake
}

// New takes files in within a shell that has the room.
func New(s *shell.Shell, in *intake.Intake) *Uploads { return &Uploads{s, in} }

type uploadView struct {
	Campaigns []content.Campaign
	Campaign  string         // the one chosen
	Instead   *content.Slide // whose file is replaced
	Results   []uploaded
}

// MaxPicture is the largest picture that is taken, in MB.
func (uploadView) MaxPicture() int { return media.MaxPicture >> 20 }

// MaxVideo is the largest video that is taken, in MB.
func (uploadView) MaxVideo() int { return media.MaxVideo >> 20 }

// uploaded is what became of one file.
type uploaded struct {
	Name    string
	Slide   content.Slide
	Notices []store.Notice
	Fault   *content.Error
}

func (s *Uploads) Show(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

func (s *Uploads) view(c *fiber.Ctx) (v uploadView, err error) {
	id := shell.Query(c, "slide")
	if c.Method() == fiber.MethodPost {
		id = shell.FormOf(c).Field("slide")
	}
	if id != "" {
		d, err := s.Store.SlideDraft(c.UserContext(), id)
		v.Instead = &d.Doc
		return v, err
	}
	v.Campaigns, err = s.Store.Campaigns(c.UserContext())
	v.Campaign = shell.Query(c, "campaign")
	return v, err
}

// Post takes files in as drafts. A script sends one file a request and reads JSON; a plain form
// sends all at once and gets the page with what became of each.
func (s *Uploads) Post(c *fiber.Ctx) error {
	form, err := c.MultipartForm()
	if err != nil {
		return shell.Invalid("Tệp chưa gửi trọn. Hãy gửi lại.", "The file did not arrive whole. Send it again.")
	}
	f := shell.FormOf(c)
	files, campaign := form.File["file"], f.Field("campaign")
	if len(files) == 0 {
		if err := f.Again(); err != nil {
			return s.refuseUpload(c, err)
		}
		return s.refuseUpload(c, shell.At("file", shell.Invalid("Chưa chọn tệp nào.", "No file was chosen.")))
	}
	if strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		one := s.takeFile(c, files[0], campaign)
		if one.Fault != nil {
			return one.Fault
		}
		return c.JSON(fiber.Map{"id": one.Slide.ID, "title": one.Slide.Title, "at": shell.SlidePath(one.Slide.ID), "notices": one.Notices})
	}
	v, err := s.view(c)
	if err != nil {
		return err
	}
	v.Campaign = campaign
	for _, f := range files {
		v.Results = append(v.Results, s.takeFile(c, f, campaign))
	}
	return s.Page(c, page, v)
}

func (s *Uploads) refuseUpload(c *fiber.Ctx, fault error) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, page, v)
}

func (s *Uploads) takeFile(c *fiber.Ctx, h *multipart.FileHeader, campaign string) uploaded {
	out := uploaded{Name: norm.NFC.String(strings.ToValidUTF8(strings.Clone(h.Filename), ""))}
	f, err := h.Open()
	if err == nil {
		defer f.Close()
		out.Slide, err = s.intake.File(c.UserContext(), signin.From(c).ID, intake.Upload{
			Name: out.Name, Reader: f, Size: h.Size, Campaign: campaign, Slide: shell.FormOf(c).Field("slide"),
			May: func(ctx context.Context, tx *store.Tx, slide content.Slide) error {
				return s.SignIn.AskSlide(ctx, tx, signin.From(c).ID, signin.Edit, slide)
			},
		})
	}
	if err != nil {
		if !errors.As(err, &out.Fault) {
			s.Log.ErrorContext(c.UserContext(), "an upload failed", "error", err)
			out.Fault = shell.Unnamed(c, err)
		}
		return out
	}
	if m, err := s.Store.Medium(c.UserContext(), out.Slide.Medium); err == nil {
		out.Notices = m.Notices
	}
	return out
}
