package store

import (
	"context"
	"time"
)

// Scans is how often a screen's code was opened within an hour. Nothing else about it is kept: no
// address, no cookie, no user agent.
type Scans struct {
	Screen string
	Hour   time.Time // its start, UTC
	Count  int64
}

// CountScan counts one opened code of a screen in the hour that at lies in; NotFound where there is
// no such screen, so that a stranger cannot fill the table. It leaves no line in the log.
func (s *Store) CountScan(ctx context.Context, screen string, at time.Time) error {
	if err := s.Room(); err != nil {
		return err
	}
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			n, err := r.exec(ctx, `INSERT INTO scans (screen, hour, count) SELECT code, CAST($2 AS BIGINT), 1 FROM screens WHERE code = $1
				ON CONFLICT (hour, screen) DO UPDATE SET count = scans.count + 1`, screen, at.Truncate(time.Hour).UnixMilli())
			if err == nil && n == 0 {
				err = missing(screenVi, screenEn, screen)
			}
			return err
		})
	})
}

// ScansBetween lists the hours from from until until in which codes were opened, by hour and
// screen: at most limit ([MaxPage] for 0) after the given one, the last of the page before. screen
// "" is all screens.
func (r proofReads) ScansBetween(ctx context.Context, screen string, from, until time.Time, after Scans, limit int) ([]Scans, error) {
	return list(ctx, r.conn, func(row scanner) (s Scans, err error) {
		var hour int64
		err = row.Scan(&s.Screen, &hour, &s.Count)
		s.Hour = at(hour)
		return s, err
	}, `SELECT screen, hour, count FROM scans WHERE hour >= $1 AND hour < $2 AND (hour, screen) > ($3, $4) AND ($5 OR screen = $6)
		ORDER BY hour, screen LIMIT $7`, ms(from), ms(until), ms(after.Hour), after.Screen, screen == "", screen, page(limit))
}
