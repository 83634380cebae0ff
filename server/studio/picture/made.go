package picture

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
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

// MakingIn is [Pictures.Making] for a change that begins now, which asks by its own reader.
func (p *Pictures) MakingIn(ctx context.Context) (func(context.Context, store.Reader, content.Slide) (bool, error), error) {
	on, err := p.air.Snapshot(ctx)
	return func(ctx context.Context, r store.Reader, slide content.Slide) (bool, error) {
		made, err := answer.MadeFor(ctx, r, on, slide)
		return !made, err
	}, err
}

// Conversion says how far its clip is, or else the one that is to take its place: see
// [answer.ConversionOf] and [answer.ConversionAhead].
func (p *Pictures) Conversion(ctx context.Context, d content.SlideDraft) (c answer.Conversion, err error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return c, err
	}
	if c, err = answer.ConversionOf(ctx, on, d); c.State == "" && err == nil {
		c, err = answer.ConversionAhead(ctx, p.store.Reader, d)
	}
	return c, err
}
