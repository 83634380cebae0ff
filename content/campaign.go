package content

import "ngatu/content/hours"

// Campaign holds slides in order with the dates, hours, screens and share of airtime that they have
// in common.
type Campaign struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Order   int        `json:"order"` // breaks ties between campaigns that are equally far behind their shares
	Stage   Stage      `json:"stage,omitempty"`
	Pool    string     `json:"pool"`              // ID of the pool whose airtime it uses
	Percent int        `json:"percent,omitempty"` // of the pool's airtime, 1 to 100; 0: it has none, and goes by its weight
	Weight  int        `json:"weight"`            // share of what campaigns with a percentage leave, against the others without; at least 1
	Valid   hours.Span `json:"valid,omitzero"`
	Hours   hours.Set  `json:"hours,omitzero"` // dayparts in the screen's zone; none: always
	Targets []Target   `json:"targets,omitempty"`

	Sequence []string `json:"sequence,omitempty"` // IDs of its slides in their order; those that it does not name follow by their own place

	AtOnce bool `json:"at_once,omitempty"` // of a change that waits: its authors ask that a slide is shown at once with the approval

	Detached bool `json:"detached,omitempty"` // led by the studio: a campaign.yaml only proposes
}

// Stage is where a campaign stands beside its dates. The words are stored, so they never change.
type Stage string

// The stages of a campaign. Only one that runs is on air, within its dates and hours.
const (
	Running Stage = ""
	Planned Stage = "planned" // nobody has approved it yet
	Ended   Stage = "ended"   // put away: lists show it last, forms do not offer it
)

// Runs reports whether the slides of the campaign may be on air at all.
func (c Campaign) Runs() bool { return c.Stage == Running }

// Picks reports whether the campaign is for a place, by its targets.
func (c Campaign) Picks(p Place) bool { return matchAny(c.Targets, p) }

// Pool is a part of a screen's airtime. The percentages of a screen's pools need not make a
// hundred: shares are computed among those that have something to show.
type Pool struct {
	ID      string `json:"id"`
	Percent int    `json:"percent"` // 1 to 100
}

// DefaultPools is one pool that has all of the airtime.
func DefaultPools() []Pool { return []Pool{{ID: "city", Percent: 100}} }
