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
	n, err := s.count(ctx, p)
	if err == nil {
		s.counts.Store(p.ID, counted{number, now, n})
	}
	return n, err
}

// count is how many rows [Submissions.Mine] would list, without what only a list says of them.
func (s *Submissions) count(ctx context.Context, p *signin.Person) (n int, err error) {
	alone, err := signin.Alone(ctx, s.Store.Reader, p.ID)
	if err != nil {
		return 0, err
	}
	all, err := s.Store.Submissions(ctx)
	if err != nil {
		return 0, err
	}
	for _, one := range all {
		for _, i := range one.Waits() {
			noun, known := s.noun(i.Noun)
			if !known {
				continue
			}
			h, err := noun.Gate.Head(ctx, i.ID)
			if err != nil {
				return 0, err
			}
			if decides(p, h, alone) {
				n++
				break
			}
		}
	}
	return n, nil
}
