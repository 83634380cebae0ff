package answer

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/server/air/draw"
)

// Board is a board as screens show it, on a canvas.
type Board struct {
	content.Slide
	Preview
	Printed board.Board // what it prints
	Ranked  bool        // every area may be ranked in public
}

// Running gives a slide that some screen shows in these days: an instant within its dates and its
// campaign's, kept off there by no hold. The hours of a day, takeovers and slides that cut in do not
// count, for what they interrupt goes on. NotFound where no screen shows it.
func (s *Snapshot) Running(ctx context.Context, id string, at time.Time) (content.Slide, error) {
	i := slices.IndexFunc(s.state.Library.Slides, func(one content.Slide) bool { return one.ID == id })
	if i >= 0 {
		for key, c := range s.crowds.ByKey {
			if runs(s.plan(ctx, key, c), id, at) {
				return s.state.Library.Slides[i], nil
			}
		}
	}
	return content.Slide{}, &content.Error{
		Code: content.NotFound,
		Vi:   "Tấm này hiện không chiếu trên màn hình nào.",
		En:   "No screen shows this slide at present.",
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

// Board lays a board that [Snapshot.Running] gave out for a canvas, with the figures that screens
// have at this change.
func (s *Snapshot) Board(slide content.Slide, canvas content.Canvas) (out Board, err error) {
	out.Printed, _ = s.draw.Board(slide.BoardName(), s.state)
	slide.Sample = slide.Sample || out.Printed.Sample
	out.Slide, out.Ranked = slide, draw.Ranked(s.state)
	out.Preview, err = s.lay(s.state, slide, canvas)
	return out, err
}
