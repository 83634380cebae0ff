package picture

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/server/air/answer"
)

// Standard are the canvases that every slide is shown at, whether or not such a screen stands
// somewhere yet.
var Standard = []content.Canvas{
	{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
	{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
	{Width: 320, Height: 160, PitchMM: 4, DistanceM: 10},
	{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3},
	{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7},
}

// Thumb is what lists show a slide at: a lobby monitor made small.
var Thumb = content.Canvas{Width: 480, Height: 270, PitchMM: 2.5, DistanceM: 3}

// Canvases lists the canvases in use, most screens first, and then the standard ones that are not.
func (p *Pictures) Canvases(ctx context.Context) ([]answer.Canvas, error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	out := on.Canvases()
	for _, c := range Standard {
		if !slices.ContainsFunc(out, func(o answer.Canvas) bool { return o.Width == c.Width && o.Height == c.Height }) {
			out = append(out, answer.Canvas{Canvas: c})
		}
	}
	return out, nil
}
