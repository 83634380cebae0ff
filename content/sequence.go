package content

import "cmp"

// places orders the slides of a campaign: those that its sequence names come first, in its order,
// then the others by their own place.
func (c Campaign) places() func(x, y *Slide) int {
	at := make(map[string]int, len(c.Sequence))
	for i, id := range c.Sequence {
		at[id] = i - len(c.Sequence) // before what is not named
	}
	return func(x, y *Slide) int {
		return cmp.Or(cmp.Compare(at[x.ID], at[y.ID]), cmp.Compare(x.Order, y.Order), cmp.Compare(x.ID, y.ID))
	}
}

// InOrder compares two slides of the campaign by when their turn comes.
func (c Campaign) InOrder() func(x, y Slide) int {
	compare := c.places()
	return func(x, y Slide) int { return compare(&x, &y) }
}
