package submission

import (
	"context"
	"time"

	"ngatu/server/signin"
)

// counted is how much waits for somebody, as of a change and a time.
type counted struct {
	change int64
	at     time.Time
	n      int
}

// recount is how long a count holds without a change: mandates begin and end by time alone.
const recount = 20 * time.Second

// Count is how many submissions wait for a person: every page says it, so it is counted again only
// after a change or a while.
func (s *Submissions) Count(ctx context.Context, p *signin.Person) (int, error) {
	if !p.Somewhere(signin.Approve) {
		return 0, nil
	}
	number, err := s.Store.LastChange(ctx)
	if err != nil {
		return 0, err
	}
	now := s.Now()
	if known, ok := s.counts.Load(p.ID); ok {
		if k := known.(counted); k.change == number && now.Sub(k.at).Abs() < recount {
			return k.n, nil
		}
	}
	all, err := s.Mine(ctx, p)
	if err == nil {
		s.counts.Store(p.ID, counted{number, now, len(all)})
	}
	return len(all), err
}
