package slide

import (
	"context"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// reason is why an approved slide is not on, and on how many screens.
type reason struct {
	Name    shell.Text
	Screens int // 0: on all
}

// whyNot lists why an approved slide is not on, but for what it lacks: that is said with the place
// where it can be set; see needOf.
func (s *Slides) whyNot(ctx context.Context, slide content.Slide) (out []reason, err error) {
	if slide.State != content.Approved {
		return nil, nil
	}
	on, err := s.Air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	why, err := on.WhyNot(ctx, slide, s.Now())
	for _, r := range why {
		switch r.Why {
		case answer.NoDeadline, answer.NoSetting, answer.NoFigures:
		default:
			out = append(out, reason{shell.Say(r.Words()), r.Screens})
		}
	}
	return out, err
}
