package hold

import (
	"context"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// mostPictures is how many slides that remain are shown at each size of screen.
const mostPictures = 4

// left is what remains under a hold.
type left struct {
	Screens int // that it is for
	Cards   int // of the page that it takes off: they go off with it
	Safe    int // of these: show the safe card at some time because of it
	Bare    int // of these: nothing remains there
	Shapes  []shape
}

// shape is what remains at one size of screen.
type shape struct {
	answer.Remains
	Shown []picture
	More  int // slides that remain beside those shown
}

type picture struct{ ID, Title string }

// left asks what remains under a hold from now on.
func (s *Holds) left(ctx context.Context, h content.Hold) (*left, error) {
	on, err := s.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	out := &left{}
	if h.Scope == content.HoldSlide {
		if out.Cards, err = s.cards(ctx, h.Slide); err != nil {
			return nil, err
		}
	}
	for _, r := range on.Remains(ctx, h, s.Now()) {
		one := shape{Remains: r}
		for _, id := range r.Slides[:min(len(r.Slides), mostPictures)] {
			slide, err := s.Store.Slide(ctx, id)
			if err != nil {
				return nil, err
			}
			one.Shown = append(one.Shown, picture{id, slide.Title})
		}
		if one.More = len(r.Slides) - len(one.Shown); len(r.Slides) == 0 {
			out.Bare += r.Screens
		}
		out.Screens, out.Safe, out.Shapes = out.Screens+r.Screens, out.Safe+r.Safe, append(out.Shapes, one)
	}
	return out, nil
}

// cards is how many approved cards a page has.
func (s *Holds) cards(ctx context.Context, page string) (n int, err error) {
	all, err := s.Store.CardsOf(ctx, page)
	for _, one := range all {
		if one.State == content.Approved {
			n++
		}
	}
	return n, err
}

// Back is the page of what a hold is of, for whoever comes from there.
func (f form) Back() string {
	if f.Scope == content.HoldSlide {
		return shell.SlidePath(f.Slide)
	}
	return shell.PathHolds
}
