package content

import "ngatu/content/hours"

// Plan is all that bears on one audience; the input of [Resolve]. Its slides are eligible but for time.
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
	ID     string     `json:"id"`
	Pool   string     `json:"pool"`
	Weight int        `json:"weight"`
	Valid  hours.Span `json:"valid,omitzero"`
	Hours  hours.Set  `json:"hours,omitzero"`
}

// PlanSlide is what Resolve needs of a [Slide], with its media for the audience's canvas.
type PlanSlide struct {
	Shown
	Valid     hours.Span `json:"valid,omitzero"`
	Exclusive bool       `json:"exclusive,omitempty"` // while valid, pre-empts every slide that is not
	AtOnce    int64      `json:"at_once,omitempty"`   // Unix milliseconds; 0: not
	Evergreen bool       `json:"evergreen,omitempty"`
}
