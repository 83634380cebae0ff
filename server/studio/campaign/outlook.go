package campaign

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/week"
)

// outlook is what a campaign shows, or would show once it is approved, for the part "outlook".
type outlook struct {
	Sentence shell.Text
	Share    shell.Text // of airtime; empty: it has none
	Count    count
	Chart    *week.Drawing
	Shapes   []shape
	Beside   bool   // what is live stands beside it
	Pictures string // address below which the pictures of slides are
}

// Studio says whether whoever looks may open other pages: by an approval link nobody does.
func (o outlook) Studio() bool { return o.Pictures == shell.PathSlides }

// version is a version of a campaign whose outlook is asked for.
type version struct {
	content.Campaign
	Draft    bool              // nobody has approved it yet
	Live     *content.Campaign // whose place it takes; nil: nothing stands beside it
	Pictures string            // address below which the pictures of slides are
	With     int               // slides of it that were sent to the approver with it: no outlook has them
}

// unmade stands in a path for the campaign that is being made.
const unmade = "new"

// Look says what the campaign would show as the form has it. Nothing is stored.
func (s *Campaigns) Look(c *fiber.Ctx) error {
	typed, slides, err := s.typed(c)
	if err != nil && content.CodeOf(err) == "" {
		return err
	}
	if err != nil {
		return s.Part(c, "campaign_look", nil) // its sentence comes when it is sent
	}
	out, err := s.outlook(c.UserContext(), version{Campaign: typed, Draft: true, Pictures: shell.PathSlides}, slides)
	if err != nil {
		return err
	}
	out.Count.Follow, out.Count.Typed = countPath(shell.Param(c, "id")), true
	return s.Part(c, "campaign_look", out.by(signin.From(c), typed))
}

// typed is the campaign of an address as the form has it, with its slides.
func (s *Campaigns) typed(c *fiber.Ctx) (typed content.Campaign, slides []content.Slide, err error) {
	ctx := c.UserContext()
	from := blank
	if id := shell.Param(c, "id"); id != unmade {
		if from, err = s.newest(ctx, id); err != nil {
			return from, nil, err
		}
	}
	if slides, err = slidesOf(ctx, s.Store.Reader, from.ID); err != nil {
		return from, nil, err
	}
	typed, err = s.read(shell.FormOf(c), from, slides)
	typed.Stage = content.Running
	return typed, slides, err
}

// newest is the change of a campaign that waits, on top of what is live, else the campaign as it is
// live: what its page shows.
func (s *Campaigns) newest(ctx context.Context, id string) (content.Campaign, error) {
	d, err := s.Store.CampaignDraft(ctx, id)
	if content.CodeOf(err) == content.NotFound {
		return s.Store.Campaign(ctx, id)
	}
	if err != nil {
		return d.Doc, err
	}
	live, err := s.Store.Campaign(ctx, id)
	return d.Again(live), err
}

// outlook says what a version of a campaign shows from now on.
func (s *Campaigns) outlook(ctx context.Context, v version, slides []content.Slide) (*outlook, error) {
	on, err := s.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	found, err := s.forecasts.of(ctx, on, v.Campaign, now, v.Pictures)
	if err != nil {
		return nil, err
	}
	out := &outlook{
		Sentence: s.sentence(v, found), Chart: week.Draw(v.Hours, hoursWords.What), Beside: v.Live != nil, Pictures: v.Pictures,
	}
	if found.Most > 0 {
		out.Share = share(found.Least, found.Most)
	}
	if out.Count, err = s.countOf(ctx, v.Campaign); err != nil {
		return nil, err
	}
	var was []answer.Shape
	if v.Live != nil {
		live, err := s.forecasts.of(ctx, on, *v.Live, now, v.Pictures)
		if err != nil {
			return nil, err
		}
		was = live.Shapes
	}
	out.Shapes = shapes(v, found.Shapes, was, slides)
	return out, nil
}
