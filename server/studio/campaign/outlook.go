package campaign

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/fleet"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/week"
)

// outlook is what a campaign shows, or would show once it is approved, for the part "outlook".
type outlook struct {
	Sentence shell.Text
	Share    shell.Text // of airtime; empty: it has none
	Screens  int
	States   []stateCount // of its screens
	Chart    *week.Drawing
	Shapes   []shape
	Off      bool // the person may take slides off
}

// stateCount is how many screens are in a state.
type stateCount struct {
	Screens int
	Name    shell.Text
}

// shape is what is shown at one size of screen.
type shape struct {
	answer.Shape
	Shown   []content.Slide
	More    int // slides beside those
	Missing []content.Slide
	Others  int // that are missing, beside those
}

// mostPictures is how many slides are shown at each size of screen.
const mostPictures = 6

// unmade stands in a path for the campaign that is being made.
const unmade = "new"

// Look says what the campaign would show as the form has it. Nothing is stored.
func (s *Campaigns) Look(c *fiber.Ctx) error {
	ctx := c.UserContext()
	from, id := blank, shell.Param(c, "id")
	if id != unmade {
		var err error
		if from, err = s.Store.Campaign(ctx, id); err != nil {
			return err
		}
		if d, err := s.Store.CampaignDraft(ctx, id); err == nil {
			from = d.Doc
		}
	}
	slides, err := slidesOf(ctx, s.Store.Reader, from.ID)
	if err != nil {
		return err
	}
	typed, err := s.read(shell.FormOf(c), from, slides)
	if err != nil && content.CodeOf(err) == "" {
		return err
	}
	if err != nil {
		return s.Part(c, "outlook", nil) // its sentence comes when it is sent
	}
	typed.Stage = content.Running
	out, err := s.outlook(c, typed, slides, true)
	if err != nil {
		return err
	}
	return s.Part(c, "outlook", out)
}

// outlook says what a version of a campaign shows from now on; draft: once it is approved.
func (s *Campaigns) outlook(r *fiber.Ctx, c content.Campaign, slides []content.Slide, draft bool) (*outlook, error) {
	ctx := r.UserContext()
	on, err := s.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	found, err := answer.OutlookOf(ctx, on, c, s.Now())
	if err != nil {
		return nil, err
	}
	view, err := s.fleet.Look(ctx)
	if err != nil {
		return nil, err
	}
	out := &outlook{Off: signin.From(r).Somewhere(signin.TakeOff), Screens: len(found.Screens), Sentence: s.sentence(c, found, draft), Chart: week.Draw(c.Hours, hoursWords.What)}
	if found.Most > 0 {
		out.Share = share(found.Least, found.Most)
	}
	count := map[fleet.State]int{}
	for _, one := range found.Screens {
		count[view.Of(one).State]++
	}
	for _, state := range fleet.States {
		if n := count[state]; n > 0 {
			out.States = append(out.States, stateCount{n, stateWords[state]})
		}
	}
	byID := map[string]content.Slide{}
	for _, one := range slides {
		byID[one.ID] = one
	}
	for _, one := range found.Shapes {
		sh := shape{Shape: one}
		for _, id := range one.Slides[:min(len(one.Slides), mostPictures)] {
			sh.Shown = append(sh.Shown, byID[id])
		}
		for _, id := range one.Lacking[:min(len(one.Lacking), mostPictures)] {
			sh.Missing = append(sh.Missing, byID[id])
		}
		sh.More, sh.Others = len(one.Slides)-len(sh.Shown), len(one.Lacking)-len(sh.Missing)
		out.Shapes = append(out.Shapes, sh)
	}
	return out, nil
}

// stateWords are what screens in a state do.
var stateWords = map[fleet.State]shell.Text{
	fleet.On: shell.Say("đang chiếu", "on"), fleet.Overridden: shell.Say("đang hiện thông báo khẩn", "under a takeover"),
	fleet.Closed: shell.Say("tắt theo giờ", "closed"), fleet.Silent: shell.Say("mất liên lạc", "silent"),
	fleet.Joining: shell.Say("vừa ghép", "joining"), fleet.NeverEnrolled: shell.Say("chưa ghép", "never enrolled"),
}
