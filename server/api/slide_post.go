package api

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/edge"
	"ngatu/server/intake"
	"ngatu/server/quota"
	"ngatu/server/signin"
)

// slideForm are the fields of a request with a file, as they are described.
type slideForm struct {
	File     string        `json:"file" format:"binary" doc:"The picture, clip, PDF or document; just one"`
	Campaign string        `json:"campaign,omitempty" doc:"ID of its campaign; left out: inbox"`
	Title    string        `json:"title,omitempty" doc:"Left out: the name of the file"`
	Fit      content.Fit   `json:"fit,omitempty" doc:"How a picture fills a canvas; left out: contain"`
	AI       intake.Answer `json:"ai,omitempty" doc:"Whether AI made or altered any of it; left out: as the file says"`
	Slide    string        `json:"slide,omitempty" doc:"ID of a slide whose file this one takes the place of: as a draft, beside it where it is on air"`
}

// drafted is the answer for an accepted file.
type drafted struct {
	ID       string         `json:"id" doc:"Of the slide"`
	Title    string         `json:"title" doc:"Its title"`
	Campaign string         `json:"campaign" doc:"ID of its campaign"`
	State    content.State  `json:"state" doc:"A draft, until people approve it; the same bytes sent again may be further"`
	Notices  []store.Notice `json:"notices,omitempty" doc:"What staff are told of the file"`
	Pages    []drafted      `json:"pages,omitempty" doc:"All drafts of a document with several pages; the first is the answer itself"`
}

func (a *API) drafted(ctx context.Context, s content.Slide) drafted {
	out := drafted{ID: s.ID, Title: s.Title, Campaign: s.Campaign, State: s.State}
	if m, err := a.Store.Medium(ctx, s.Medium); err == nil {
		out.Notices = m.Notices
	}
	return out
}

// slidePost makes a draft of one picture or clip, or several of a document: the multipart field
// "file", with optional "campaign", "title", "fit" and "ai" ("yes" or "no": whether AI
// made or altered it; without it the file decides). The same bytes sent again are the same
// slide. With "slide", the ID of one, the file takes the place of that slide's: as a draft, beside
// it where it is on air.
func (a *API) slidePost(c *fiber.Ctx) error {
	ctx := c.UserContext()
	form, err := c.MultipartForm()
	if err != nil || len(form.File["file"]) != 1 {
		return invalid("Hãy gửi đúng một tệp trong trường “file” (multipart/form-data).", "Send just one file in the field “file” (multipart/form-data).")
	}
	edge.BodyRead(ctx)
	h := form.File["file"][0]
	f, err := h.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	u := intake.Upload{
		Name: text(h.Filename), Reader: f, Size: h.Size, Author: tokenOf(c).By,
		Slide: text(c.FormValue("slide")), Campaign: text(c.FormValue("campaign")), Title: text(c.FormValue("title")), Fit: content.Fit(text(c.FormValue("fit"))),
	}
	maker := tokenOf(c).By
	u.May = func(ctx context.Context, tx *store.Tx, s content.Slide) error {
		return a.SignIn.AskSlide(ctx, tx, maker, signin.Edit, s)
	}
	room, err := quota.For(ctx, a.Store.Reader, quota.Options{Units: a.Areas, At: a.Now(), Who: maker})
	if err != nil {
		return err
	}
	u.Fits = room.Fits
	if u.AI = intake.Answer(text(c.FormValue("ai"))); u.AI != intake.ByFile && u.AI != intake.Yes && u.AI != intake.No {
		return invalid("“ai” là yes hoặc no, hay để trống.", "“ai” is yes or no, or empty.")
	}
	if u.Fit != "" && u.Fit != content.Contain && u.Fit != content.Cover {
		return invalid("“fit” là contain hoặc cover.", "“fit” is contain or cover.")
	}
	made, err := a.Intake.Files(ctx, who(tokenOf(c)), u, func(int, int) {})
	if err != nil {
		return err
	}
	out := a.drafted(ctx, made.Slides[0])
	out.Notices = append(out.Notices, made.Notices...)
	for _, s := range made.Slides {
		if len(made.Slides) > 1 {
			out.Pages = append(out.Pages, a.drafted(ctx, s))
		}
	}
	return c.Status(fiber.StatusCreated).JSON(out)
}

// text is a field in its stored form: a copy, composed, with whole letters.
func text(s string) string {
	return strings.TrimSpace(norm.NFC.String(strings.Clone(strings.ToValidUTF8(s, ""))))
}
