package submission

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Kept lists drafts that a person had a part in and that wait for nobody: those that were given
// back first. Slides are left out: there may be hundreds, and the first page looks for them itself.
func (s *Submissions) Kept(ctx context.Context, p *signin.Person) (out []shell.Head, err error) {
	for _, n := range s.nouns {
		if n.Noun == store.NounSlide {
			continue
		}
		ids, err := n.Gate.Writing(ctx)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			h, err := n.Gate.Head(ctx, id)
			if content.CodeOf(err) == content.NotFound {
				continue // somebody has just decided
			}
			if err != nil {
				return nil, err
			}
			if h.State == content.Draft && slices.Contains(h.By, p.ID) {
				out = append(out, h)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b shell.Head) int {
		switch {
		case (a.Returned == "") == (b.Returned == ""):
			return 0
		case a.Returned != "":
			return -1
		}
		return 1
	})
	return out, nil
}
