package campaign

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/studio/shell"
)

// choice is something that screens can be picked by.
type choice struct {
	Value   string
	Name    shell.Text
	Screens int // that stand there, or are such
	Chosen  bool
}

// branch is an area with those below it in which screens stand.
type branch struct {
	choice
	Below []branch
	Open  bool // one below is chosen
}

// where is what the form asks about screens.
type where struct {
	Everywhere bool
	City       bool // the person may choose that
	Areas      []branch
	Picks      []pick // beside the area
}

// pick is a property of screens, of which some values may be chosen; none is all.
type pick struct {
	Field   string
	Name    shell.Text
	Choices []choice
	Open    bool // one is chosen
}

// whereOf lists what screens can be picked by: what some screen is, and what is chosen.
func (s *Campaigns) whereOf(ctx context.Context, b box) (where, error) {
	screens, err := s.Screens(ctx)
	if err != nil {
		return where{}, err
	}
	count := map[content.Target]int{}
	for _, one := range screens {
		place, stands := one.PlaceAt(s.Now())
		if !stands {
			continue
		}
		for _, key := range place.Areas {
			count[content.Target{Area: key}]++
		}
		count[content.Target{Venue: place.Venue}]++
		count[content.Target{Kind: place.Kind}]++
		for _, tag := range place.Tags {
			count[content.Target{Tag: tag}]++
		}
	}
	w := where{Everywhere: len(b.Areas) == 0}
	var venues, kinds, named []choice
	for _, venue := range []content.Venue{content.Intersection, content.Reception, content.Apartment, content.Mall, content.Supermarket, content.Office} {
		venues = append(venues, choice{string(venue), shell.VenueNames[venue], count[content.Target{Venue: venue}], slices.Contains(b.Venues, venue)})
	}
	for _, kind := range []content.ScreenKind{content.LED, content.Monitor, content.Kiosk} {
		kinds = append(kinds, choice{string(kind), shell.ScreenKindNames[kind], count[content.Target{Kind: kind}], slices.Contains(b.Kinds, kind)})
	}
	areas, tags := slices.Clone(b.Areas), slices.Clone(b.Tags)
	for t := range count {
		if t.Area != "" {
			areas = known(areas, t.Area)
		}
		if t.Tag != "" {
			tags = known(tags, t.Tag)
		}
	}
	slices.Sort(tags)
	for _, tag := range tags {
		named = append(named, choice{tag, shell.Same(tag), count[content.Target{Tag: tag}], slices.Contains(b.Tags, tag)})
	}
	w.pick("venue", shell.Say("Chỉ ở một số loại nơi", "Only at some kinds of place"), venues)
	w.pick("kind", shell.Say("Chỉ trên một số loại màn hình", "Only on some kinds of screen"), kinds)
	w.pick("tag", shell.Say("Chỉ màn hình có nhãn", "Only screens with a tag"), named)
	slices.Sort(areas)
	w.Areas = s.tree(areas, b.Areas, count)
	return w, nil
}

// pick adds a property; one without values is not asked.
func (w *where) pick(field string, name shell.Text, choices []choice) {
	if len(choices) > 0 {
		w.Picks = append(w.Picks, pick{field, name, choices, slices.ContainsFunc(choices, func(c choice) bool { return c.Chosen })})
	}
}

// tree puts areas under the nearest of them that holds them.
func (s *Campaigns) tree(areas, chosen []string, count map[content.Target]int) []branch {
	below := map[string][]string{}
	for _, key := range areas {
		up := ""
		if k, err := area.ParseKey(key); err == nil {
			for _, above := range s.Areas.Ancestors(k) {
				if name := above.Key().String(); slices.Contains(areas, name) {
					up = name
					break
				}
			}
		}
		below[up] = append(below[up], key)
	}
	var grow func(of string) []branch
	grow = func(of string) (out []branch) {
		for _, key := range below[of] {
			one := branch{choice: choice{key, s.shortName(key, of == ""), count[content.Target{Area: key}], slices.Contains(chosen, key)}, Below: grow(key)}
			one.Open = slices.ContainsFunc(one.Below, func(b branch) bool { return b.Chosen || b.Open })
			out = append(out, one)
		}
		return out
	}
	return grow("")
}

// shortName is an area's own name; at the top of the tree with all that says which it is.
func (s *Campaigns) shortName(key string, top bool) shell.Text {
	k, err := area.ParseKey(key)
	unit, there := s.Areas.Area(k)
	if top || err != nil || !there {
		return s.AreaName(key)
	}
	return shell.Same(unit.Name)
}
