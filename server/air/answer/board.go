package answer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
)

// Boards answers of boards of figures, as a snapshot has them.
type Boards struct{ of *Snapshot }

// BoardsIn are the boards of a snapshot.
func BoardsIn(s *Snapshot) Boards { return Boards{s} }

// Board is a board as screens show it, on a canvas.
type Board struct {
	content.Slide
	Preview
	Printed board.Board // what it prints
	Ranked  bool        // every area may be ranked in public
}

// Running gives a board that some screen shows in these days: an instant within its dates and its
// campaign's, kept off there by no hold. The hours of a day, takeovers and slides that cut in do
// not count, for what they interrupt goes on. NotFound where no screen shows it.
func (b Boards) Running(ctx context.Context, id string, at time.Time) (content.Slide, error) {
	for _, one := range b.of.state.Library.Slides {
		if one.ID != id || one.Kind != content.Board {
			continue
		}
		for key, c := range b.of.crowds.ByKey {
			if runs(b.of.plan(ctx, key, c), id, at) {
				return one, nil
			}
		}
	}
	return content.Slide{}, &content.Error{
		Code: content.NotFound,
		Vi:   "Bảng này hiện không chiếu trên màn hình nào.",
		En:   "No screen shows this board at present.",
	}
}

// runs says whether an audience is shown a slide in the days of an instant.
func runs(plan content.Plan, id string, at time.Time) bool {
	return slices.ContainsFunc(plan.Slides, func(one content.PlanSlide) bool {
		if one.ID != id || !one.Valid.Contains(at) {
			return false
		}
		for _, held := range one.Held {
			if held.Contains(at) {
				return false
			}
		}
		return slices.ContainsFunc(plan.Campaigns, func(c content.PlanCampaign) bool { return c.ID == one.Campaign && c.Valid.Contains(at) })
	})
}

// On lays a board that [Boards.Running] gave out for a canvas, with the figures that screens have
// at this change.
func (b Boards) On(slide content.Slide, canvas content.Canvas) (out Board, err error) {
	g := b.of.state
	out.Printed, _ = b.of.draw.Board(slide.BoardName(), g)
	out.Slide, out.Ranked = b.of.draw.Rows(slide.BoardName(), g).Marked(slide), draw.Ranked(g)
	out.Preview, err = lay(b.of, g, slide, canvas)
	return out, err
}

// Changing are the boards that a release would change, in the order of their slides: those that
// were approved and have something to show of it. None where they would go on with newer figures.
func (b Boards) Changing(r figure.Release) (out []content.Slide) {
	g, changes := gather.WithRelease(b.of.state, r)
	if !changes {
		return nil
	}
	for _, one := range g.Library.Slides {
		key, err := area.ParseKey(one.Area)
		if one.Kind != content.Board || one.Measure != r.Measure || err != nil || key.Period != r.Period() {
			continue
		}
		if slices.Contains(b.of.draw.Rows(one.BoardName(), g).Views, cmp.Or(one.View, content.Gauge)) {
			out = append(out, one)
		}
	}
	return out
}

// After lays a board out as the screens of a canvas would get it with a release that is not out
// yet. NotFound where the release would change nothing on it.
func (b Boards) After(r figure.Release, slide string, canvas content.Canvas) (Preview, error) {
	boards := b.Changing(r)
	i := slices.IndexFunc(boards, func(one content.Slide) bool { return one.ID == slide })
	if i < 0 {
		return Preview{}, &content.Error{
			Code: content.NotFound,
			Vi:   "Đợt số liệu này không đổi bảng đó.",
			En:   "The release changes nothing on that board.",
		}
	}
	g, _ := gather.WithRelease(b.of.state, r)
	return lay(b.of, g, boards[i], canvas)
}
