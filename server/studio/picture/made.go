package picture

import (
	"context"

	"ngatu/content"
	"ngatu/server/air/answer"
)

// Making says whether what screens show of a slide is still being made, see [answer.Made]: until then
// it is not on the approver's desk.
func (p *Pictures) Making(ctx context.Context, slide content.Slide) (bool, error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	made, err := answer.Made(ctx, on, slide)
	return !made, err
}

// Conversion says how far its clip is: see [answer.ConversionOf].
func (p *Pictures) Conversion(ctx context.Context, slide content.Slide) (c answer.Conversion, err error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return c, err
	}
	return answer.ConversionOf(ctx, on, slide)
}
