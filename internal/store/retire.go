package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"ngatu/content"
	"ngatu/internal/durable"
)

// Retire closes a store and has no server open its database again: what is in it goes on elsewhere.
// Nothing is deleted. A file gets another name, which is returned; of a PostgreSQL database nobody
// gets the lease any more.
func Retire(ctx context.Context, s *Store, now time.Time) (kept string, err error) {
	if s.lease != nil {
		s.lease.stop()
		s.lease.done.Wait()
		err = transact(ctx, s, func(r Reader) error {
			if err := s.lease.fence(ctx, r); err != nil {
				return r.explain(err)
			}
			_, err := r.exec(ctx, `UPDATE lease SET until_ms = $1 WHERE id = 1`, int64(math.MaxInt64))
			return err
		})
		return s.where, errors.Join(err, s.reads.Close())
	}
	lock := s.lock
	s.lock = nil
	kept = fmt.Sprintf("%s.moved-%s", s.where, now.UTC().Format("2006-01-02T15-04-05Z"))
	if err = s.Close(); err == nil {
		err = durable.Rename(s.where, kept)
	}
	if lock != nil {
		err = errors.Join(err, lock.Close())
	}
	return kept, err
}

// retired is for a PostgreSQL database that is kept and not used any more.
func retired(where string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Dữ liệu trong " + where + " đã được chuyển đi nơi khác bằng ngatu move. Hãy khởi động với nơi mới; nơi cũ chỉ còn để lưu.",
		En:   "What is in " + where + " was moved elsewhere by ngatu move. Start with the new place; the old one is only kept.",
	}
}
