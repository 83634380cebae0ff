package upload

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/quota"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// uploaded is what became of one file.
type uploaded struct {
	Name    string
	Slides  []content.Slide
	Notices []store.Notice
	Known   []content.Slide // slides that showed the same before
	Fault   *content.Error

	Converts bool // it is a clip that is not ready for all screens yet
}

// First is the slide of the file, or of its first page.
func (u uploaded) First() content.Slide { return u.Slides[0] }

// sent is a file with all that is known of its sender: it may be read after the request has ended.
type sent struct {
	intake.Upload
	who    string
	failed *content.Error // what staff are told of an error that is not about the file
	file   io.Closer
}

func (s *Uploads) sent(c *fiber.Ctx, h *multipart.FileHeader) (*sent, error) {
	f, err := h.Open()
	if err != nil {
		return nil, err
	}
	out := s.sentFile(c, h.Filename, f, h.Size)
	out.file = f
	return out, nil
}

// sentFile is a file of so many bytes with what the form says of it.
func (s *Uploads) sentFile(c *fiber.Ctx, name string, r io.ReaderAt, size int64) *sent {
	out := s.sentBy(strings.Clone(signin.From(c).ID), strings.Clone(name), r, size, formOf(c))
	out.failed = shell.Unnamed(c, nil)
	return out
}

// formOf is what the form says of a file.
func formOf(c *fiber.Ctx) wanted {
	form := shell.FormOf(c)
	return wanted{Campaign: strings.Clone(form.Field("campaign")), Slide: strings.Clone(form.Field("slide")), AI: aiOf(form.Field("ai"))}
}

// wantedBy is [formOf] with how the slide is whose place the file takes.
func (s *Uploads) wantedBy(c *fiber.Ctx) (w wanted, err error) {
	w = formOf(c)
	w.Sight, err = sight(c.UserContext(), s.Store.Reader, w.Slide)
	return w, err
}

// sentBy is a file of a person with what they said of it.
func (s *Uploads) sentBy(who, name string, r io.ReaderAt, size int64, w wanted) *sent {
	out := &sent{who: who}
	out.Upload = intake.Upload{
		Name: norm.NFC.String(strings.ToValidUTF8(name, "")), Reader: r, Size: size,
		Campaign: w.Campaign, Slide: w.Slide, AI: w.AI,
		May: func(ctx context.Context, tx *store.Tx, slide content.Slide) error {
			return s.SignIn.AskSlide(ctx, tx, who, signin.Edit, slide)
		},
	}
	return out
}

// aiOf is the answer to the question of the form; anything else counts as none.
func aiOf(said string) intake.Answer {
	switch a := intake.Answer(strings.Clone(said)); a {
	case intake.Yes, intake.No:
		return a
	}
	return intake.ByFile
}

// take takes a file in. tell hears how many of its pages are done, of how many.
func (s *Uploads) take(ctx context.Context, one *sent, tell func(done, of int)) uploaded {
	out := uploaded{Name: one.Name}
	room, err := quota.For(ctx, s.Store.Reader, quota.Options{Units: s.Areas, At: s.Now(), Who: one.who})
	var made intake.Made
	if err == nil {
		one.Fits = room.Fits
		made, err = s.intake.Files(ctx, one.who, one.Upload, tell)
	}
	if err != nil {
		if !errors.As(err, &out.Fault) {
			s.Log.ErrorContext(ctx, "an upload failed", "error", err)
			out.Fault = one.failed
		}
		return out
	}
	out = uploadedOf(ctx, s.Store.Reader, one.Name, made)
	if first := out.First(); first.Kind == content.Video {
		out.Converts, _ = s.pictures.Making(ctx, first) // else its own page says so
	}
	return out
}

// uploadedOf is what was made of a file, with what its people should know of it.
func uploadedOf(ctx context.Context, r store.Reader, name string, made intake.Made) uploaded {
	out := uploaded{Name: name, Slides: made.Slides, Notices: made.Notices, Known: made.Known[:min(len(made.Known), mostKnown)]}
	seen := map[string]bool{} // of many pages the same is told once
	for _, slide := range out.Slides {
		if slide.Medium == "" {
			continue
		}
		m, err := r.Medium(ctx, slide.Medium)
		if err != nil {
			continue
		}
		for _, n := range m.Notices {
			if !seen[n.Vi] {
				seen[n.Vi] = true
				out.Notices = append(out.Notices, n)
			}
		}
	}
	return out
}

// takeFile takes a file of a plain form in.
func (s *Uploads) takeFile(c *fiber.Ctx, h *multipart.FileHeader) uploaded {
	one, err := s.sent(c, h)
	if err != nil {
		s.Log.ErrorContext(c.UserContext(), "an upload failed", "error", err)
		return uploaded{Name: strings.ToValidUTF8(strings.Clone(h.Filename), ""), Fault: shell.Unnamed(c, err)}
	}
	defer one.file.Close()
	return s.take(c.UserContext(), one, func(int, int) {})
}
