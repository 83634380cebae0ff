package care

import (
	"context"
	"errors"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
)

// errEnough ends a walk through slides early.
var errEnough = errors.New("errEnough")

// Slides are a page of the slides of the list, at most so many: of one campaign, where q names it,
// in the order in which their turns come. more says that it goes on.
func (w Whose) Slides(ctx context.Context, r store.Reader, q store.SlideQuery, campaigns []content.Campaign, most int) (out []content.Slide, more bool, err error) {
	if i := slices.IndexFunc(campaigns, func(c content.Campaign) bool { return c.ID == q.Campaign }); i >= 0 {
		return w.inSequence(ctx, r, q, campaigns, campaigns[i], most)
	}
	if !w.Only() && !w.filter.Any() {
		q.Limit = most + 1
		out, err = r.Slides(ctx, q)
	} else {
		err = r.EachSlide(ctx, q, func(one content.Slide) error {
			if w.HasSlide(one, campaigns) {
				out = append(out, one)
			}
			if len(out) > most {
				return errEnough
			}
			return nil
		})
	}
	if err != nil && !errors.Is(err, errEnough) {
		return nil, false, err
	}
	return out[:min(len(out), most)], len(out) > most, nil
}

// inSequence is a page of the slides of one campaign.
func (w Whose) inSequence(ctx context.Context, r store.Reader, q store.SlideQuery, campaigns []content.Campaign, c content.Campaign, most int) (out []content.Slide, more bool, err error) {
	after := q.After
	q.After = store.SlideKey{}
	err = r.EachSlide(ctx, q, func(one content.Slide) error {
		if w.HasSlide(one, campaigns) {
			out = append(out, one)
		}
		return nil
	})
	slices.SortFunc(out, c.InOrder(out))
	out = out[1+slices.IndexFunc(out, func(s content.Slide) bool { return s.ID == after.ID }):]
	return out[:min(len(out), most)], len(out) > most, err
}

// CountSlides is how many slides of the list stand in each state, and how many drafts beside
// slides: of all campaigns, or of one ("": all). Live slides that a hold of their own keeps off are
// among the second, as taken off.
func (w Whose) CountSlides(ctx context.Context, r store.Reader, campaigns []content.Campaign, campaign string) (counts, drafts map[content.State]int, err error) {
	if !w.Only() && !w.filter.Any() && campaign == "" {
		if counts, err = r.CountSlides(ctx); err != nil {
			return nil, nil, err
		}
		if drafts, err = r.CountSlideDrafts(ctx); err != nil {
			return nil, nil, err
		}
		held, err := r.HeldSlides(ctx)
		drafts[content.TakenOff] += len(held)
		return counts, drafts, err
	}
	counts, drafts = map[content.State]int{}, map[content.State]int{}
	mine := map[string]bool{}
	err = r.EachSlide(ctx, store.SlideQuery{Campaign: campaign}, func(one content.Slide) error {
		if w.HasSlide(one, campaigns) {
			counts[one.State]++
			mine[one.ID] = true
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	beside, err := r.SlideDrafts(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range beside {
		if mine[d.ID] {
			drafts[d.Doc.State]++
		}
	}
	held, err := r.HeldSlides(ctx)
	for _, id := range held {
		if mine[id] {
			drafts[content.TakenOff]++
		}
	}
	return counts, drafts, err
}
