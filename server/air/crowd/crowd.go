// Package crowd gathers screens into audiences: all screens for which the same is on. It follows
// screens that come, go and move, and says which audiences that touches.
package crowd

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/server/air/gather"
)

// Stand is a screen at the place where it stands now, with the audience that it belongs to.
type Stand struct {
	Screen   content.Screen
	Place    content.Place
	Audience content.Audience
	Key      string // of the audience
}

// In is the place as the screen itself has it: kept for ten thousand screens, it takes a pointer
// each.
func (s Stand) In() *content.Place {
	for i := range s.Screen.Places {
		if s.Screen.Places[i].From.Equal(s.Place.From) {
			return &s.Screen.Places[i]
		}
	}
	return nil
}

// Crowd is the screens of one audience.
type Crowd struct {
	Audience content.Audience
	Members  map[string]bool // by code
	Facts    *layout.Facts   // nil: they have to be worked out
	Next     time.Time       // when time alone makes its programme another; zero: that has to be worked out
}

// Crowds is where all screens stand, gathered into audiences. It follows from a state; whoever
// changes it says from which.
type Crowds struct {
	Stands map[string]Stand  // by code
	ByKey  map[string]*Crowd // by the audience's key
	Border time.Time         // when some screen's next place begins; zero: never
	Turned time.Time         // when some screen's place began last: it may have changed what its audiences have in common

	inUse    []content.Target
	byTarget map[string]map[string]*Crowd // by target that its audience matches, then by key
}

// Touched is what may have altered: it may name too much, never too little.
type Touched struct {
	Audiences map[string]bool // by key
	Screens   map[string]bool // by code
}

// NewTouched is nothing touched yet.
func NewTouched() Touched { return Touched{map[string]bool{}, map[string]bool{}} }

// Of gathers all screens of a state, and touches them.
func Of(g *gather.State, t Touched) *Crowds {
	c := &Crowds{
		inUse: g.Library.Targets(), Stands: map[string]Stand{}, ByKey: map[string]*Crowd{}, byTarget: map[string]map[string]*Crowd{},
	}
	for code := range g.Screens {
		c.Place(g, code, t)
	}
	return c
}

// Place works out where a screen stands now, and touches it and the audiences that lose or gain it.
func (c *Crowds) Place(g *gather.State, code string, t Touched) {
	if old, ok := c.Stands[code]; ok {
		c.leave(code, old.Key)
		t.Audiences[old.Key] = true
	}
	t.Screens[code] = true
	s := g.Screens[code] // the zero screen stands nowhere
	c.lookAhead(g, s)
	if p, ok := s.PlaceAt(g.Now); ok {
		audience := content.AudienceOf(p, c.inUse)
		now := Stand{s, p, audience, audience.Key()}
		c.join(code, now)
		t.Audiences[now.Key] = true
	}
}

// lookAhead notes when the screen's next place begins, and when its present one did.
func (c *Crowds) lookAhead(g *gather.State, s content.Screen) {
	for _, p := range s.Places {
		if !p.From.After(g.Now) && p.From.After(c.Turned) {
			c.Turned = p.From
		}
		if p.From.After(g.Now) && (c.Border.IsZero() || p.From.Before(c.Border)) {
			c.Border = p.From
		}
	}
}

func (c *Crowds) join(code string, s Stand) {
	one := c.ByKey[s.Key]
	if one == nil {
		one = &Crowd{Audience: s.Audience, Members: map[string]bool{}}
		c.ByKey[s.Key] = one
		for _, target := range s.Audience.Targets {
			if c.byTarget[target] == nil {
				c.byTarget[target] = map[string]*Crowd{}
			}
			c.byTarget[target][s.Key] = one
		}
	}
	s.Audience = one.Audience // equal, and kept once
	c.Stands[code] = s
	one.Members[code], one.Facts = true, nil
}

func (c *Crowds) leave(code, key string) {
	delete(c.Stands, code)
	one := c.ByKey[key]
	delete(one.Members, code)
	one.Facts = nil
	if len(one.Members) > 0 {
		return
	}
	delete(c.ByKey, key)
	for _, target := range one.Audience.Targets {
		delete(c.byTarget[target], key)
		if len(c.byTarget[target]) == 0 {
			delete(c.byTarget, target)
		}
	}
}

// Members are the screens of an audience by code.
func (c *Crowds) Members(of *Crowd) []Stand {
	out := make([]Stand, 0, len(of.Members))
	for code := range of.Members {
		out = append(out, c.Stands[code])
	}
	slices.SortFunc(out, byCode)
	return out
}

// Matching are the audiences by key that a target picks.
func (c *Crowds) Matching(target content.Target) map[string]*Crowd {
	return c.byTarget[target.String()]
}

// Retarget takes in that other targets are in use: only screens that one of those that came or went
// matches change their audience.
func (c *Crowds) Retarget(g *gather.State, t Touched) {
	inUse := g.Library.Targets()
	changed := append(without(inUse, c.inUse), without(c.inUse, inUse)...)
	c.inUse = inUse
	if len(changed) == 0 {
		return
	}
	var codes []string
	for code, s := range c.Stands {
		if slices.ContainsFunc(changed, func(one content.Target) bool { return one.Match(s.Place) }) {
			codes = append(codes, code)
		}
	}
	for _, code := range codes {
		c.Place(g, code, t)
	}
}

// without is all targets that are not among others.
func without(all, others []content.Target) (out []content.Target) {
	known := make(map[content.Target]bool, len(others))
	for _, one := range others {
		known[one] = true
	}
	for _, one := range all {
		if !known[one] {
			out = append(out, one)
		}
	}
	return out
}

// Cross moves the screens whose next place has begun: a move that was entered beforehand is only a
// border in time.
func (c *Crowds) Cross(g *gather.State, t Touched) {
	if c.Border.IsZero() || g.Now.Before(c.Border) {
		return
	}
	c.Border = time.Time{}
	for code, s := range g.Screens {
		p, ok := s.PlaceAt(g.Now)
		if old, was := c.Stands[code]; ok != was || ok && !p.From.Equal(old.Place.From) {
			c.Place(g, code, t)
			continue
		}
		c.lookAhead(g, s)
	}
}

// All are the screens that stand somewhere, by code.
func (c *Crowds) All() []Stand {
	return slices.SortedFunc(maps.Values(c.Stands), byCode)
}

// On are the screens whose canvas has these pixels, by code.
func (c *Crowds) On(canvas content.Canvas) (out []Stand) {
	for _, s := range c.Stands {
		if has := s.Place.Canvas; has.Width == canvas.Width && has.Height == canvas.Height {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, byCode)
	return out
}

func byCode(a, b Stand) int { return cmp.Compare(a.Screen.Code, b.Screen.Code) }
