package slide

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/intake"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// What the buttons of a guide's form say; the one that saves says nothing.
const (
	actPage = "page" // one more page, to be filled in
	actLook = "look" // what was typed, as kiosks would have it
)

type newGuideView struct {
	Campaigns []care.Choice
	Guide     guideForm
}

// guideOf is the form of a slide's guide, empty where its document is lost or damaged: then it is
// written again from the start.
func (s *Slides) guideOf(ctx context.Context, slide content.Slide) (guideForm, error) {
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

// Guides answers for new guides. One that is there is a slide like any other.
type Guides struct{ *Slides }

// New shows the page of a new guide.
func (s Guides) New(c *fiber.Ctx) error {
	return s.page(c, nil, "", guideFormOf(protocol.Guide{Kind: protocol.GuidePages}))
}

// page shows a new guide as far as it is typed, and what is wrong with it.
func (s Guides) page(c *fiber.Ctx, fault error, campaign string, f guideForm) error {
	all, err := care.Campaigns(s.Shell, c, campaign)
	if err != nil {
		return err
	}
	v := newGuideView{all, f}
	shell.Filled(c)
	if fault != nil {
		return s.Refuse(c, fault, pageGuide, v)
	}
	return s.Page(c, pageGuide, v)
}

// Make makes a guide: a draft, as every new slide.
func (s Guides) Make(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	id := "s-" + strings.ToLower(rand.Text()[:16])
	sent := shell.FormOf(c)
	f, campaign := readGuide(sent, id), sent.Field("campaign")
	if act := sent.Field("act"); act != "" {
		return s.page(c, f.fault(act), campaign, f.after(act))
	}
	if err := sent.Again(); err != nil {
		return s.page(c, err, campaign, f.after(""))
	}
	slide, err := readSlide(sent, content.Slide{ID: id, Kind: content.Guide, State: content.Draft, Author: who, Source: "studio"})
	var bad shell.Faults
	bad.Add(err)
	bad.Add(f.check())
	var m store.Medium
	if err = bad.Err(); err == nil {
		m, err = s.keepGuide(ctx, f)
	}
	if err == nil {
		_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
			if _, err := tx.Campaign(ctx, slide.Campaign); err != nil {
				return shell.At("campaign", noCampaign(err))
			}
			if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, slide); err != nil {
				return shell.At("campaign", err)
			}
			slide.Medium = m.Digest
			if slide.Order, err = tx.NextOrder(ctx, slide.Campaign); err != nil {
				return err
			}
			if err := tx.PutMedium(ctx, m); err != nil {
				return err
			}
			return tx.PutSlide(ctx, slide)
		})
	}
	if err != nil {
		return s.page(c, err, campaign, f)
	}
	return shell.Done(c, shell.SlidePath(id), "drafted")
}

// guideSave writes a draft of a guide. Its document becomes another medium: what was approved
// before stays what it was.
func (s *Slides) guideSave(c *fiber.Ctx, d content.SlideDraft) error {
	fill := d.Offered()
	before, err := s.guideOf(c.UserContext(), fill)
	if err != nil {
		return err
	}
	sent := shell.FormOf(c)
	f, act := readGuide(sent, before.ID), sent.Field("act")
	changed, err := readSlide(sent, fill)
	if err != nil || act != "" {
		var bad shell.Faults
		bad.Add(err)
		if act == "" {
			bad.Add(f.check())
		} else {
			bad.Add(f.fault(act))
		}
		f = f.after(act)
		return s.refuseTyped(c, changed, &f, bad.Err())
	}
	m, err := s.keepGuide(c.UserContext(), f)
	if err == nil {
		changed.Medium = m.Digest
		err = s.write(c, d, changed, &m)
	}
	if err != nil {
		return s.refuseTyped(c, changed, &f, err)
	}
	return shell.Done(c, shell.SlidePath(d.ID), "saved")
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

func (s *Slides) keepGuide(ctx context.Context, f guideForm) (store.Medium, error) {
	if err := f.check(); err != nil {
		return store.Medium{}, err
	}
	return intake.KeepGuide(ctx, s.Media, f.Document())
}
