package content

// A campaign's share of its pool's airtime is a percentage, or else a weight: campaigns with a
// percentage have that much, and those without divide what is left by their weights. Like the
// percentages of pools, those of campaigns count among what has something to show at the time:
// where nobody is there to take what they leave, or they leave nothing, all are scaled.

// Limits of a loop; Resolve names what they leave out.
const (
	MaxLoop      = 24 * 60 * 60 * 1000 // milliseconds
	MaxLoopSlots = 6000
)

// share is a claim to airtime and what it has been given so far.
type share struct {
	weight int64 // percent of a pool, or weight of a campaign
	given  int64 // milliseconds
}

// behind reports whether s is further behind its share than other; it compares given/weight without
// dividing.
func (s share) behind(other share) bool { return s.given*other.weight < other.given*s.weight }

// met reports whether s has its share of given, among claims whose weights sum to weight, within
// one percentage point.
func (s share) met(weight, given int64) bool {
	off := s.given*weight - s.weight*given
	return max(off, -off)*100 <= weight*given
}

// turn is a campaign's slides of a loop, shown round and round.
type turn struct {
	share
	campaign int
	slides   []int
	shown    int
}

// round is a pool's campaigns of a loop.
type round struct {
	share
	pool  int
	turns []turn
}

// rota deals out the slots of one loop.
type rota struct {
	rounds []round
	length int64 // milliseconds dealt so far
	slots  []int
	unseen int // slides that have had no slot yet
}

// deal gives slots to the pool, then the campaign, furthest behind its share, until every slide has
// had one and every share is met, or the loop is as long as it may be.
func (r *rota) deal(slides []PlanSlide) {
	for r.dealAll(slides); r.room() && !r.met(); {
		r.next(slides)
	}
}

// dealAll deals until every slide has had a slot, or there is no room left.
func (r *rota) dealAll(slides []PlanSlide) {
	for r.room() && r.unseen > 0 {
		r.next(slides)
	}
}

// room says whether the loop may go on.
func (r *rota) room() bool { return len(r.slots) < MaxLoopSlots && r.length < MaxLoop }

// next deals one slot.
func (r *rota) next(slides []PlanSlide) {
	p := &r.rounds[0]
	for i := 1; i < len(r.rounds); i++ {
		if r.rounds[i].behind(p.share) {
			p = &r.rounds[i]
		}
	}
	c := &p.turns[0]
	for i := 1; i < len(p.turns); i++ {
		if p.turns[i].behind(c.share) {
			c = &p.turns[i]
		}
	}
	slide := c.slides[c.shown%len(c.slides)]
	if c.shown < len(c.slides) {
		r.unseen--
	}
	c.shown++
	dwell := slides[slide].Dwell
	c.given, p.given, r.length = c.given+dwell, p.given+dwell, r.length+dwell
	r.slots = append(r.slots, slide)
}

// met reports whether every pool has its share of the loop and every campaign its share of its
// pool.
func (r *rota) met() bool {
	var percent int64
	for i := range r.rounds {
		percent += r.rounds[i].weight
	}
	for i := range r.rounds {
		p := &r.rounds[i]
		if !p.met(percent, r.length) {
			return false
		}
		var weight int64
		for j := range p.turns {
			weight += p.turns[j].weight
		}
		for j := range p.turns {
			if !p.turns[j].met(weight, p.given) {
				return false
			}
		}
	}
	return true
}

// mostWeight keeps the comparisons of shares within 64 bits.
const mostWeight = 1 << 29

// weigh gives the campaigns of a pool that have something to show their weights against each other.
func (r *resolver) weigh(turns []turn) {
	var percent, weight int64 // of all with a percentage, and of all without
	for _, t := range turns {
		if c := r.plan.Campaigns[t.campaign]; c.Percent > 0 {
			percent += int64(c.Percent)
		} else {
			weight += int64(max(c.Weight, 1))
		}
	}
	left := max(100-percent, 1)
	scale := int64(1)
	if percent > 0 {
		scale += (percent*weight + left*weight) / mostWeight
	}
	for i := range turns {
		c := r.plan.Campaigns[turns[i].campaign]
		one := int64(max(c.Weight, 1))
		switch {
		case c.Percent > 0 && weight > 0:
			one = int64(c.Percent) * weight
		case c.Percent > 0:
			one = int64(c.Percent)
		case percent > 0:
			one *= left
		}
		turns[i].weight = max(one/scale, 1)
	}
}
