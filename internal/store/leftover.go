package store

import (
	"context"
	"time"

	"ngatu/content"
)

// LeftoverFor is how long bytes outlive their medium: a backup that had begun before still finds
// them, and an upload of the same file that is under way has come to its end.
const LeftoverFor = 24 * time.Hour

// mostLeftovers is how many bytes are looked at at once.
const mostLeftovers = 1000

// ClearLeftovers removes the bytes of media that were removed a day ago or longer. remove deletes
// them; where it says no, they are tried again next time. Bytes that a medium, a document or a
// frame names by now stay, and are forgotten here.
func ClearLeftovers(ctx context.Context, s *Store, now time.Time, remove func(content.Digest) (gone bool, err error)) error {
	due := map[content.Digest][]content.Digest{}
	var sent map[content.Digest]bool
	err := s.View(ctx, func(r Reader) error {
		_, err := list(ctx, r.conn, func(row scanner) (d content.Digest, err error) {
			err = row.Scan(&d)
			due[d] = []content.Digest{d}
			return d, err
		}, `SELECT digest FROM leftovers WHERE at <= $1 ORDER BY at, digest LIMIT $2`, ms(now.Add(-LeftoverFor)), mostLeftovers)
		if err != nil || len(due) == 0 {
			return err
		}
		sent, err = r.inFrames(ctx, due, time.Time{})
		return err
	})
	if err != nil || len(due) == 0 {
		return err
	}
	return s.write(ctx, func(r Reader) error {
		named, err := r.named(ctx)
		if err != nil {
			return err
		}
		for d := range due {
			var there bool
			err := r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM media WHERE digest = $1) OR EXISTS (SELECT 1 FROM renditions WHERE digest = $1)`, string(d)).Scan(&there)
			if err != nil {
				return r.explain(err)
			}
			if !there && !named[d] && !sent[d] {
				if gone, err := remove(d); err != nil {
					return err
				} else if !gone {
					continue
				}
			}
			if _, err := r.exec(ctx, `DELETE FROM leftovers WHERE digest = $1`, string(d)); err != nil {
				return err
			}
		}
		return nil
	})
}
