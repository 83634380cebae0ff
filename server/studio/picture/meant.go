package picture

import (
	"context"

	"ngatu/content"
	"ngatu/server/air/answer"
)

// Meant are the sizes of screen on which a slide would run, most screens first.
func (p *Pictures) Meant(ctx context.Context, slide content.Slide) ([]answer.Meant, error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return answer.MeantFor(on, slide), nil
}
