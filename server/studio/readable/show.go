package readable

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// choice is what is shown on a size of screen.
type choice string

const (
	keepPage choice = "page"
	takeDeck choice = "cards"
	takeBoth choice = "both"
)

type view struct {
	content.Slide                    // the page as it is written
	Draft         content.SlideDraft // with what is on air
	Shapes        []shape
	Easy          []answer.Meant // sizes where the page is read as it is
	Apart         int            // cards that do not run as the page does
	Send          string         // where the drafts are sent together; "": there are none
	about         []mandate.Subject
}

// About is the slide as it is, and what is written.
func (v view) About() []mandate.Subject { return v.about }

// shape is a size of screen where the page is hard to read.
type shape struct {
	picture.Hard
	Made   []content.Slide // the cards that were taken before
	Choice choice
}

// Key names it in the form.
func (s shape) Key() string { return "on_" + string(s.Size()) }

// Fixed says whether cards wait to be approved, or were: the page cannot be kept alone then.
func (s shape) Fixed() bool {
	return slices.ContainsFunc(s.Made, func(c content.Slide) bool { return c.State != content.Draft })
}

// Lasts is how long all cards take, once.
func (s shape) Lasts() string {
	var all time.Duration
	for _, c := range s.Cards {
		all += c.Words.Amount().ReadingTime(s.Street)
	}
	return shell.PlainNumber(all.Seconds())
}

// Show sets the page beside its cards. One that says nothing anybody could read is a scan: its words
// are typed.
func (r *Readable) Show(c *fiber.Ctx) error {
	v, m, err := r.view(c)
	if err != nil {
		return err
	}
	if m.Text == "" {
		return c.Redirect("/studio/notice?"+url.Values{"beside": {v.ID}, "campaign": {v.Campaign}}.Encode(), fiber.StatusSeeOther)
	}
	return r.Page(c, page.Titled(shell.Same(v.Title)), v)
}

func (r *Readable) view(c *fiber.Ctx) (v view, m store.Medium, err error) {
	ctx := c.UserContext()
	if v.Draft, err = r.Store.SlideDraft(ctx, shell.Param(c, "id")); err != nil {
		return v, m, err
	}
	v.Slide = v.Draft.Doc
	if v.Kind != content.Picture || v.Pair != nil {
		return v, m, &content.Error{
			Code: content.NotFound,
			Vi:   "Tấm “" + v.Title + "” không phải trang hay ảnh nên không có gì để chia thành thẻ.",
			En:   "“" + v.Title + "” is no page or picture, so there is nothing to make cards of.",
		}
	}
	if m, err = r.Store.Medium(ctx, v.Medium); err != nil {
		return v, m, err
	}
	for _, one := range []content.Slide{v.Draft.Live, v.Slide} {
		subject, err := signin.SlideSubject(ctx, r.Store.Reader, one)
		if err != nil {
			return v, m, err
		}
		v.about = append(v.about, subject)
	}
	if m.Text == "" {
		return v, m, nil
	}
	hard, easy, err := r.pictures.Hard(ctx, v.Slide, m)
	if err != nil {
		return v, m, err
	}
	v.Easy = easy
	var items []string
	for _, one := range hard {
		s := shape{Hard: one}
		if s.Made, _, err = made(ctx, r.Store.Reader, v.Slide, s.Size()); err != nil {
			return v, m, err
		}
		s.Choice = s.chosen(v.Sizes)
		for _, card := range s.Made {
			if card.State == content.Draft {
				items = append(items, card.ID)
			}
		}
		v.Shapes = append(v.Shapes, s)
	}
	apart, err := r.Store.CardsApart(ctx, v.Slide)
	if err != nil {
		return v, m, err
	}
	v.Apart = len(apart)
	if len(items) > 0 {
		if v.State == content.Draft && (v.Draft.Beside && v.Draft.Begun() || !v.Draft.Beside && len(items) < card.Most) {
			items = append([]string{v.ID}, items...)
		}
		v.Send = together(items)
	}
	return v, m, nil
}

// together is the form that sends drafts together; it takes no more than a deck has cards.
func together(ids []string) string {
	items := ""
	for i, id := range ids[:min(len(ids), card.Most)] {
		if i > 0 {
			items += " "
		}
		items += id
	}
	return "/studio/upload/drafts?" + url.Values{"items": {items}}.Encode()
}

// chosen is what stands on the page of the form: what was chosen before, else the cards where there
// are some.
func (s shape) chosen(sizes content.Sizes) choice {
	left := slices.Contains(sizes.Not, s.Size())
	switch {
	case left:
		return takeDeck
	case len(s.Made) > 0:
		return takeBoth
	case len(s.Cards) > 0 && s.Screens > 0:
		return takeDeck
	}
	return keepPage
}

// made are the cards of a page for a size that are there already, and those that ended with a
// picture that the page has again. Those that a hold of their own keeps off for good are neither.
func made(ctx context.Context, from store.Reader, page content.Slide, size content.Size) (there, ended []content.Slide, err error) {
	all, err := from.CardsOf(ctx, page.ID)
	if err != nil {
		return nil, nil, err
	}
	off, err := from.HeldSince(ctx, page.ID)
	for _, s := range all {
		held := false
		switch {
		case s.Source != content.CardSource(page.ID, page.Medium, size):
			continue
		case s.State == content.TakenOff:
			ended = append(ended, s)
			continue
		case s.State == content.Approved && off.IsZero() && err == nil:
			held, err = from.SlideOff(ctx, s.ID)
		}
		if !held {
			there = append(there, s)
		}
	}
	return there, ended, err
}

// Card is the picture of a card on its size of screen.
func (r *Readable) Card(c *fiber.Ctx) error {
	v, _, err := r.view(c)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.Params("n"))
	i := slices.IndexFunc(v.Shapes, func(s shape) bool { return string(s.Size()) == c.Params("size") })
	if err != nil || i < 0 || n < 1 || n > len(v.Shapes[i].Cards) {
		return fiber.ErrNotFound
	}
	p, err := r.pictures.Draw(c.UserContext(), picture.CardSlide(v.Slide, v.Shapes[i].Cards[n-1], ""), v.Shapes[i].Canvas)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, p.Type)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	return c.Send(p.Bytes)
}
