package slide

import (
	"cmp"
	"crypto/rand"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

type noticeView struct {
	Beside    *content.Slide // whose picture is typed off
	Campaigns []care.Choice
	Title     string
	Words     words.Form
	Looks     []picture.Preview
}

func (s *Slides) Notice(c *fiber.Ctx) error {
	v, err := s.noticeView(c, content.Slide{Kind: content.Notice, Style: content.Statement, Campaign: shell.Query(c, "campaign")})
	if err != nil {
		return err
	}
	return s.Page(c, pageNotice, v)
}

func (s *Slides) noticeView(c *fiber.Ctx, slide content.Slide) (v noticeView, err error) {
	v = noticeView{Title: slide.Title, Words: words.Of(slide)}
	if id := cmp.Or(shell.Query(c, "beside"), shell.FormOf(c).Field("beside")); id != "" {
		d, err := s.Store.SlideDraft(c.UserContext(), id)
		if err != nil {
			return v, err
		}
		v.Beside = &d.Doc
	}
	v.Campaigns, err = care.Campaigns(s.Shell, c, slide.Campaign)
	return v, err
}

// readNew is a new slide of a kind that Ngatu lays out, as its form has it.
func readNew(f shell.Form, kind content.Kind) (content.Slide, error) {
	slide := content.Slide{Kind: kind, Campaign: f.Field("campaign"), Title: f.Field("title"), State: content.Draft, Source: "studio"}
	slide, err := words.Read(f, slide)
	var bad shell.Faults
	if utf8.RuneCountInString(slide.Title) > 200 {
		bad.Add(shell.At("title", shell.Invalid("Tên dài quá 200 ký tự.", "The title is longer than 200 characters.")))
	}
	bad.Add(err)
	if slide.Title == "" {
		slide.Title = slide.Words.Title()
	}
	return slide, bad.Err()
}

// noCampaign is what is said of a campaign that was not chosen, or is gone by now.
func noCampaign(err error) error {
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	return &content.Error{Code: content.Invalid, Err: err, Vi: "Hãy chọn chiến dịch.", En: "Choose the campaign."}
}

func (s *Slides) NoticeSave(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	slide, err := readNew(f, content.Notice)
	var bad shell.Faults
	bad.Add(f.Again())
	bad.Add(err)
	if err = bad.Err(); err == nil && wantsLook(c) {
		v, err := s.noticeView(c, slide)
		if err == nil {
			v.Looks, err = s.looks(c, slide)
		}
		if err != nil {
			return err
		}
		return s.Page(c, pageNotice, v)
	}
	if err == nil {
		slide, err = s.begin(c, slide)
	}
	if err != nil {
		v, failed := s.noticeView(c, slide)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, pageNotice, v)
	}
	return shell.Done(c, shell.SlidePath(slide.ID), "drafted")
}

// begin stores a new slide as a draft, the last of its campaign.
func (s *Slides) begin(c *fiber.Ctx, slide content.Slide) (content.Slide, error) {
	ctx := c.UserContext()
	slide.ID, slide.Author = "s-"+strings.ToLower(rand.Text()[:16]), signin.From(c).ID
	_, err := s.Store.Change(ctx, slide.Author, func(tx *store.Tx) (err error) {
		if _, err := tx.Campaign(ctx, slide.Campaign); err != nil {
			return shell.At("campaign", noCampaign(err))
		}
		if err := s.SignIn.AskSlide(ctx, tx, slide.Author, signin.Edit, slide); err != nil {
			return shell.At("campaign", err)
		}
		if slide.Order, err = tx.NextOrder(ctx, slide.Campaign); err != nil {
			return err
		}
		return tx.PutSlide(ctx, slide)
	})
	return slide, err
}

// NoticePreview paints the words of the form at the canvases of the person's own screens while they
// are typed. Nothing is stored.
func (s *Slides) NoticePreview(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if !f.Has("head") && !f.Has("number") {
		return s.Part(c, "preview", nil) // nothing typed yet
	}
	slide, err := readNew(f, content.Notice)
	if err != nil {
		return err
	}
	slide.ID = "preview"
	out, err := s.looks(c, slide)
	if err != nil {
		return err
	}
	return s.Part(c, "preview", out)
}
