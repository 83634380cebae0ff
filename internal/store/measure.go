package store

import (
	"context"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

// Measures lists those that are there from the start, as staff have changed them, and those that
// staff made.
func (r ledgerReads) Measures(ctx context.Context) ([]figure.Measure, error) {
	stored, err := list(ctx, r.conn, document[figure.Measure], `SELECT doc FROM measures ORDER BY id`)
	if err != nil {
		return nil, err
	}
	out := figure.Measures()
	for _, m := range stored {
		at := -1
		for i := range out {
			if out[i].ID == m.ID {
				at = i
			}
		}
		if at < 0 {
			out = append(out, m)
			continue
		}
		out[at] = m
	}
	return out, nil
}

// Measure is the one with an ID; NotFound where there is none.
func (r ledgerReads) Measure(ctx context.Context, id string) (figure.Measure, error) {
	m, err := one(ctx, r.conn, document[figure.Measure], `SELECT doc FROM measures WHERE id = $1`, id)
	err = orMissing(err, "chỉ số", "measure", id)
	if content.CodeOf(err) != content.NotFound {
		return m, err
	}
	for _, m := range figure.Measures() {
		if m.ID == id {
			return m, nil
		}
	}
	return m, err
}

// PutMeasure makes a measure or changes its settings.
func (tx ledgerWrites) PutMeasure(ctx context.Context, m figure.Measure) error {
	doc, err := written(m)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO measures (id, doc) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`, m.ID, doc)
	if err != nil {
		return err
	}
	return tx.did(ctx, "change", NounMeasure, m.ID, m)
}

// UnitNames are the names that people accepted for units of a period.
func (r ledgerReads) UnitNames(ctx context.Context, period area.Period) (figure.Names, error) {
	type pair struct {
		text string
		area area.Key
	}
	all, err := list(ctx, r.conn, func(row scanner) (p pair, err error) {
		var key string
		if err = row.Scan(&p.text, &key); err == nil {
			p.area, err = area.ParseKey(key)
		}
		return p, err
	}, `SELECT text, area FROM unit_names WHERE period = $1 ORDER BY text`, string(period))
	out := figure.Names{}
	for _, p := range all {
		out[p.text] = p.area
	}
	return out, err
}

// PutUnitName accepts a text as the name of a unit, by [figure.NameKey].
func (tx ledgerWrites) PutUnitName(ctx context.Context, text string, unit area.Key) error {
	_, err := tx.exec(ctx, `INSERT INTO unit_names (period, text, area, who, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (period, text) DO UPDATE SET area = excluded.area, who = excluded.who, at = excluded.at`, string(unit.Period), text, unit.String(), tx.who, tx.now)
	if err != nil {
		return err
	}
	return tx.did(ctx, "accept", NounUnitName, unit.String(), map[string]string{"text": text})
}
