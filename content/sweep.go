package content

import (
	"slices"
	"time"

	"ngatu/content/hours"
)

// turnOf says which property of a slide or campaign a mark turns on or off.
type turnOf uint8

const (
	slideValid turnOf = iota
	slideAtOnce
	slideHeld
	campaignOpen
)

// mark is an instant at which something starts or stops to hold.
type mark struct {
	at    int64
	of    turnOf
	index int // of the slide or campaign
	on    bool
}

// collect finds the instants of the window at which anything starts or stops to be eligible.
func (r *resolver) collect() {
	r.marks = make([]mark, 0, 2*(len(r.plan.Campaigns)+len(r.plan.Slides)))
	for i, c := range r.plan.Campaigns {
		whole, some := c.Valid.Cut(r.window())
		if !some {
			continue
		}
		for _, open := range c.Hours.Open(whole.From, whole.Until, r.zone) {
			r.mark(campaignOpen, i, open)
		}
	}
	for i := range r.plan.Slides {
		s := &r.plan.Slides[i]
		if valid, some := s.Valid.Cut(r.window()); some && r.campaignOf[i] >= 0 {
			r.mark(slideValid, i, valid)
		}
		if s.AtOnce != 0 {
			once := hours.Span{From: time.UnixMilli(s.AtOnce), Until: time.UnixMilli(s.AtOnce + s.Dwell)}
			if once, some := once.Cut(r.window()); some {
				r.mark(slideAtOnce, i, once)
			}
		}
		for _, held := range s.Held {
			if held, some := held.Cut(r.window()); some {
				r.mark(slideHeld, i, held)
			}
		}
	}
	slices.SortFunc(r.marks, func(a, b mark) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
}

func (r *resolver) window() hours.Span {
	return hours.Span{From: time.UnixMilli(r.from), Until: time.UnixMilli(r.until)}
}

func (r *resolver) mark(of turnOf, index int, s hours.Span) {
	r.marks = append(r.marks, mark{s.From.UnixMilli(), of, index, true}, mark{s.Until.UnixMilli(), of, index, false})
}

// holding is what holds at an instant, by slide or campaign of the plan.
type holding struct {
	valid, atOnce, held []bool // slides
	open                []bool // campaigns
}

func (r *resolver) holding() holding {
	slides := func() []bool { return make([]bool, len(r.plan.Slides)) }
	return holding{slides(), slides(), slides(), make([]bool, len(r.plan.Campaigns))}
}

func (h holding) heldNow(slide int) bool { return h.held[slide] }

// pass takes in a mark.
func (h holding) pass(m mark) {
	switch m.of {
	case slideValid:
		h.valid[m.index] = m.on
	case slideAtOnce:
		h.atOnce[m.index] = m.on
	case slideHeld:
		h.held[m.index] = m.on
	case campaignOpen:
		h.open[m.index] = m.on
	}
}

// eligible appends the slides that are valid and not held while their campaign is open.
func (r *resolver) eligible(to []int, h holding) []int {
	for s := range h.valid {
		if h.valid[s] && !h.held[s] && h.open[r.campaignOf[s]] {
			to = append(to, s)
		}
	}
	return to
}

// sweep walks through the window from mark to mark and gives every stretch between them its loop.
func (r *resolver) sweep() {
	h := r.holding()
	set := make([]int, 0, len(r.plan.Slides))
	start := r.from
	for i := 0; start < r.until; {
		for ; i < len(r.marks) && r.marks[i].at <= start; i++ {
			h.pass(r.marks[i])
		}
		end := r.until
		if i < len(r.marks) {
			end = min(end, r.marks[i].at)
		}
		set = r.eligible(set[:0], h)
		r.span(start, end, set, h)
		start = end
	}
	r.offsets()
}

// span adds the stretch [start, end) on which set is eligible.
func (r *resolver) span(start, end int64, set []int, h holding) {
	set, rank := r.precede(set, h.atOnce)
	if len(set) == 0 {
		set = r.evergreen(h.heldNow)
	}
	s := Span{Length: end - start, Loop: r.loopOf(set), Exclusive: rank != inLoop}
	if n := len(r.spans); n > 0 && r.spans[n-1].Loop == s.Loop && r.spans[n-1].Exclusive == s.Exclusive {
		r.spans[n-1].Length += s.Length
		return
	}
	if rank == nowOnce {
		s.Offset = fromStart
	}
	r.spans = append(r.spans, s)
}

// rank is what lets a slide go before others.
type rank uint8

const (
	inLoop rank = iota
	exclusive
	nowOnce
)

// precede keeps of the eligible slides those that go before the others, and says by what.
func (r *resolver) precede(set []int, atOnce []bool) ([]int, rank) {
	newest := int64(0)
	for _, i := range set {
		if atOnce[i] {
			newest = max(newest, r.plan.Slides[i].AtOnce)
		}
	}
	if newest != 0 {
		return slices.DeleteFunc(set, func(i int) bool { return !atOnce[i] || r.plan.Slides[i].AtOnce != newest }), nowOnce
	}
	if slices.ContainsFunc(set, func(i int) bool { return r.plan.Slides[i].Exclusive }) {
		return slices.DeleteFunc(set, func(i int) bool { return !r.plan.Slides[i].Exclusive }), exclusive
	}
	return set, inLoop
}

// fromStart marks, until offsets has run, a span whose loop begins with the span.
const fromStart = -1

// offsets computes where in its loop each span begins. Counted from Epoch, so that screens with the
// same loop are in step whatever their spans; in a span of part of a day that is shorter than its
// loop, each day goes on where the last one stopped.
func (r *resolver) offsets() {
	lengths := make([]int64, len(r.loops))
	for i, slots := range r.loops {
		for _, slide := range slots {
			lengths[i] += r.plan.Slides[slide].Dwell
		}
	}
	start := r.from
	for i := range r.spans {
		s := &r.spans[i]
		switch {
		case s.Loop < 0 || s.Offset == fromStart:
			s.Offset = 0
		case s.Length < lengths[s.Loop] && s.Length < day:
			s.Offset = mod(r.days(start)*s.Length, lengths[s.Loop])
		default:
			s.Offset = mod(start-Epoch, lengths[s.Loop])
		}
		start += s.Length
	}
}

const day = 24 * 60 * 60 * 1000 // milliseconds

// days counts the local days from Epoch's to that of an instant.
func (r *resolver) days(at int64) int64 {
	return civil(at, r.zone) - civil(Epoch, r.zone)
}

// civil numbers the local date of an instant, one apart from day to day.
func civil(at int64, zone *time.Location) int64 {
	y, m, d := time.UnixMilli(at).In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).UnixMilli() / day
}
