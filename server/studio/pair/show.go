package pair

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/crop"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// view is the page: pictures to choose from, or the form for the two that were chosen.
type view struct {
	content.Slide // as it is written, with the pair of the form
	Draft         content.SlideDraft
	Revision      content.Digest    // of what the form was filled with
	With          string            // ID of the slide whose picture was chosen; "": the pair's own stays
	Drops         content.Digest    // of that slide, where it is a draft that may be thrown away; see [spare]
	Others        []content.Slide   // pictures to choose from
	Looks         []picture.Preview // of what was typed, where somebody without scripts asked
	canvases      []answer.Canvas
	about         []mandate.Subject
}

// About is the slide as it is, and what is written.
func (v view) About() []mandate.Subject { return v.about }

// Halves are the two pictures as the form asks for them.
func (v view) Halves() []half {
	if v.Pair == nil {
		return nil
	}
	at := shell.SlidePath(v.ID)
	after := at + "/pair/after.png"
	if v.With != "" {
		after += "?with=" + v.With
	}
	return []half{
		{shell.Say("Ảnh trước", "Before"), "focus", "was", v.Pair.Was, at + "/original?of=draft", v.FocusX, v.FocusY, crop.OfHalf(v.Slide, false, v.canvases)},
		{shell.Say("Ảnh sau", "After"), crop.After, "is", v.Pair.Is, after, v.Pair.FocusX, v.Pair.FocusY, crop.OfHalf(v.Slide, true, v.canvases)},
	}
}

// half is one picture of the form.
type half struct {
	Name    shell.Text
	Field   string // how the names of its points begin
	Caption string // the field of what is printed on it
	Said    string
	At      string // its original
	X, Y    float64
	Crops   []crop.Crop
}

// mostOthers is how many pictures are offered, the newest.
const mostOthers = 24

// Show offers the pictures of the campaign, or the form for what was chosen.
func (s *Pairs) Show(c *fiber.Ctx) error {
	v, err := s.view(c, shell.Query(c, "with"))
	if err != nil {
		return err
	}
	if v.Pair == nil || shell.Query(c, "other") != "" {
		v.Pair = nil
		if v.Others, err = s.others(c.UserContext(), v.Slide); err != nil {
			return err
		}
	}
	return s.Page(c, page.Titled(shell.Same(v.Title)), v)
}

// view is the page with the picture of another slide; "": with the pair that the slide has.
func (s *Pairs) view(c *fiber.Ctx, with string) (v view, err error) {
	ctx := c.UserContext()
	if v.Draft, err = s.Store.SlideDraft(ctx, shell.Param(c, "id")); err != nil {
		return v, err
	}
	v.Slide, v.Revision = v.Draft.Offered(), v.Draft.Sight(nil)
	if !paired(v.Slide) {
		return v, &content.Error{
			Code: content.NotFound,
			Vi:   "Tấm “" + v.Title + "” không phải ảnh nên không ghép trước và sau được.",
			En:   "“" + v.Title + "” is no picture, so it cannot be before and after.",
		}
	}
	for _, one := range []content.Slide{v.Draft.Live, v.Draft.Doc} {
		subject, err := signin.SlideSubject(ctx, s.Store.Reader, one)
		if err != nil {
			return v, err
		}
		v.about = append(v.about, subject)
	}
	if v.canvases, err = s.pictures.Canvases(ctx); err != nil {
		return v, err
	}
	if with == "" {
		return v, nil
	}
	other, err := s.chosen(ctx, v.Slide, with)
	if err != nil {
		return v, err
	}
	fresh := content.Pair{Medium: other.Doc.Medium, FocusX: other.Doc.FocusX, FocusY: other.Doc.FocusY, Focuses: other.Doc.Focuses, Was: "Trước", Is: "Sau"}
	if v.Pair != nil {
		fresh.Was, fresh.Is = v.Pair.Was, v.Pair.Is
	}
	if other.Doc.Fit != content.Cover {
		fresh.FocusX, fresh.FocusY, fresh.Focuses = 0.5, 0.5, nil
	}
	if v.Fit != content.Cover {
		v.FocusX, v.FocusY, v.Focuses = 0.5, 0.5, nil
	}
	v.Pair, v.Fit, v.With = &fresh, content.Cover, other.ID
	if spare(other, signin.From(c).ID) {
		cards, err := s.Store.CardsOf(ctx, other.ID)
		if err != nil {
			return v, err
		}
		if len(cards) == 0 {
			v.Drops = other.Sight(nil)
		}
	}
	return v, nil
}

// spare says whether a slide is a draft that nobody but this person has written in, so that they may
// throw it away once its picture is in another one.
func spare(d content.SlideDraft, who string) bool {
	return d.Live.State == content.Draft && slices.Equal(d.Live.Authors(), []string{who})
}

// paired says whether a slide may have a second picture: it is one, and no card of a page.
func paired(s content.Slide) bool { return s.Kind == content.Picture && s.Medium.Valid() }

// chosen is the slide whose picture becomes the second one.
func (s *Pairs) chosen(ctx context.Context, of content.Slide, id string) (content.SlideDraft, error) {
	d, err := s.Store.SlideDraft(ctx, id)
	if err == nil && (id == of.ID || !paired(d.Doc) || d.Doc.Pair != nil) {
		err = shell.Invalid("Hãy chọn một tấm ảnh khác.", "Choose another picture.")
	}
	return d, err
}

// others are the pictures of the slide's campaign, the last of its order first: those came last.
func (s *Pairs) others(ctx context.Context, of content.Slide) (out []content.Slide, err error) {
	err = s.Store.Reader.EachSlide(ctx, store.SlideQuery{Campaign: of.Campaign}, func(one content.Slide) error {
		if one.ID != of.ID && paired(one) && one.Pair == nil && one.State != content.TakenOff {
			out = append(out, one)
		}
		return nil
	})
	slices.Reverse(out)
	return out[:min(len(out), mostOthers)], err
}

// After serves the second picture for choosing its point: that of the pair, or of the slide that was
// chosen. It is what [slide.Slides.Original] is of the first.
func (s *Pairs) After(c *fiber.Ctx) error {
	v, err := s.view(c, shell.Query(c, "with"))
	if err != nil {
		return err
	}
	if v.Pair == nil {
		return fiber.ErrNotFound
	}
	m, err := s.Store.Medium(c.UserContext(), v.Pair.Medium)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(m.Type, "image/") {
		return fiber.ErrNotFound
	}
	path, err := s.media.Path(c.UserContext(), m.Digest)
	if err != nil {
		return err
	}
	if err := c.SendFile(path, false); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, m.Type)
	c.Set(fiber.HeaderCacheControl, "private, max-age=3600")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return nil
}
