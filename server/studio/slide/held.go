package slide

import (
	"context"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// held is a hold of a slide alone, as its page shows it.
type held struct {
	content.Hold
	On    bool       // it is; else it is to come
	Where shell.Text // empty: everywhere
	By    shell.Text
}

// everywhere says whether it takes the slide off every screen now.
func (h held) everywhere() bool { return h.On && h.Area == "" }

// heldBy are the holds of a slide alone that are not over.
func (s *Slides) heldBy(ctx context.Context, id string) (out []held, err error) {
	all, err := s.Store.HoldsOf(ctx, id)
	for _, h := range all {
		if h.Over(s.Now()) {
			continue
		}
		one := held{Hold: h, On: h.On(s.Now()), By: s.NameOf(ctx, h.By)}
		if h.Area != "" {
			one.Where = s.AreaName(h.Area)
		}
		out = append(out, one)
	}
	return out, err
}
