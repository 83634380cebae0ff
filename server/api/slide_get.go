package api

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
)

// slideQuestion is which slide a program asks for.
type slideQuestion struct {
	Slide string `query:"slide" doc:"ID of the slide" example:"s-4k2"`
}

// slideState is how a slide stands, as it is written.
type slideState struct {
	ID         string        `json:"id" doc:"Of the slide"`
	Title      string        `json:"title" doc:"Its title"`
	Campaign   string        `json:"campaign" doc:"ID of its campaign"`
	State      content.State `json:"state" doc:"Of what is written: a draft beside what is on air, where there is one"`
	Live       bool          `json:"live" doc:"A version of it was approved and not taken off"`
	Returned   string        `json:"returned,omitempty" doc:"Why it was sent back to its authors"`
	Conversion *conversion   `json:"conversion,omitempty" doc:"How far its clip is; none: what screens show of it is there"`
}

// conversion is how far the clip of a slide is being converted.
type conversion struct {
	State   answer.Converting `json:"state" doc:"Whether it waits for its turn, runs, was stopped by somebody in the studio, or failed"`
	Percent int               `json:"percent" doc:"How much of it is done, 0 to 99"`
}

// slideGet answers how a slide stands, to whoever may change it.
func (a *API) slideGet(c *fiber.Ctx) error {
	ctx := c.UserContext()
	d, err := a.Store.SlideDraft(ctx, text(c.Query("slide")))
	if err != nil {
		return err
	}
	who, err := a.Store.Bearer(ctx, tokenOf(c).By)
	if err != nil {
		return err
	}
	for _, one := range []content.Slide{d.Live, d.Doc} { // a draft may have been moved to one's own area
		of, err := signin.SlideSubject(ctx, a.Store.Reader, one)
		if err != nil {
			return err
		}
		if !signin.Bears(ctx, a.SignIn, of) || !mandate.May(who, mandate.Edit, of, a.Now(), a.Copies.Areas) {
			return &content.Error{
				Code: content.Denied,
				Vi:   "Tấm này nằm ngoài phạm vi của mã hoặc của người tạo mã.",
				En:   "This slide is beyond the bounds of the token, or of whoever made it.",
			}
		}
	}
	on, err := a.Snapshot(ctx)
	if err != nil {
		return err
	}
	how, err := answer.ConversionOf(ctx, on, d)
	if err != nil {
		return err
	}
	out := slideState{ID: d.ID, Title: d.Doc.Title, Campaign: d.Doc.Campaign, State: d.Doc.State, Live: d.Live.State == content.Approved, Returned: d.Doc.Returned}
	if how.State != "" {
		out.Conversion = &conversion{how.State, how.Percent}
	}
	return c.JSON(out)
}
