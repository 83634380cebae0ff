package content

import (
	"slices"
	"time"

	"ngatu/content/hours"
)

// Plan is all that bears on one audience; the input of [Resolve]. Its slides are eligible but for
// time.
type Plan struct {
	Zone      string         `json:"zone"`
	Street    bool           `json:"street,omitempty"`
	Canvas    Canvas         `json:"canvas"`
	Pools     []Pool         `json:"pools"`     // in order; ties go to the earlier
	Campaigns []PlanCampaign `json:"campaigns"` // in order; ties go to the earlier
	Slides    []PlanSlide    `json:"slides"`    // in order within their campaign
}

// PlanCampaign is what Resolve needs of a [Campaign].
type PlanCampaign struct {
	ID      string     `json:"id"`
	Pool    string     `json:"pool"`
	Percent int        `json:"percent,omitempty"`
	Weight  int        `json:"weight"`
	Valid   hours.Span `json:"valid,omitzero"`
	Hours   hours.Set  `json:"hours,omitzero"`
}

// PlanSlide is what Resolve needs of a [Slide], with its media for the audience's canvas.
type PlanSlide struct {
	Shown
	Valid     hours.Span `json:"valid,omitzero"`
	Exclusive bool       `json:"exclusive,omitempty"` // while valid, pre-empts every slide that is not
	AtOnce    int64      `json:"at_once,omitempty"`   // Unix milliseconds; 0: not
	Evergreen bool       `json:"evergreen,omitempty"`

	Held []hours.Span `json:"held,omitempty"` // when holds keep it off, in order
}

// On lists the slides that take turns at an instant, by the precedence of [Resolve]; none where the
// safe card is shown. Those that would and have no slot, because the loop is as long as it may be,
// are left out. The error is an [Error] about the plan's time zone.
func (p Plan) On(at time.Time) (on, leftOut []string, err error) {
	zone, err := Zone(p.Zone)
	if err != nil {
		return nil, nil, err
	}
	r := newResolver(p, zone, at.UnixMilli(), at.UnixMilli()+1)
	h := r.holding()
	for _, m := range r.marks {
		if m.at <= r.from {
			h.pass(m)
		}
	}
	set, _ := r.precede(r.eligible(nil, h), h.atOnce)
	if len(set) == 0 {
		set = r.evergreen(h.heldNow)
	}
	if len(set) == 0 {
		return nil, nil, nil
	}
	loop := r.rota(set)
	loop.dealAll(p.Slides)
	r.note(loop)
	for _, s := range set {
		if id := p.Slides[s].ID; !slices.Contains(r.report.LeftOut, id) {
			on = append(on, id)
		}
	}
	return on, r.report.LeftOut, nil
}
