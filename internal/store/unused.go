package store

import (
	"context"
	"time"

	"ngatu/content"
)

// mostSwept is how many media go at once: the one write door is open to others in between.
const mostSwept = 100

// SweepMedia notes since when nothing refers to a medium, and removes those, with what was made of
// them, to which nothing has referred for the grace time. What it removes is one line of the log;
// the bytes follow with [ClearLeftovers]. It removes [mostSwept] at most, and says how many.
//
// It keeps what any document, draft, file of the inbox, setting or unsent form names, and for good
// what was ever sent to a screen: the past is read from that. Both are looked at again in the
// transaction that removes.
func SweepMedia(ctx context.Context, s *Store, now time.Time, grace time.Duration) (removed int, err error) {
	if err := noteUnused(ctx, s, now); err != nil {
		return 0, err
	}
	limit := now.Add(-grace)
	var due map[content.Digest][]content.Digest
	var looked time.Time
	proof := map[content.Digest]bool{}
	err = s.View(ctx, func(r Reader) (err error) {
		if due, err = r.dueMedia(ctx, limit); err != nil || len(due) == 0 {
			return err
		}
		if looked, err = one(ctx, r.conn, func(row scanner) (time.Time, error) {
			var now int64
			err := row.Scan(&now)
			return at(now), err
		}, `SELECT `+r.dialect.now); err != nil {
			return err
		}
		proof, err = r.inFrames(ctx, byPart(due), time.Time{})
		return err
	})
	if err != nil {
		return 0, err
	}
	if len(proof) > 0 {
		err := s.write(ctx, func(r Reader) error {
			for d := range proof {
				delete(due, d)
				if _, err := r.exec(ctx, `UPDATE media SET proof = TRUE, unused = 0 WHERE digest = $1`, string(d)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	if len(due) == 0 {
		return 0, nil
	}
	_, err = s.Change(ctx, "ngatu", func(tx *Tx) (err error) {
		removed, err = tx.removeUnused(ctx, due, limit, now, looked)
		return err
	})
	return removed, err
}

// noteUnused notes since when nothing refers to a medium, and that something does again. It is no
// change that anybody sees, so it leaves no line.
func noteUnused(ctx context.Context, s *Store, now time.Time) error {
	since := map[content.Digest]int64{} // what changes
	err := s.View(ctx, func(r Reader) error {
		named, err := r.named(ctx)
		if err != nil {
			return err
		}
		parts, err := list(ctx, r.conn, func(row scanner) (p [2]content.Digest, err error) {
			err = row.Scan(&p[0], &p[1])
			return p, err
		}, `SELECT medium, digest FROM renditions`)
		if err != nil {
			return err
		}
		for _, p := range parts {
			if named[p[1]] {
				named[p[0]] = true
			}
		}
		_, err = list(ctx, r.conn, func(row scanner) (none struct{}, err error) {
			var d content.Digest
			var unused int64
			err = row.Scan(&d, &unused)
			switch {
			case named[d] && unused != 0:
				since[d] = 0
			case !named[d] && (unused == 0 || unused > ms(now)): // the clock was set back
				since[d] = ms(now)
			}
			return none, err
		}, `SELECT digest, unused FROM media WHERE NOT proof`)
		return err
	})
	if err != nil || len(since) == 0 {
		return err
	}
	return s.write(ctx, func(r Reader) error {
		for d, at := range since {
			if _, err := r.exec(ctx, `UPDATE media SET unused = $2 WHERE digest = $1`, string(d), at); err != nil {
				return err
			}
		}
		return nil
	})
}

// dueMedia are media to which nothing has referred since the limit or longer, each with the digests
// of its bytes and of all that was ever made of it: a quick rendition may have been sent before a
// fine one took its place.
func (r Reader) dueMedia(ctx context.Context, limit time.Time) (map[content.Digest][]content.Digest, error) {
	digest := func(row scanner) (d content.Digest, err error) {
		err = row.Scan(&d)
		return d, err
	}
	all, err := list(ctx, r.conn, digest, `SELECT digest FROM media WHERE NOT proof AND unused > 0 AND unused <= $1
		ORDER BY unused, digest LIMIT $2`, ms(limit), mostSwept)
	if err != nil {
		return nil, err
	}
	due := map[content.Digest][]content.Digest{}
	for _, d := range all {
		parts, err := list(ctx, r.conn, digest, `SELECT DISTINCT digest FROM renditions WHERE medium = $1`, string(d))
		if err != nil {
			return nil, err
		}
		due[d] = append([]content.Digest{d}, parts...)
		_, err = list(ctx, r.conn, func(row scanner) (none struct{}, err error) {
			var detail string
			err = row.Scan(&detail)
			eachDigest(detail, func(part content.Digest) { due[d] = append(due[d], part) })
			return none, err
		}, `SELECT detail FROM changes WHERE noun = $1 AND id = $2`, string(NounRendition), string(d))
		if err != nil {
			return nil, err
		}
	}
	return due, nil
}

// byPart turns media with their parts round.
func byPart(media map[content.Digest][]content.Digest) map[content.Digest][]content.Digest {
	of := map[content.Digest][]content.Digest{}
	for d, parts := range media {
		for _, part := range parts {
			of[part] = append(of[part], d)
		}
	}
	return of
}

// removeUnused removes what is still due. looked is when the frames were looked through before: only
// later ones are now, and those of the hour before it, which may not have been committed then.
func (tx *Tx) removeUnused(ctx context.Context, due map[content.Digest][]content.Digest, limit, now, looked time.Time) (int, error) {
	named, err := tx.named(ctx)
	if err != nil {
		return 0, err
	}
	again, err := tx.dueMedia(ctx, limit)
	if err != nil {
		return 0, err
	}
	sent, err := tx.inFrames(ctx, byPart(again), looked.Add(-time.Hour))
	if err != nil {
		return 0, err
	}
	var gone []content.Digest
	for d, parts := range again {
		if due[d] == nil || sent[d] || anyOf(named, parts) {
			continue
		}
		if _, err := tx.exec(ctx, `DELETE FROM media WHERE digest = $1`, string(d)); err != nil {
			return 0, err
		}
		for _, part := range parts {
			if _, err := tx.exec(ctx, `INSERT INTO leftovers (digest, at) VALUES ($1, $2)
				ON CONFLICT (digest) DO UPDATE SET at = excluded.at`, string(part), ms(now)); err != nil {
				return 0, err
			}
		}
		gone = append(gone, d)
	}
	if len(gone) == 0 {
		return 0, nil
	}
	return len(gone), tx.did(ctx, "delete", NounMedium, "unused", map[string]any{"digests": gone})
}

func anyOf(named map[content.Digest]bool, parts []content.Digest) bool {
	for _, part := range parts {
		if named[part] {
			return true
		}
	}
	return false
}
