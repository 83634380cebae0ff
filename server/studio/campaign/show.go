package campaign

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

type row struct {
	content.Campaign
	Share  shell.Text
	Slides int  // approved ones
	Waits  bool // a change waits for approval
	Over   bool
}

// rows are campaigns as their list shows them.
type rows struct {
	care.Whose
	Open, Ended []row
}

// List shows campaigns: of the person here, or all.
func (s *Campaigns) List(c *fiber.Ctx) error {
	ctx := c.UserContext()
	all, err := s.Store.Campaigns(ctx)
	if err != nil {
		return err
	}
	drafts, err := s.Store.CampaignDrafts(ctx)
	if err != nil {
		return err
	}
	live, err := s.Store.ApprovedSlides(ctx)
	if err != nil {
		return err
	}
	slides := map[string]int{}
	for _, one := range live {
		slides[one.Campaign]++
	}
	v := rows{Whose: care.WhoseOf(c)}
	for _, one := range all {
		if !v.Has(mandate.OfCampaign(one)) {
			continue
		}
		until := one.Valid.Until
		r := row{
			Campaign: one, Share: shareText(one), Slides: slides[one.ID], Over: !until.IsZero() && !until.After(s.Now()),
			Waits: slices.ContainsFunc(drafts, func(d content.DraftOf[content.Campaign]) bool { return d.ID == one.ID && !d.Kept }),
		}
		if one.Stage == content.Ended {
			v.Ended = append(v.Ended, r)
		} else {
			v.Open = append(v.Open, r)
		}
	}
	return s.Page(c, pageList, v)
}

// About is the campaign as it is, and the change that waits.
func (v view) About() []mandate.Subject {
	out := []mandate.Subject{mandate.OfCampaign(v.Campaign)}
	if v.Wait != nil {
		out = append(out, mandate.OfCampaign(v.Wait.Doc))
	}
	return out
}

type view struct {
	content.Campaign
	Share   shell.Text
	Hours   shell.Text
	Screens shell.Text
	Once    []content.Slide // that the person here may show at once
	Drafts  int             // slides that wait to be submitted or approved
	Form    form            // filled with the draft, or else with what is live
	Outlook *outlook
	After   []after // what screens show the day after its end, in its last days
	Wait    *waiting
	Alone   bool
	History []shell.Act
}

// waiting is a change that waits or was given back, with what it does to slides.
type waiting struct {
	content.DraftOf[content.Campaign]
	Seen    content.Digest
	Author  shell.Text
	OwnWork bool
	Moved   bool // the live campaign has become another one since it was begun
	Changes []change
	Ends    []content.Slide // whose own approval ends before the new end
	Dates   []content.Slide // whose words name the old end
	Unread  []content.Slide // whose files cannot be read now, so that nobody knows whether they name it
	Offer   offer
}

// Show is the page of a campaign.
func (s *Campaigns) Show(c *fiber.Ctx) error {
	live, err := s.Store.Campaign(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.view(c, live, nil)
	if err != nil {
		return err
	}
	return s.Page(c, pageCampaign.Titled(shell.Same(live.Name)), v)
}

// refuse shows the page with what is wrong, and the slides as they were put in order.
func (s *Campaigns) refuse(c *fiber.Ctx, live content.Campaign, fault error) error {
	v, err := s.view(c, live, shell.FormOf(c).Values["sequence"])
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageCampaign.Titled(shell.Same(live.Name)), v)
}

func (s *Campaigns) view(c *fiber.Ctx, now content.Campaign, placed []string) (v view, err error) {
	ctx, p := c.UserContext(), signin.From(c)
	v = view{Campaign: now, Share: shareText(now), Hours: hoursText(now), Screens: s.screensText(now)}
	slides, err := slidesOf(ctx, s.Store.Reader, now.ID)
	if err != nil {
		return v, err
	}
	v.Drafts = len(slides) - len(approved(slides))
	if running(now, s.Now()) {
		v.Once = slices.DeleteFunc(showable(now, slides, s.Now()), func(one content.Slide) bool {
			return !p.Above(signin.Approve, []mandate.Subject{mandate.OfSlide(one, now)})
		})
	}
	fill := now
	d, err := s.Store.CampaignDraft(ctx, now.ID)
	switch {
	case err == nil:
		fill = d.Again(now)
		files := wordingsIn(ctx, s.Store.Reader, s.media, d, slides)
		ends, dates := endsBefore(approved(slides), d.Doc), naming(approved(slides), d.Base, d.Doc, files)
		v.Wait = &waiting{
			DraftOf: d, Seen: sight(d, ends, dates), Author: s.NameOf(ctx, d.Author()), OwnWork: slices.Contains(d.By, p.ID),
			Moved: d.Moved(now), Changes: s.changes(now, fill, slides), Ends: ends, Dates: dates, Unread: files.unread(slides),
			Offer: offerTo(p, s.Now(), d.Doc, now, slides, dates, ""),
		}
	case content.CodeOf(err) != content.NotFound:
		return v, err
	}
	is := version{Campaign: now, Pictures: shell.PathSlides}
	if v.Wait != nil {
		if is, err = waits(ctx, s.Store.Reader, now, fill, shell.PathSlides); err != nil {
			return v, err
		}
	}
	found, err := s.outlook(ctx, is, slides)
	if err != nil {
		return v, err
	}
	v.Outlook = found.by(p, now)
	v.Outlook.Count.Follow = countPath(now.ID)
	if v.After, err = s.after(ctx, p, now); err != nil {
		return v, err
	}
	fill.Sequence = sequence(placed, fill, slides)
	if v.Form, err = s.formOf(ctx, p, fill, slides, now); err != nil {
		return v, err
	}
	v.Form.Where.City = p.May(signin.Edit, mandate.City)
	if v.Alone, err = signin.Alone(ctx, s.Store.Reader, p.ID); err != nil {
		return v, err
	}
	v.History, err = s.History(ctx, store.NounCampaign, now.ID)
	return v, err
}

// sight is the digest of what an approver sees: the draft, the slides that its approval may renew,
// and those that it holds because they name the old end.
func sight(d content.DraftOf[content.Campaign], ends, dates []content.Slide) content.Digest {
	return content.SightOf(d.Doc, d.Base, ends, dates)
}
