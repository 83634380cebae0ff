package picture

import (
	"context"

	"ngatu/content"
	"ngatu/content/layout"
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

// meantFor are those, or the standard ones where no screen stands that the slide is meant for.
func meantFor(on *answer.Snapshot, slide content.Slide) []answer.Meant {
	meant := answer.MeantFor(on, slide)
	if len(meant) > 0 {
		return meant
	}
	for _, c := range Standard {
		if slide.Sizes.Has(c) {
			meant = append(meant, answer.Meant{Canvas: c, Street: layout.IsLED(c) && slide.Kind != content.Video})
		}
	}
	return meant
}
