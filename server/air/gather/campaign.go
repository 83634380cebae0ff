package gather

import (
	"slices"

	"ngatu/content"
)

// WithCampaign is a state with another version of a campaign, to look at what it would change.
func WithCampaign(g *State, c content.Campaign) *State {
	out := g.Clone()
	out.Library.Campaigns = slices.DeleteFunc(slices.Clone(g.Library.Campaigns), func(one content.Campaign) bool { return one.ID == c.ID })
	out.Library.Campaigns = append(out.Library.Campaigns, c)
	return out
}
