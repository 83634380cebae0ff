package campaign

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

// count is how many screens a campaign is for, and how they are, for the part "campaign_count",
// which asks again by itself.
type count struct {
	Screens int
	States  []stateCount // of its screens
	Follow  string       // address of the count as it becomes; "": it stays
	Typed   bool         // it is of what the form has
}

// stateCount is how many screens are in a state.
type stateCount struct {
	Screens int
	Name    shell.Text
}

// stateWords are what screens in a state do.
var stateWords = map[fleet.State]shell.Text{
	fleet.On: shell.Say("đang chiếu", "on"), fleet.Overridden: shell.Say("đang hiện thông báo khẩn", "under a takeover"),
	fleet.Closed: shell.Say("tắt theo giờ", "closed"), fleet.Silent: shell.Say("mất liên lạc", "silent"),
	fleet.Joining: shell.Say("vừa ghép", "joining"), fleet.NeverEnrolled: shell.Say("chưa ghép", "never enrolled"),
}

func countPath(id string) string { return shell.CampaignPath(id) + "/count" }

// Mark tells one count from another: a page that has it already is sent nothing.
func (c count) Mark() string { return string(content.SightOf(c.Screens, c.States))[:12] }

// countOf counts the screens of a campaign by their states.
func (s *Campaigns) countOf(ctx context.Context, c content.Campaign) (count, error) {
	all, err := s.Screens(ctx)
	if err != nil {
		return count{}, err
	}
	now := s.Now()
	screens := slices.DeleteFunc(slices.Clone(all), func(one content.Screen) bool {
		place, stands := one.PlaceAt(now)
		return !stands || !c.Picks(place)
	})
	view, err := s.fleet.Look(ctx)
	if err != nil {
		return count{}, err
	}
	by := map[fleet.State]int{}
	for _, one := range screens {
		by[view.Of(one).State]++
	}
	out := count{Screens: len(screens)}
	for _, state := range fleet.States {
		if n := by[state]; n > 0 {
			out.States = append(out.States, stateCount{n, stateWords[state]})
		}
	}
	return out, nil
}

// Count answers with the count of now, of the change that waits where there is one; with nothing
// where the page has it.
func (s *Campaigns) Count(c *fiber.Ctx) error {
	now, err := s.newest(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	return s.counted(c, now, false)
}

// CountTyped is [Campaigns.Count] of the campaign as the form has it.
func (s *Campaigns) CountTyped(c *fiber.Ctx) error {
	typed, _, err := s.typed(c)
	switch {
	case content.CodeOf(err) != "":
		return c.SendStatus(fiber.StatusNoContent) // its sentence comes when it is sent
	case err != nil:
		return err
	}
	return s.counted(c, typed, true)
}

func (s *Campaigns) counted(c *fiber.Ctx, of content.Campaign, typed bool) error {
	out, err := s.countOf(c.UserContext(), of)
	if err != nil {
		return err
	}
	if out.Mark() == shell.Query(c, "mark") {
		return c.SendStatus(fiber.StatusNoContent)
	}
	out.Follow, out.Typed = countPath(shell.Param(c, "id")), typed
	return s.Part(c, "campaign_count", out)
}
