// Package conversion is the room of clips that are being converted: how far one is on the page of its
// slide and below the files of the upload, and the buttons that stop it and have it begin again.
//
// It owns what people are told meanwhile. It must not convert anything: rendition does, and looks
// whether somebody has stopped it.
package conversion

import (
	"context"
	"embed"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "conversion", Files: files, Parts: []string{"conversion"},
	Done: map[string]shell.Text{
		"conversion_stopped": shell.Say("Đã dừng chuyển mã. Tệp vẫn còn.", "The conversion was stopped. The file is kept."),
		"converted":          shell.Say("Video vừa chuyển mã xong, không còn gì để dừng.", "The clip was just converted; there is nothing left to stop."),
		"converting":         shell.Say("Máy chủ chuyển mã lại từ đầu.", "The server converts it again from the beginning."),
	},
}

// Conversions answers for clips that are being converted.
type Conversions struct {
	*shell.Shell
	pictures *picture.Pictures
}

// New answers within a shell that has the room.
func New(s *shell.Shell, pictures *picture.Pictures) *Conversions { return &Conversions{s, pictures} }

// step is how many percent go by until somebody who listens to the page hears of it.
const step = 25

// panel is what the part "conversion" is filled with.
type panel struct {
	Slide   string
	Title   string
	State   answer.Converting // "": it is done
	Percent int
	By      shell.Text // who stopped it
	Sent    bool       // it awaits approval, and stopping takes it back
	Stays   bool       // it is approved, and not stopped
	Ahead   bool       // it is of a file of the inbox that is to take the place of what is on air
	Edit    bool       // the person here may stop it
	CSRF    string
	Said    string // what the page has said aloud last
	Aloud   bool   // there is something new to say
}

// Live says whether it may still change by itself.
func (p panel) Live() bool { return p.State == answer.ConvertWaits || p.State == answer.ConvertRuns }

// Mark is all that is seen of it: a page that has it is sent nothing.
func (p panel) Mark() string { return fmt.Sprintf("%s.%d", p.State, p.Percent) }

// Says is what is to be said aloud of it: its state, and each step once.
func (p panel) Says() string { return fmt.Sprintf("%s.%d", p.State, p.Percent/step) }

// Panel is the part of a slide's page of a clip that is not ready for all screens; nil: there is nothing
// to say.
func (s *Conversions) Panel(c *fiber.Ctx, d content.SlideDraft) (any, error) {
	p, err := s.panel(c, d)
	if err != nil || p.State == "" {
		return nil, err
	}
	p.Said = p.Says()
	return p, nil
}

func (s *Conversions) panel(c *fiber.Ctx, d content.SlideDraft) (p panel, err error) {
	ctx, person := c.UserContext(), signin.From(c)
	p = panel{Slide: d.ID, Title: d.Doc.Title, Sent: d.Doc.State == content.Submitted, Stays: !d.Begun(), CSRF: person.CSRF, Edit: true}
	for _, one := range []content.Slide{d.Live, d.Doc} {
		var about mandate.Subject
		if about, err = signin.SlideSubject(ctx, s.Store.Reader, one); err != nil {
			return p, err
		}
		p.Edit = p.Edit && person.May(signin.Edit, about)
	}
	how, err := s.pictures.Conversion(ctx, d)
	p.State, p.Percent, p.By = how.State, how.Percent, s.NameOf(ctx, how.By)
	if p.Ahead = how.Ahead != ""; p.Ahead {
		p.Stays, p.Sent = false, false
	}
	return p, err
}

// Show answers the page that asks how far it is now.
func (s *Conversions) Show(c *fiber.Ctx) error {
	id := shell.Param(c, "id")
	if c.Get("HX-Request") == "" {
		return c.Redirect(shell.SlidePath(id), fiber.StatusSeeOther)
	}
	d, err := s.Store.SlideDraft(c.UserContext(), id)
	if err != nil {
		return err
	}
	p, err := s.panel(c, d)
	if err != nil {
		return err
	}
	switch mark := shell.Query(c, "mark"); {
	case mark == p.Mark():
		return c.SendStatus(fiber.StatusNoContent)
	case mark == "" && c.Method() == fiber.MethodGet: // nothing of it is on the page yet
		p.Said = p.Says()
		return s.Part(c, "conversion_place", p)
	}
	p.Said = p.Says()
	p.Aloud = shell.Query(c, "said") != p.Said
	if p.Live() && c.Method() == fiber.MethodGet { // its button stays as it is, also under a finger
		return s.Part(c, "conversion_now", p)
	}
	c.Set("HX-Retarget", "#conversion-"+p.Slide)
	return s.Part(c, "conversion", p)
}

// Stop ends a conversion. A slide that awaits approval is taken back: nobody could approve it. One that
// is approved is to be on air: it is taken off, not stopped. Of a file that is to take its place what is
// on air stays.
func (s *Conversions) Stop(c *fiber.Ctx) error {
	making, err := s.pictures.MakingIn(c.UserContext())
	if err != nil {
		return err
	}
	what := ""
	return s.act(c, &what, func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		makes, err := making(ctx, tx.Reader, d.Doc)
		var next answer.Conversion
		if err == nil && !makes {
			next, err = answer.ConversionAhead(ctx, tx.Reader, d)
		}
		switch {
		case err != nil:
			return err
		case next.Ahead != "":
			what = "conversion_stopped"
			return tx.StopConversion(ctx, d.ID, next.Ahead)
		case !makes || d.Doc.Kind != content.Video: // it was quicker, or is no clip
			what = "converted"
			return nil
		case !d.Begun():
			return errApproved
		}
		what = "conversion_stopped"
		if d.Doc.State == content.Submitted {
			back, err := d.Return("")
			if err != nil {
				return err
			}
			if err := tx.PutSlideDraft(ctx, "withdraw", back); err != nil {
				return err
			}
		}
		return tx.StopConversion(ctx, d.ID, d.Doc.Medium)
	})
}

var errApproved = &content.Error{
	Code: content.Conflict,
	Vi:   "Tấm này đã được duyệt nên không dừng chuyển mã được. Nếu không chiếu nữa, hãy gỡ tấm.",
	En:   "This slide is approved, so its conversion is not stopped. If it is not to be shown any more, take it off.",
}

// Again has it begin again.
func (s *Conversions) Again(c *fiber.Ctx) error {
	what := "converting"
	return s.act(c, &what, func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		return tx.ConvertAgain(ctx, d.ID, d.Doc.Medium)
	})
}

// act does something to a slide in a change, which says what was done.
func (s *Conversions) act(c *fiber.Ctx, what *string, do func(context.Context, *store.Tx, content.SlideDraft) error) error {
	ctx, id, who := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		d, err := tx.SlideDraft(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, d.Live, d.Doc); err != nil {
			return err
		}
		return do(ctx, tx, d)
	})
	if err != nil {
		return err
	}
	return s.back(c, *what)
}

// back shows the page again, or the part of it that a script has asked for.
func (s *Conversions) back(c *fiber.Ctx, what string) error {
	if c.Get("HX-Request") == "" {
		return shell.Done(c, shell.SlidePath(shell.Param(c, "id")), what)
	}
	return s.Show(c)
}
