package campaign

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

type row struct {
	content.Campaign
	Slides int  // approved ones
	Waits  bool // a change waits for approval
	Over   bool
}

// List shows all campaigns.
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
	rows := make([]row, len(all))
	for i, one := range all {
		until := one.Valid.Until
		rows[i] = row{
			Campaign: one, Slides: slides[one.ID], Over: !until.IsZero() && !until.After(s.Now()),
			Waits: slices.ContainsFunc(drafts, func(d content.DraftOf[content.Campaign]) bool { return d.ID == one.ID }),
		}
	}
	return s.Page(c, pageList, rows)
}

type view struct {
	content.Campaign
	Hours    shell.Text
	Form     content.Campaign // what the form is filled with: the draft, or else what is live
	Area     string           // key of the one area that it is for
	AreaName shell.Text
	Plain    bool // its targets are none, or one area: the form can say them
	Slides   []content.Slide
	Wait     *waiting
	Alone    bool
	History  []shell.Act
}

// waiting is a change that waits, with what it does to slides.
type waiting struct {
	content.DraftOf[content.Campaign]
	Seen    content.Digest
	Author  shell.Text
	OwnWork bool
	Where   shell.Text // empty: every screen
	Was     shell.Text
	Ends    []content.Slide // whose own approval ends before the new end
	Dates   []content.Slide // whose words name the old end
}

// Show is the page of a campaign.
func (s *Campaigns) Show(c *fiber.Ctx) error {
	live, err := s.Store.Campaign(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	v, err := s.view(c, live)
	if err != nil {
		return err
	}
	return s.Page(c, pageCampaign.Titled(shell.Same(live.Name)), v)
}

func (s *Campaigns) refuse(c *fiber.Ctx, live content.Campaign, fault error) error {
	v, err := s.view(c, live)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageCampaign.Titled(shell.Same(live.Name)), v)
}

func (s *Campaigns) view(c *fiber.Ctx, live content.Campaign) (v view, err error) {
	ctx := c.UserContext()
	v = view{Campaign: live, Form: live}
	if v.Hours = shell.Say("cả ngày", "all day"); !live.Hours.Always() {
		v.Hours.Vi, v.Hours.En = live.Hours.Words()
	}
	if v.Slides, err = s.Store.Slides(ctx, store.SlideQuery{Campaign: live.ID}); err != nil {
		return v, err
	}
	d, err := s.Store.CampaignDraft(ctx, live.ID)
	switch {
	case err == nil:
		v.Form = d.Doc
		approved, err := slidesOf(ctx, s.Store.Reader, live.ID)
		if err != nil {
			return v, err
		}
		ends := endsBefore(approved, d.Doc)
		v.Wait = &waiting{
			DraftOf: d, Seen: sight(d, ends), Author: s.NameOf(ctx, d.Author()), OwnWork: slices.Contains(d.By, signin.From(c).ID),
			Where: s.where(d.Doc), Was: s.where(live), Ends: ends, Dates: naming(approved, d.Base, d.Doc),
		}
	case content.CodeOf(err) != content.NotFound:
		return v, err
	}
	v.Plain = plain(v.Form.Targets)
	if len(v.Form.Targets) == 1 && v.Plain {
		v.Area = v.Form.Targets[0].Area
		v.AreaName = s.AreaName(v.Area)
	}
	if v.Alone, err = signin.Alone(ctx, s.Store.Reader, signin.From(c).ID); err != nil {
		return v, err
	}
	v.History, err = s.History(ctx, store.NounCampaign, live.ID)
	return v, err
}

// plain says whether targets are none, or one area.
func plain(targets []content.Target) bool {
	return len(targets) == 0 || len(targets) == 1 && targets[0] == (content.Target{Area: targets[0].Area}) && targets[0].Area != ""
}

// where names the area that a campaign is for; empty for every screen.
func (s *Campaigns) where(c content.Campaign) shell.Text {
	switch {
	case len(c.Targets) == 0:
		return shell.Text{}
	case plain(c.Targets):
		return s.AreaName(c.Targets[0].Area)
	}
	return shell.Say("theo campaign.yaml", "by its campaign.yaml")
}

// endsBefore are the live slides that go off before the campaign's end.
func endsBefore(slides []content.Slide, c content.Campaign) (out []content.Slide) {
	for _, one := range slides {
		if one.EndsBefore(c) {
			out = append(out, one)
		}
	}
	return out
}

// naming are the slides whose words name the day of the old end, where the end moves.
func naming(slides []content.Slide, was, is content.Campaign) (out []content.Slide) {
	old := was.Valid.Until
	if old.IsZero() || old.Equal(is.Valid.Until) {
		return nil
	}
	day := old.Add(-time.Millisecond).In(zone) // midnight ends the day before
	for _, one := range slides {
		if one.Words.Has(day.Format("2/1")) || one.Words.Has(day.Format("02/01")) {
			out = append(out, one)
		}
	}
	return out
}

// sight is the digest of what an approver sees: the draft, and the slides that its approval may
// renew.
func sight(d content.DraftOf[content.Campaign], ends []content.Slide) content.Digest {
	return content.SightOf(d.Doc, d.Base, ends)
}

// slidesOf are the approved slides of a campaign.
func slidesOf(ctx context.Context, r store.Reader, campaign string) (out []content.Slide, err error) {
	err = r.EachSlide(ctx, store.SlideQuery{Campaign: campaign, State: content.Approved}, func(s content.Slide) error {
		out = append(out, s)
		return nil
	})
	return out, err
}
