package air

import (
	"cmp"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
)

// stand is a screen at the place where it stands now, with the audience that it belongs to.
type stand struct {
	screen   content.Screen
	place    content.Place
	audience content.Audience
	key      string
}

// stands is every screen at its place, by code.
func (g *gathered) stands() []stand {
	inUse := g.library.Targets()
	out := make([]stand, 0, len(g.screens))
	for _, s := range g.screens {
		if one, ok := g.standOf(s, inUse); ok {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, byCode)
	return out
}

func byCode(a, b stand) int { return cmp.Compare(a.screen.Code, b.screen.Code) }

func (g *gathered) standOf(s content.Screen, inUse []content.Target) (stand, bool) {
	p, ok := s.PlaceAt(g.now)
	if !ok {
		return stand{}, false
	}
	audience := content.AudienceOf(p, inUse)
	return stand{s, p, audience, audience.Key()}, true
}

// fleet is where all screens stand, gathered into audiences. It follows from what was gathered.
type fleet struct {
	inUse  []content.Target
	stands map[string]stand             // by code
	crowds map[string]*crowd            // by the audience's key
	byWord map[string]map[string]*crowd // by target that its audience matches, then by key
	border time.Time                    // when some screen's next place begins; zero: never
}

// crowd is the screens of one audience.
type crowd struct {
	audience content.Audience
	members  map[string]bool // by code
	facts    *layout.Facts   // nil: to be reckoned
	next     time.Time       // when time alone makes its programme another; zero: not reckoned yet
}

func newFleet(inUse []content.Target) *fleet {
	return &fleet{
		inUse: inUse, stands: map[string]stand{}, crowds: map[string]*crowd{}, byWord: map[string]map[string]*crowd{},
	}
}

// place reckons anew where a screen stands, and touches it and the audiences that lose or gain it.
func (f *fleet) place(g *gathered, code string, t *touched) {
	if old, ok := f.stands[code]; ok {
		f.leave(code, old.key)
		t.audiences[old.key] = true
	}
	t.screens[code] = true
	s := g.screens[code] // the zero screen stands nowhere
	f.lookAhead(g, s)
	if now, ok := g.standOf(s, f.inUse); ok {
		f.join(code, now)
		t.audiences[now.key] = true
	}
}

// lookAhead notes when the screen's next place begins.
func (f *fleet) lookAhead(g *gathered, s content.Screen) {
	for _, p := range s.Places {
		if p.From.After(g.now) && (f.border.IsZero() || p.From.Before(f.border)) {
			f.border = p.From
		}
	}
}

func (f *fleet) join(code string, s stand) {
	c := f.crowds[s.key]
	if c == nil {
		c = &crowd{audience: s.audience, members: map[string]bool{}}
		f.crowds[s.key] = c
		for _, word := range s.audience.Targets {
			if f.byWord[word] == nil {
				f.byWord[word] = map[string]*crowd{}
			}
			f.byWord[word][s.key] = c
		}
	}
	s.audience = c.audience // equal, and kept once
	f.stands[code] = s
	c.members[code], c.facts = true, nil
}

func (f *fleet) leave(code, key string) {
	delete(f.stands, code)
	c := f.crowds[key]
	delete(c.members, code)
	c.facts = nil
	if len(c.members) > 0 {
		return
	}
	delete(f.crowds, key)
	for _, word := range c.audience.Targets {
		delete(f.byWord[word], key)
		if len(f.byWord[word]) == 0 {
			delete(f.byWord, word)
		}
	}
}

// members are the screens of an audience by code.
func (f *fleet) members(c *crowd) []stand {
	out := make([]stand, 0, len(c.members))
	for code := range c.members {
		out = append(out, f.stands[code])
	}
	slices.SortFunc(out, byCode)
	return out
}

// retarget takes in that other targets are in use: only screens that one of those that came or went matches change
// their audience.
func (f *fleet) retarget(g *gathered, t *touched) {
	inUse := g.library.Targets()
	moved := append(without(inUse, f.inUse), without(f.inUse, inUse)...)
	f.inUse = inUse
	if len(moved) == 0 {
		return
	}
	var codes []string
	for code, s := range f.stands {
		if slices.ContainsFunc(moved, func(one content.Target) bool { return one.Match(s.place) }) {
			codes = append(codes, code)
		}
	}
	for _, code := range codes {
		f.place(g, code, t)
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

// cross moves the screens whose next place has begun: a move that was entered beforehand is only a border in time.
func (f *fleet) cross(g *gathered, t *touched) {
	if f.border.IsZero() || g.now.Before(f.border) {
		return
	}
	f.border = time.Time{}
	for code, s := range g.screens {
		p, ok := s.PlaceAt(g.now)
		if old, was := f.stands[code]; ok != was || ok && !p.From.Equal(old.place.From) {
			f.place(g, code, t)
			continue
		}
		f.lookAhead(g, s)
	}
}
