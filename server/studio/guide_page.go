package studio

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/intake"
	"ngatu/server/signin"
)

var titleGuide = text{"Hướng dẫn mới", "New guide"}

// What the buttons of a guide's form say; the one that saves says nothing.
const (
	actPage = "page" // one more page, to be filled in
	actLook = "look" // what was typed, as kiosks would have it
)

type newGuideView struct {
	Campaigns []content.Campaign
	Campaign  string
	Guide     guideForm
}

// guideOf is the form of a slide's guide, empty where its document is lost or damaged: then it is written anew.
func (s *Studio) guideOf(ctx context.Context, slide content.Slide) (guideForm, error) {
	b, err := s.Media.Read(ctx, slide.Medium)
	if err != nil && content.CodeOf(err) == "" {
		return guideForm{}, err
	}
	g, bad := protocol.ReadGuide(b)
	if err != nil || bad != nil {
		s.Log.Error("the document of a guide cannot be read", "slide", slide.ID, "medium", slide.Medium, "error", errors.Join(err, bad))
		g = protocol.Guide{ID: slide.ID, Kind: protocol.GuidePages, Title: protocol.Both{Vi: slide.Title}}
	}
	return guideFormOf(g), nil
}

func (s *Studio) guideNew(c *fiber.Ctx) error {
	return s.newGuide(c, nil, "", guideFormOf(protocol.Guide{Kind: protocol.GuidePages}))
}

// newGuide shows the page of a new guide as far as it is typed, and what is wrong with it.
func (s *Studio) newGuide(c *fiber.Ctx, fault error, campaign string, f guideForm) error {
	all, err := s.Store.Campaigns(c.UserContext())
	if err != nil {
		return err
	}
	v := newGuideView{all, campaign, f}
	if fault != nil {
		return s.refuse(c, fault, "guide", titleGuide, v)
	}
	return s.show(c, "guide", titleGuide, v)
}

// guideMake makes a guide: a draft, as every new slide.
func (s *Studio) guideMake(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	id := "s-" + strings.ToLower(rand.Text()[:16])
	f, campaign := readGuideForm(c, id), field(c, "campaign")
	if act := field(c, "act"); act != "" {
		return s.newGuide(c, f.fault(act), campaign, f.after(act))
	}
	slide, err := readSlide(c, content.Slide{ID: id, Kind: content.Guide, State: content.Draft, Author: who, Source: "studio"})
	var m store.Medium
	if err == nil {
		m, err = s.keepGuide(ctx, f)
	}
	if err == nil {
		_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
			if _, err := tx.Campaign(ctx, slide.Campaign); err != nil {
				return err
			}
			slide.Medium, slide.Order = m.Digest, int(tx.Number()-content.Epoch) // behind all that are there
			return putGuide(ctx, tx, m, slide)
		})
	}
	if err != nil {
		return s.newGuide(c, err, campaign, f)
	}
	return done(c, slidePath(id), "drafted")
}

// guideSave changes a guide that is not offered anywhere now. Its document becomes another medium: what was approved before
// stays what it was. The slide is a draft again.
func (s *Studio) guideSave(c *fiber.Ctx, slide content.Slide) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	before, err := s.guideOf(ctx, slide)
	if err != nil {
		return err
	}
	f := readGuideForm(c, before.ID)
	changed, err := readSlide(c, slide)
	act := field(c, "act")
	if err != nil || act != "" {
		return s.guideTyped(c, errors.Join(err, f.fault(act)), changed, f.after(act))
	}
	m, err := s.keepGuide(ctx, f)
	if err != nil {
		return s.guideTyped(c, err, changed, f)
	}
	changed.Medium = m.Digest
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := draftAgain(ctx, tx, slide, &changed, who); err != nil {
			return err
		}
		return putGuide(ctx, tx, m, changed)
	})
	if err != nil {
		return s.guideTyped(c, err, slide, f)
	}
	return done(c, slidePath(slide.ID), "saved")
}

// guideTyped shows the page of a guide with what was typed instead of what is stored.
func (s *Studio) guideTyped(c *fiber.Ctx, fault error, slide content.Slide, f guideForm) error {
	v, err := s.slideView(c, slide)
	if err != nil {
		return err
	}
	v.Guide = &f
	if fault != nil {
		return s.refuse(c, fault, "slide", text{Vi: slide.Title}, v)
	}
	return s.show(c, "slide", text{Vi: slide.Title}, v)
}

// fault is what a look at the form tells; whoever only wants a page more is not bothered yet.
func (f guideForm) fault(act string) error {
	if act == actLook {
		return f.check()
	}
	return nil
}

// after is the form once a button was pressed that saves nothing.
func (f guideForm) after(act string) guideForm {
	if act == actPage && len(f.Pages) < maxGuidePages || len(f.Pages) == 0 {
		f.Pages = append(f.Pages, guidePageForm{})
	}
	return f
}

func (s *Studio) keepGuide(ctx context.Context, f guideForm) (store.Medium, error) {
	if err := f.check(); err != nil {
		return store.Medium{}, err
	}
	return intake.KeepGuide(ctx, s.Media, f.Document())
}

func putGuide(ctx context.Context, tx *store.Tx, m store.Medium, slide content.Slide) error {
	if err := tx.PutMedium(ctx, m); err != nil {
		return err
	}
	return tx.PutSlide(ctx, slide)
}

// guideReach counts the kiosks that offer each guide.
func guideReach(screens []content.Screen, l content.Library, now time.Time, out map[string]reach) {
	offers, inUse := l.Offers(), l.Targets()
	for _, one := range screens {
		p, ok := one.PlaceAt(now)
		if !ok || p.Kind != content.Kiosk {
			continue
		}
		a := content.AudienceOf(p, inUse)
		for _, o := range offers {
			r := out[o.Slide.ID]
			if o.Ever(a) {
				r.Ever++
			}
			if o.For(a, now) {
				r.Now++
			}
			out[o.Slide.ID] = r
		}
	}
}
