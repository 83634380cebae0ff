package campaign

import (
	"context"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// after is what screens of one size show the day after the end of a campaign.
type after struct {
	answer.Turning
	Is strip
}

// after answers for a campaign that ends soon, at noon of the day after; nothing for others.
func (s *Campaigns) after(ctx context.Context, p *signin.Person, c content.Campaign) (out []after, err error) {
	if !content.EndsSoon(c.Valid.Until, s.Now()) {
		return nil, nil
	}
	on, err := s.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	all, err := answer.TurningOn(ctx, on, c.Targets, content.DayAfter(c.Valid.Until, zone))
	if err != nil {
		return nil, err
	}
	campaigns, err := s.Store.Campaigns(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		size := after{one, strip{Canvas: one.Canvas, pictures: shell.PathSlides}}
		for _, id := range one.Slides[:min(len(one.Slides), mostPictures)] {
			slide, err := s.Store.Slide(ctx, id)
			if err != nil {
				return nil, err
			}
			size.Is.Shown = append(size.Is.Shown, picturedBy(p, slide, campaigns))
		}
		size.Is.More = len(one.Slides) - len(size.Is.Shown)
		out = append(out, size)
	}
	return out, nil
}
