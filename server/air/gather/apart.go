package gather

import (
	"slices"
	"time"

	"ngatu/content"
)

// WithPresses is a state, as of now, in which presses are as one server alone has them while the
// database is away: beside the others, or in the place of those of the same name.
func WithPresses(g *State, presses []content.Takeover) *State {
	out := g.Clone()
	out.Now, out.Read = g.Now.Add(time.Since(g.Read)), time.Now()
	out.Takeovers = slices.DeleteFunc(slices.Clone(g.Takeovers), func(t content.Takeover) bool { return hasPress(presses, t) })
	out.Takeovers = append(slices.Clone(presses), out.Takeovers...)
	return out
}
