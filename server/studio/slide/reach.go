package slide

import (
	"context"

	"ngatu/server/air/answer"
)

// reached is the reach of every approved slide, by ID.
func (s *Slides) reached(ctx context.Context) (map[string]answer.Reach, error) {
	on, err := s.Air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return on.Reach(ctx, s.Now()), nil
}
