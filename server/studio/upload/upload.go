// Package upload is the room where files are handed in.
//
// It owns the form and what it says of each file. It must not look into a file: that is intake's.
package upload

import (
	"context"
	"embed"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/blob/s3"
	"ngatu/internal/media"
	"ngatu/internal/worker"
	"ngatu/server/intake"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var form = shell.Page{Name: "upload", Title: shell.Say("Tải lên", "Upload")}

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "upload", Files: files, Pages: []shell.Page{form, pageDrafts}, Parts: []string{"pdf_steps", "upload_set"}}

// MaxBytes is how large a request with files may be.
const MaxBytes = media.MaxUpload

// Uploads takes files in.
type Uploads struct {
	*shell.Shell
	intake *intake.Intake
	parts  *parts
	shared *shared // nil: this server alone takes files in

	stopping atomic.Bool // what is not taken in yet is taken in after the restart

	pictures *picture.Pictures
	// Send submits the drafts that a form names together, and gives the ID of their submission.
	Send func(ctx context.Context, who string, f shell.Form) (string, error)
}

// New takes files in within a shell that has the room. Files that come in parts are kept in the
// folder; "": one that nobody finds after a restart. With a bucket they are kept in that, and may come
// through any server that has it and the database.
func New(s *shell.Shell, in *intake.Intake, pictures *picture.Pictures, folder string, bucket *s3.Bucket) (*Uploads, error) {
	u := &Uploads{Shell: s, intake: in, pictures: pictures}
	var err error
	if u.parts, err = newParts(folder, s.Store.Room); err != nil {
		return u, err
	}
	u.parts.fits = u.fits
	if bucket == nil {
		return u, nil
	}
	if u.shared, err = newShared(s.Store, bucket, u.parts.folder); err == nil {
		u.shared.fits = u.fits
	}
	return u, err
}

type uploadView struct {
	Campaigns []care.Choice
	Instead   *content.Slide // whose file is replaced
	Results   []uploaded
	Shared    bool     // any of several nodes takes it
	Area      *areaUse // nil: nothing bounds the sender
}

// Together are the addresses where what was made is sent to the approver.
func (v uploadView) Together() []string {
	var ids []string
	for _, one := range v.Results {
		for _, s := range one.Slides {
			if v.Instead == nil && !slices.Contains(ids, s.ID) {
				ids = append(ids, s.ID)
			}
		}
	}
	return together(ids)
}

// MaxPicture is the largest picture that is taken, in MB.
func (uploadView) MaxPicture() int { return media.MaxPicture >> 20 }

// MaxVideo is the largest video that is taken, in MB.
func (uploadView) MaxVideo() int { return media.MaxVideo >> 20 }

// MaxDocument is the largest PDF that is taken, in MB.
func (uploadView) MaxDocument() int { return worker.MaxDocument >> 20 }

// PartBytes is how many bytes a script sends at a time. One of S3 is five at least; a smaller one is
// half a minute at 1 Mbit/s.
func (v uploadView) PartBytes() int {
	if v.Shared {
		return s3.LeastPart
	}
	return 4 << 20
}

// MaxPages is how many pages a PDF may have.
func (uploadView) MaxPages() int { return worker.MaxPages }

func (s *Uploads) Show(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, form, v)
}

func (s *Uploads) view(c *fiber.Ctx) (v uploadView, err error) {
	v.Shared = s.shared != nil
	who := signin.From(c).ID
	id := shell.Query(c, "slide")
	if c.Method() == fiber.MethodPost {
		id = shell.FormOf(c).Field("slide")
	}
	if id != "" {
		d, err := s.Store.SlideDraft(c.UserContext(), id)
		if v.Instead = &d.Doc; err == nil {
			v.Area, err = s.areaOf(c.UserContext(), who, &d)
		}
		return v, err
	}
	if v.Area, err = s.areaOf(c.UserContext(), who, nil); err != nil {
		return v, err
	}
	v.Campaigns, err = care.Campaigns(s.Shell, c, shell.FormOf(c).Field("campaign"))
	return v, err
}

// Post takes files in as drafts. A script sends one file a request, or says that one has come in
// parts, and reads JSON; a plain form sends all at once and gets the page with what became of each.
func (s *Uploads) Post(c *fiber.Ctx) error {
	if id := shell.FormOf(c).Field("part"); id != "" {
		return s.takeWhole(c, id)
	}
	parts, err := c.MultipartForm()
	if err != nil {
		return shell.Invalid("Tệp chưa gửi trọn. Hãy gửi lại.", "The file did not arrive whole. Send it again.")
	}
	f := shell.FormOf(c)
	files := parts.File["file"]
	if len(files) == 0 {
		if err := f.Again(); err != nil {
			return s.refuseUpload(c, err)
		}
		return s.refuseUpload(c, shell.At("file", shell.Invalid("Chưa chọn tệp nào.", "No file was chosen.")))
	}
	script, nowhere := strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON), !f.Has("campaign") && !f.Has("slide")
	switch {
	case nowhere && script:
		return errNowhere
	case nowhere:
		return s.refuseUpload(c, shell.At("campaign", errNowhere))
	case script:
		one, err := s.sent(c, files[0])
		if err != nil {
			return err
		}
		return s.answerScript(c, one, func(uploaded) {})
	}
	v, err := s.view(c)
	if err != nil {
		return err
	}
	for _, f := range files {
		v.Results = append(v.Results, s.takeFile(c, f))
	}
	return s.Page(c, form, v)
}

// errNowhere refuses files that say no campaign: that would fill the whole city by default.
var errNowhere = shell.Invalid("Hãy chọn chiến dịch, rồi gửi lại tệp.", "Choose the campaign, then send the files again.")

func (s *Uploads) refuseUpload(c *fiber.Ctx, fault error) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, form, v)
}
