package answer

import (
	"context"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/server/air/crowd"
)

// outlooks is an outlook as it is worked out, audience by audience.
type outlooks struct {
	*Snapshot // as it would be
	campaign  content.Campaign
	slides    []content.Slide // its live ones, in order
	places    map[string]int  // of slides among these, by ID
	from      time.Time

	mu     sync.Mutex
	out    Outlook
	firsts map[int64]int // screens by when a slide first comes on, in Unix milliseconds
	sizes  map[[2]int]*size
	runs   map[window]*run // by what audiences with equal plans share
}

// size is a size of screen as it is counted.
type size struct {
	canvas    content.Canvas
	screens   int
	on, meant []bool // of its slides, by their places in order
}

// run is what a programme shows of the campaign, looked through once.
type run struct {
	once        sync.Once
	on          []bool        // of its slides
	first       time.Time     // zero: nothing
	least, most time.Duration // of an hour, while it runs
}

// add takes in an audience. Many goroutines may call it, each with another.
func (v *outlooks) add(ctx context.Context, key string) {
	one := v.crowds.ByKey[key]
	r := v.run(ctx, key, one)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.out.Screens += len(one.Members)
	v.size(one, r.on)
	if r.first.IsZero() {
		return
	}
	v.out.Shows += len(one.Members)
	v.firsts[r.first.UnixMilli()] += len(one.Members)
	if v.out.Most == 0 || r.least < v.out.Least {
		v.out.Least = r.least
	}
	v.out.Most = max(v.out.Most, r.most)
}

// run looks at the programme of an audience, which it keeps no longer than that: a city's programmes
// together are hundreds of megabytes.
func (v *outlooks) run(ctx context.Context, key string, c *crowd.Crowd) *run {
	nothing := &run{on: make([]bool, len(v.slides))}
	w, resolve, err := windowOf(ctx, v.Snapshot, key, c, v.from)
	if err != nil {
		return nothing
	}
	v.mu.Lock()
	r := v.runs[w]
	if r == nil {
		r = nothing
		v.runs[w] = r
	}
	v.mu.Unlock()
	r.once.Do(func() {
		if p, err := resolve(); err == nil {
			r.through(p, v)
		}
	})
	return r
}

// through looks through a programme, from the instant on that is asked for.
func (r *run) through(p *content.Programme, v *outlooks) {
	for _, stretch := range p.Stretches(v.from.UnixMilli(), p.Until) {
		hour := time.Duration(0)
		for _, part := range stretch.Parts {
			if part.Campaign == v.campaign.ID {
				if i, known := v.places[part.ID]; known {
					r.on[i] = true
				}
				hour += time.Duration(float64(time.Hour) * float64(part.Time) / float64(part.Round))
			}
		}
		if hour == 0 {
			continue
		}
		if r.first.IsZero() {
			r.first, r.least = comesOn(p, stretch, v.campaign.ID), hour
		}
		r.least, r.most = min(r.least, hour), max(r.most, hour)
	}
}

// comesOn is when the first slot of a campaign begins in a stretch; the beginning of a stretch that
// is too short for it.
func comesOn(p *content.Programme, in content.Stretch, campaign string) time.Time {
	for at := in.From; at < in.Until; {
		slot := p.At(at)
		if slot.Slide >= 0 && p.Slides[slot.Slide].Campaign == campaign {
			return time.UnixMilli(max(slot.Start, in.From))
		}
		at = max(slot.End, at+1)
	}
	return time.UnixMilli(in.From)
}

// size takes in the screens of an audience, with the slides that have turns there.
func (v *outlooks) size(c *crowd.Crowd, on []bool) {
	pixels := [2]int{c.Audience.Canvas.Width, c.Audience.Canvas.Height}
	one := v.sizes[pixels]
	if one == nil {
		one = &size{canvas: c.Audience.Canvas, on: make([]bool, len(v.slides)), meant: make([]bool, len(v.slides))}
		v.sizes[pixels] = one
	}
	one.screens += len(c.Members)
	for i := range v.slides {
		s := &v.slides[i]
		one.on[i] = one.on[i] || on[i]
		one.meant[i] = one.meant[i] || s.For(c.Audience) && (s.Kind != content.Video || !c.Audience.Street)
	}
}
