package content

import "cmp"

// places orders the slides of a campaign: those that its sequence names come first, in its order,
// then the others by their own place. A card stands behind its page wherever that is named, or among
// slides.
func (c Campaign) places(slides []*Slide) func(x, y *Slide) int {
	at := make(map[string]int, len(c.Sequence))
	for i, id := range c.Sequence {
		at[id] = i - len(c.Sequence) // before what is not named
	}
	led := map[string]bool{}
	for _, s := range slides {
		if page := s.CardOf(); page != "" {
			led[page] = true
		}
	}
	order := map[string]int{}
	for _, s := range slides {
		if led[s.ID] {
			order[s.ID] = s.Order
		}
	}
	type place struct {
		at, order int
		id        string
		behind    int
	}
	of := func(s *Slide) place {
		page := s.CardOf()
		if page == "" {
			return place{at[s.ID], s.Order, s.ID, 0}
		}
		n, known := order[page]
		switch named := at[page]; {
		case known:
			return place{named, n, page, 1}
		case named != 0:
			return place{named, s.Order, page, 1}
		}
		return place{at[s.ID], s.Order, page, 1}
	}
	return func(x, y *Slide) int {
		a, b := of(x), of(y)
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id), cmp.Compare(a.behind, b.behind),
			cmp.Compare(x.Order, y.Order), cmp.Compare(x.ID, y.ID))
	}
}

// InOrder compares two slides of the campaign, which slides are, by when their turn comes.
func (c Campaign) InOrder(slides []Slide) func(x, y Slide) int {
	all := make([]*Slide, len(slides))
	for i := range slides {
		all[i] = &slides[i]
	}
	compare := c.places(all)
	return func(x, y Slide) int { return compare(&x, &y) }
}
