package shell

import (
	"context"

	"ngatu/content"
)

// Held is a hold of a slide alone, as its page shows it.
type Held struct {
	content.Hold
	On    bool // it is; else it is to come
	Where Text // empty: everywhere
	By    Text
}

// Everywhere says whether it takes the slide off every screen now.
func (h Held) Everywhere() bool { return h.On && h.Area == "" }

// HeldBy are the holds of a slide alone that are not over.
func (s *Shell) HeldBy(ctx context.Context, slide string) (out []Held, err error) {
	all, err := s.Store.HoldsOf(ctx, slide)
	for _, h := range all {
		if h.Over(s.Now()) {
			continue
		}
		one := Held{Hold: h, On: h.On(s.Now()), By: s.NameOf(ctx, h.By)}
		if h.Area != "" {
			one.Where = s.AreaName(h.Area)
		}
		out = append(out, one)
	}
	return out, err
}
