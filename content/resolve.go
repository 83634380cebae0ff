package content

import (
	"fmt"
	"slices"
	"time"
)

// Report says what a programme could not do; staff see it before they approve.
type Report struct {
	LeftOut []string // slides that had no slot in a loop that reached its limit
	Missed  []string // campaigns whose share is more than one percentage point off
}

// Resolve turns a plan into the programme of [from, until): the same plan gives the same programme,
// at any time and on any machine. The error is an [Error] about the plan's time zone or the length
// of a slide.
//
// A slide that is held takes no turns, whatever its rank. Precedence at an instant: the newest of
// the slides set to show at once, exclusive slides, the loop, evergreen slides, and, where the span
// names no loop, the safe card.
func Resolve(plan Plan, from, until time.Time) (Programme, Report, error) {
	zone, err := Zone(plan.Zone)
	if err != nil {
		return Programme{}, Report{}, err
	}
	for _, s := range plan.Slides {
		if s.Dwell <= 0 || s.Dwell > MaxLoop {
			return Programme{}, Report{}, &Error{
				Code: Invalid,
				Vi:   fmt.Sprintf("Thời lượng của tấm %s phải trên 0 giây và không quá 24 giờ.", s.ID),
				En:   fmt.Sprintf("The length of slide %s must be over 0 seconds and at most 24 hours.", s.ID),
			}
		}
	}
	r := newResolver(plan, zone, from.UnixMilli(), until.UnixMilli())
	r.sweep()
	return r.programme(), r.report, nil
}

// resolver holds one run of Resolve.
type resolver struct {
	plan        Plan
	zone        *time.Location
	from, until int64
	marks       []mark
	campaignOf  []int // by slide; -1 where the campaign or its pool is not in the plan
	poolOf      []int // by campaign

	loops  [][]int        // of plan slides
	bySet  map[string]int // loop by the set of slides that it is made of
	spans  []Span
	report Report
	key    []byte
}

func newResolver(plan Plan, zone *time.Location, from, until int64) *resolver {
	r := &resolver{plan: plan, zone: zone, from: from, until: until, bySet: map[string]int{}}
	r.poolOf, r.campaignOf = make([]int, len(plan.Campaigns)), make([]int, len(plan.Slides))
	for i := range plan.Campaigns {
		r.poolOf[i] = slices.IndexFunc(plan.Pools, func(p Pool) bool { return p.ID == plan.Campaigns[i].Pool })
	}
	c := -1
	for i := range plan.Slides {
		of := plan.Slides[i].Campaign
		if i == 0 || of != plan.Slides[i-1].Campaign { // those of one campaign stand together
			c = slices.IndexFunc(plan.Campaigns, func(c PlanCampaign) bool { return c.ID == of })
			if c >= 0 && r.poolOf[c] < 0 {
				c = -1
			}
		}
		r.campaignOf[i] = c
	}
	r.collect()
	return r
}

// loopOf is the index of the loop made of these slides, in plan order; -1 for none.
func (r *resolver) loopOf(set []int) int {
	if len(set) == 0 {
		return -1
	}
	r.key = r.key[:0]
	for _, i := range set {
		r.key = append(r.key, byte(i), byte(i>>8), byte(i>>16))
	}
	if at, ok := r.bySet[string(r.key)]; ok {
		return at
	}
	d := r.rota(set)
	d.deal(r.plan.Slides)
	r.note(d)
	at := len(r.loops)
	r.loops = append(r.loops, slices.Clone(d.slots))
	r.bySet[string(r.key)] = at
	return at
}

// rota groups slides by pool and campaign, each in the plan's order.
func (r *resolver) rota(set []int) *rota {
	byCampaign := make([][]int, len(r.plan.Campaigns))
	for _, i := range set {
		byCampaign[r.campaignOf[i]] = append(byCampaign[r.campaignOf[i]], i)
	}
	d := &rota{unseen: len(set), slots: make([]int, 0, 2*len(set))}
	for p, pool := range r.plan.Pools {
		one := round{share: share{weight: int64(max(pool.Percent, 1))}, pool: p}
		for c, slides := range byCampaign {
			if len(slides) > 0 && r.poolOf[c] == p {
				one.turns = append(one.turns, turn{campaign: c, slides: slides})
			}
		}
		if len(one.turns) > 0 {
			r.weigh(one.turns)
			d.rounds = append(d.rounds, one)
		}
	}
	return d
}

// note reports what a loop that reached its limit leaves out.
func (r *resolver) note(d *rota) {
	if d.unseen == 0 && d.met() {
		return
	}
	for i := range d.rounds {
		for _, c := range d.rounds[i].turns {
			for _, s := range c.slides[min(c.shown, len(c.slides)):] {
				r.report.LeftOut = appendNew(r.report.LeftOut, r.plan.Slides[s].ID)
			}
			if d.unseen == 0 {
				r.report.Missed = appendNew(r.report.Missed, r.plan.Campaigns[c.campaign].ID)
			}
		}
	}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// programme writes down what sweep found, with the slides that some loop names, each once.
func (r *resolver) programme() Programme {
	evergreen := r.loopOf(r.evergreen(r.heldLater))
	p := Programme{
		Zone: r.plan.Zone, Street: r.plan.Street, Canvas: r.plan.Canvas,
		From: r.from, Until: r.until, Loops: r.loops, Spans: r.spans, Evergreen: evergreen,
	}
	used, n := make([]bool, len(r.plan.Slides)), 0
	for _, l := range r.loops {
		for _, i := range l {
			if !used[i] {
				used[i], n = true, n+1
			}
		}
	}
	to := make([]int, len(r.plan.Slides))
	p.Slides = make([]Shown, 0, n)
	for i := range r.plan.Slides {
		if used[i] {
			to[i] = len(p.Slides)
			p.Slides = append(p.Slides, r.plan.Slides[i].Shown)
		}
	}
	for _, l := range p.Loops {
		for k, i := range l {
			l[k] = to[i]
		}
	}
	if p.Loops == nil {
		p.Loops = [][]int{}
	}
	return p
}

// evergreen lists the slides that are true on any day, but for those that are held.
func (r *resolver) evergreen(held func(slide int) bool) []int {
	var set []int
	for i := range r.plan.Slides {
		if r.plan.Slides[i].Evergreen && r.campaignOf[i] >= 0 && !held(i) {
			set = append(set, i)
		}
	}
	return set
}

// heldLater reports whether a hold keeps a slide off at some time in the window or after it. A
// player that does not know the time may show what is true on any day at any time, so it must not
// be shown such a slide.
func (r *resolver) heldLater(slide int) bool {
	held := r.plan.Slides[slide].Held
	return len(held) > 0 && (held[len(held)-1].Until.IsZero() || held[len(held)-1].Until.UnixMilli() > r.from)
}
