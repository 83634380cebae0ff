package picture

import (
	"context"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/server/air/answer"
)

// Made says whether what screens show of a slide's file is there for every size of screen that the
// slide is meant for.
func (p *Pictures) Made(ctx context.Context, slide content.Slide) (bool, error) {
	if slide.Kind != content.Picture && slide.Kind != content.Video || !slide.Medium.Valid() {
		return true, nil
	}
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	for _, m := range answer.MeantFor(on, slide) {
		switch _, err := p.store.Rendition(ctx, slide.Medium, m.Width, m.Height, layout.FitKey(slide, m.Canvas)); {
		case content.CodeOf(err) == content.NotFound:
			return false, nil
		case err != nil:
			return false, err
		}
	}
	return true, nil
}
