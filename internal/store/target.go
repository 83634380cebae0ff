package store

import (
	"context"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// Targets are those of a measure for the units of a period, by area and day.
func (r ledgerReads) Targets(ctx context.Context, measure string, period area.Period) (figure.Targets, error) {
	return list(ctx, r.conn, func(row scanner) (t figure.Target, err error) {
		var key string
		var since int64
		if err = row.Scan(&key, &since, &t.Value, &t.By); err != nil {
			return t, err
		}
		t.Since = at(since).In(area.Local)
		t.Area, err = area.ParseKey(key)
		return t, err
	}, `SELECT area, since, value, who FROM targets WHERE measure = $1 AND period = $2 ORDER BY area, since`, measure, string(period))
}

// PutTargets sets targets of a measure; one of the same unit and day is replaced.
func (tx ledgerWrites) PutTargets(ctx context.Context, measure string, all []figure.Target) error {
	for _, t := range all {
		_, err := tx.exec(ctx, `INSERT INTO targets (measure, period, area, since, value, who) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (measure, period, area, since) DO UPDATE SET value = excluded.value, who = excluded.who`,
			measure, string(t.Area.Period), t.Area.String(), t.Since.UnixMilli(), t.Value, tx.who)
		if err != nil {
			return err
		}
	}
	return tx.did(ctx, "targets", NounMeasure, measure, all)
}
