package studio

import (
	"errors"
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/signin"
)

var titleUpload = text{"Tải lên", "Upload"}

type uploadView struct {
	Campaigns []content.Campaign
	Campaign  string // the one chosen
	Results   []uploaded
}

// uploaded is what became of one file.
type uploaded struct {
	Name    string
	Slide   content.Slide
	Notices []store.Notice
	Fault   *content.Error
}

func (s *Studio) uploadShow(c *fiber.Ctx) error {
	v, err := s.uploadView(c)
	if err != nil {
		return err
	}
	return s.show(c, "upload", titleUpload, v)
}

func (s *Studio) uploadView(c *fiber.Ctx) (v uploadView, err error) {
	v.Campaigns, err = s.Store.Campaigns(c.UserContext())
	v.Campaign = query(c, "campaign")
	return v, err
}

// uploadPost takes files in as drafts. A script sends one file a request and reads JSON; a plain form sends all at once
// and gets the page with what became of each.
func (s *Studio) uploadPost(c *fiber.Ctx) error {
	form, err := c.MultipartForm()
	if err != nil {
		return invalid("Tệp chưa gửi trọn. Hãy gửi lại.", "The file did not arrive whole. Send it again.")
	}
	files, campaign := form.File["file"], field(c, "campaign")
	if len(files) == 0 {
		return s.refuseUpload(c, invalid("Chưa chọn tệp nào.", "No file was chosen."))
	}
	if strings.Contains(c.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON) {
		one := s.takeFile(c, files[0], campaign)
		if one.Fault != nil {
			return one.Fault
		}
		return c.JSON(fiber.Map{"id": one.Slide.ID, "title": one.Slide.Title, "at": slidePath(one.Slide.ID), "notices": one.Notices})
	}
	v, err := s.uploadView(c)
	if err != nil {
		return err
	}
	v.Campaign = campaign
	for _, f := range files {
		v.Results = append(v.Results, s.takeFile(c, f, campaign))
	}
	return s.show(c, "upload", titleUpload, v)
}

func (s *Studio) refuseUpload(c *fiber.Ctx, fault error) error {
	v, err := s.uploadView(c)
	if err != nil {
		return err
	}
	return s.refuse(c, fault, "upload", titleUpload, v)
}

func (s *Studio) takeFile(c *fiber.Ctx, h *multipart.FileHeader, campaign string) uploaded {
	out := uploaded{Name: norm.NFC.String(strings.ToValidUTF8(strings.Clone(h.Filename), ""))}
	f, err := h.Open()
	if err == nil {
		defer f.Close()
		out.Slide, err = s.Intake.File(c.UserContext(), signin.From(c).ID, intake.Upload{
			Name: out.Name, Reader: f, Size: h.Size, Campaign: campaign,
		})
	}
	if err != nil {
		if !errors.As(err, &out.Fault) {
			s.Log.ErrorContext(c.UserContext(), "an upload failed", "error", err)
			out.Fault = unnamed(err, c.GetRespHeader(fiber.HeaderXRequestID))
		}
		return out
	}
	if m, err := s.Store.Medium(c.UserContext(), out.Slide.Medium); err == nil {
		out.Notices = m.Notices
	}
	return out
}
