package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Waits say how attempts that fail are slowed down: each beyond the free ones doubles the wait
// from First on.
type Waits struct {
	Free           int
	First, Longest time.Duration
	Forget         time.Duration // since the last attempt: it counts from zero again
}

// attemptsFor is the longest that an attempt is kept.
const attemptsFor = 2 * time.Hour

// Attempt counts an attempt for all nodes, or gives how long the key has to wait until the next is
// looked at; one that is refused is not counted. Of attempts at several nodes at once each counts.
// The key is kept as its hash: people type passwords where their names belong.
func (n Nodes) Attempt(ctx context.Context, key string, w Waits) (wait time.Duration, err error) {
	s := n.store
	now, hash := s.dialect.now, string(content.DigestOf([]byte(key)))
	again := `CASE WHEN attempts.last_ms < ` + now + ` - $5 THEN 1 ELSE attempts.count + 1 END`
	var count, left int64
	err = s.q.QueryRowContext(ctx, `INSERT INTO attempts (key, count, last_ms, until_ms) VALUES ($1, 1, `+now+`, 0)
		ON CONFLICT (key) DO UPDATE SET count = `+again+`, last_ms = `+now+`,
			until_ms = CASE WHEN `+again+` < $2 THEN 0 ELSE `+now+` + LEAST($4, $3 * power(2, LEAST(`+again+` - $2, 12)))::BIGINT END
		WHERE attempts.until_ms <= `+now+` RETURNING count`,
		hash, w.Free, w.First.Milliseconds(), w.Longest.Milliseconds(), w.Forget.Milliseconds()).Scan(&count)
	if count > 0 || ignoreNone(err) != nil {
		return 0, s.explain(err)
	}
	err = s.q.QueryRowContext(ctx, `SELECT until_ms - `+now+` FROM attempts WHERE key = $1`, hash).Scan(&left)
	return max(time.Duration(left)*time.Millisecond, time.Millisecond), s.explain(ignoreNone(err))
}

// Forgive forgets the attempts for a key, after one that succeeded.
func (n Nodes) Forgive(ctx context.Context, key string) error {
	_, err := n.store.exec(ctx, `DELETE FROM attempts WHERE key = $1`, string(content.DigestOf([]byte(key))))
	return err
}
