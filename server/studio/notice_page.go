package studio

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

var titleNotice = text{"Thông báo mới", "New notice"}

type noticeView struct {
	Campaigns []content.Campaign
	Campaign  string
	Title     string
	Words     wordsForm
}

func (s *Studio) noticeShow(c *fiber.Ctx) error {
	v, err := s.noticeView(c, content.Slide{Kind: content.Notice, Style: content.Statement})
	if err != nil {
		return err
	}
	return s.show(c, "notice", titleNotice, v)
}

func (s *Studio) noticeView(c *fiber.Ctx, slide content.Slide) (v noticeView, err error) {
	v = noticeView{Campaign: slide.Campaign, Title: slide.Title, Words: wordsOf(slide)}
	v.Campaigns, err = s.Store.Campaigns(c.UserContext())
	return v, err
}

// readNotice is a new notice as the form has it.
func readNotice(c *fiber.Ctx) (content.Slide, error) {
	slide := content.Slide{Kind: content.Notice, Campaign: field(c, "campaign"), Title: field(c, "title"), State: content.Draft, Source: "studio"}
	slide, err := readWords(c, slide)
	if slide.Title == "" {
		slide.Title = titleFrom(slide.Words)
	}
	return slide, err
}

// titleFrom names a slide by its words, cut between two of them.
func titleFrom(w content.Words) string {
	title := ""
	for _, word := range strings.Fields(w.Number + " " + w.Head) {
		if len(title)+len(word) > 80 {
			return title + " …"
		}
		title = strings.TrimSpace(title + " " + word)
	}
	return title
}

func (s *Studio) noticeSave(c *fiber.Ctx) error {
	ctx := c.UserContext()
	slide, err := readNotice(c)
	if err == nil {
		slide.ID, slide.Author = "s-"+strings.ToLower(rand.Text()[:16]), signin.From(c).ID
		_, err = s.Store.Change(ctx, slide.Author, func(tx *store.Tx) error {
			if _, err := tx.Campaign(ctx, slide.Campaign); err != nil {
				return err
			}
			slide.Order = int(tx.Number() - content.Epoch) // behind all that are there: changes are numbered upwards
			return tx.PutSlide(ctx, slide)
		})
	}
	if err != nil {
		v, failed := s.noticeView(c, slide)
		if failed != nil {
			return failed
		}
		return s.refuse(c, err, "notice", titleNotice, v)
	}
	return done(c, slidePath(slide.ID), "drafted")
}

// preview is a notice on one canvas, or why it does not fit there.
type preview struct {
	content.Canvas
	Image template.URL // data:, made here of our own pixels
	Fault *content.Error
}

// noticePreview paints the words of the form at the standard canvases while they are typed. Nothing is stored.
func (s *Studio) noticePreview(c *fiber.Ctx) error {
	if field(c, "head") == "" && field(c, "number") == "" {
		return s.part(c, "preview", nil) // nothing typed yet
	}
	slide, err := readNotice(c)
	if err != nil {
		return err
	}
	slide.ID = "preview"
	var out []preview
	for _, canvas := range standard {
		one := preview{Canvas: canvas}
		p, err := s.draw(c.UserContext(), slide, canvas)
		if err == nil {
			one.Image = template.URL("data:" + p.mime + ";base64," + base64.StdEncoding.EncodeToString(p.body))
		} else if !errors.As(err, &one.Fault) {
			return err
		}
		out = append(out, one)
	}
	return s.part(c, "preview", out)
}
