package hold

import (
	"crypto/rand"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// form is what the form of a hold is filled with.
type form struct {
	content.Hold
	Name  shell.Text // of the slide
	Reach care.Reach
	Left  *left // what remains; nil: the form does not say enough yet
}

// fields are those that an address may set beforehand, as the page of a slide does.
var fields = []string{"scope", "slide", "reach", "area", "from", "until", "why"}

// New shows the form, with what remains under the hold as it stands there.
func (s *Holds) New(c *fiber.Ctx) error {
	values := url.Values{}
	for _, name := range fields {
		values.Set(name, shell.Query(c, name))
	}
	if values.Get("scope") == "" {
		values.Set("scope", string(content.HoldNotSober))
	}
	f, err := s.form(c, shell.Form{Values: values})
	if err != nil {
		return err
	}
	return s.Page(c, pageNew, f)
}

// Look shows what remains while the form is filled in. Nothing is stored.
func (s *Holds) Look(c *fiber.Ctx) error {
	f, err := s.form(c, shell.FormOf(c))
	if err != nil {
		return err
	}
	return s.Part(c, "remains", f.Left)
}

// form is the form as it was sent, with what remains where it says enough. Of a slide that is the
// person's own it begins with all its screens.
func (s *Holds) form(c *fiber.Ctx, sent shell.Form) (form, error) {
	ctx, chosen := c.UserContext(), sent.Has("reach")
	h, fault := s.read(sent)
	f := form{Hold: h}
	if h.Scope == content.HoldSlide {
		slide, err := s.Store.Slide(ctx, h.Slide)
		if err != nil {
			return f, err
		}
		f.Name = shell.Same(slide.Title)
		of, err := signin.SlideSubject(ctx, s.Store.Reader, slide)
		if err != nil {
			return f, err
		}
		chosen = chosen || signin.From(c).May(signin.TakeOff, of)
	}
	f.Reach = care.ReachOf(s.Shell, c, signin.TakeOff, chosen, h.Area)
	if !sent.Has("reach") && f.Reach.Choice != "" {
		sent.Values.Set("reach", f.Reach.Choice)
		sent.Values.Set("area", f.Reach.Area)
		h, fault = s.read(sent)
	}
	if fault != nil && content.CodeOf(fault) == "" {
		return f, fault
	}
	if fault != nil {
		return f, nil
	}
	if until := h.Span.Until; !until.IsZero() && !until.After(s.Now()) {
		return f, nil // its sentence comes when it is sent
	}
	var err error
	f.Left, err = s.left(ctx, h)
	return f, err
}

// read is a hold as a form says.
func (s *Holds) read(f shell.Form) (h content.Hold, err error) {
	h = content.Hold{Scope: content.Scope(f.Field("scope")), Why: f.Field("why")}
	if h.Scope == content.HoldSlide {
		h.Slide = f.Field("slide")
	}
	var bad shell.Faults
	bad.Add(f.Again())
	h.Span, err = f.Span("from", "until")
	bad.Add(err)
	if period, _ := area.PeriodAt(s.Now()); h.Scope != content.HoldSlide || f.Has("reach") { // a slide alone is wherever it is
		h.Area, err = care.ReadReach(f, s.Areas, period)
		bad.Add(err)
	}
	return h, bad.Err()
}

// Set sets a hold at once; one person is enough.
func (s *Holds) Set(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	sent := shell.FormOf(c)
	h, err := s.read(sent)
	if err == nil && h.Scope == content.HoldSlide {
		_, err = s.Store.Slide(ctx, h.Slide)
	}
	if err == nil {
		h.ID = "h-" + strings.ToLower(rand.Text()[:16])
		_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
			set, err := content.SetHold(h, who, tx.Time())
			if err != nil {
				return err
			}
			if err := s.SignIn.AskHold(ctx, tx, who, signin.TakeOff, set); err != nil {
				return err
			}
			return tx.PutHold(ctx, set)
		})
	}
	if err != nil {
		f, other := s.form(c, sent)
		if other != nil {
			return other
		}
		return s.Refuse(c, err, pageNew, f)
	}
	if h.Scope == content.HoldSlide {
		return shell.Done(c, shell.HoldPath(h.ID), "hold_off")
	}
	return shell.Done(c, shell.HoldPath(h.ID), "held")
}
