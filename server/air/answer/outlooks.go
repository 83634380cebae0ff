package answer

import (
	"context"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/scene"
)

// outlooks is an outlook as it is worked out, audience by audience.
type outlooks struct {
	*scene.Scene
	lineup   content.Lineup
	campaign content.Campaign
	slides   []content.Slide // its live ones, in order
	from     time.Time

	mu     sync.Mutex
	out    Outlook
	firsts map[int64]int // screens by when a slide first comes on, in Unix milliseconds
	sizes  map[[2]int]*size
}

// size is a size of screen as it is counted.
type size struct {
	canvas    content.Canvas
	screens   int
	on, meant map[string]bool // slides
}

// run is what an audience is shown of the campaign.
type run struct {
	on          map[string]bool // slides
	first       time.Time       // zero: nothing
	least, most time.Duration   // of an hour, while it runs
}

// add takes in an audience. Many goroutines may call it, each with another.
func (v *outlooks) add(ctx context.Context, key string) {
	one := v.Crowds.ByKey[key]
	plan, _ := v.Plan(ctx, v.lineup, one, func(string) (content.Ready, bool) { return content.Ready{}, false })
	r := v.run(plan, key, one.Audience)
	v.mu.Lock()
	defer v.mu.Unlock()
	for code := range one.Members {
		v.out.Screens = append(v.out.Screens, v.Crowds.Stands[code].Screen)
	}
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

// run looks at the programme of an audience.
func (v *outlooks) run(plan content.Plan, key string, a content.Audience) run {
	r := run{on: map[string]bool{}}
	zone, err := content.Zone(a.Zone)
	if err != nil {
		return r
	}
	begin, until, _ := draw.Window(v.from, zone, key)
	p, _, err := content.Resolve(plan, begin, until)
	if err != nil {
		return r
	}
	for _, stretch := range p.Stretches(v.from.UnixMilli(), until.UnixMilli()) {
		hour := time.Duration(0)
		for _, part := range stretch.Parts {
			if part.Campaign == v.campaign.ID {
				r.on[part.ID] = true
				hour += time.Duration(float64(time.Hour) * float64(part.Time) / float64(part.Round))
			}
		}
		if hour == 0 {
			continue
		}
		if r.first.IsZero() {
			r.first, r.least = comesOn(&p, stretch, v.campaign.ID), hour
		}
		r.least, r.most = min(r.least, hour), max(r.most, hour)
	}
	return r
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
func (v *outlooks) size(c *crowd.Crowd, on map[string]bool) {
	pixels := [2]int{c.Audience.Canvas.Width, c.Audience.Canvas.Height}
	one := v.sizes[pixels]
	if one == nil {
		one = &size{canvas: c.Audience.Canvas, on: map[string]bool{}, meant: map[string]bool{}}
		v.sizes[pixels] = one
	}
	one.screens += len(c.Members)
	for _, s := range v.slides {
		one.on[s.ID] = one.on[s.ID] || on[s.ID]
		one.meant[s.ID] = one.meant[s.ID] || c.Audience.Wants(s.Targets) && (s.Kind != content.Video || !c.Audience.Street)
	}
}
