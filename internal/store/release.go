package store

import (
	"context"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// Release is figures of one measure, let out together. It is never edited: a correction is a newer release.
type Release struct {
	ID      string
	Number  int64  // of its change; set by the store
	Measure string // [figure.Measure.ID]
	Period  area.Period
	AsOf    time.Time // in [area.Local]
	Source  string
	By      string    // who released it, as screens name them
	At      time.Time // set by the store
	Sample  bool      // made up for show
}

const releaseColumns = `id, number, measure, period, as_of, source, who, at, sample`

func scanRelease(row scanner) (Release, error) {
	var r Release
	var asOf, when int64
	err := row.Scan(&r.ID, &r.Number, &r.Measure, &r.Period, &asOf, &r.Source, &r.By, &when, &r.Sample)
	if asOf != 0 {
		r.AsOf = at(asOf).In(area.Local)
	}
	r.At = at(when)
	return r, err
}

func orNoRelease(err error, id string) error {
	return orMissing(err, "đợt số liệu", "release of figures", id)
}

// Release is the one with an ID.
func (r Reader) Release(ctx context.Context, id string) (Release, error) {
	found, err := one(ctx, r, scanRelease, `SELECT `+releaseColumns+` FROM releases WHERE id = $1`, id)
	return found, orNoRelease(err, id)
}

// LatestRelease is the release of a measure with the newest as-of time; of several, the one released last. NotFound before
// the first.
func (r Reader) LatestRelease(ctx context.Context, measure string, period area.Period) (Release, error) {
	found, err := one(ctx, r, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE measure = $1 AND period = $2 ORDER BY as_of DESC, number DESC LIMIT 1`, measure, string(period))
	return found, orNoRelease(err, measure)
}

// PreviousRelease is the one that a release's progress is reckoned from: the last with an earlier as-of time, and sample
// figures only against sample figures. NotFound where there is none.
func (r Reader) PreviousRelease(ctx context.Context, than Release) (Release, error) {
	found, err := one(ctx, r, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE measure = $1 AND period = $2 AND as_of < $3 AND sample = $4 ORDER BY as_of DESC, number DESC LIMIT 1`,
		than.Measure, string(than.Period), ms(than.AsOf), than.Sample)
	return found, orNoRelease(err, than.Measure)
}

// Releases lists those of a measure ("": all) newest number first: at most limit below a number (0: from the newest).
func (r Reader) Releases(ctx context.Context, measure string, before int64, limit int) ([]Release, error) {
	return list(ctx, r, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE ($1 OR measure = $2) AND ($3 OR number < $4) ORDER BY number DESC LIMIT $5`, measure == "", measure, before == 0, before, page(limit))
}

// Figures lists the figures of a release by area, complete with all that must stand beside them.
func (r Reader) Figures(ctx context.Context, of Release) ([]figure.Figure, error) {
	return list(ctx, r, func(row scanner) (figure.Figure, error) {
		f := figure.Figure{Measure: of.Measure, AsOf: of.AsOf, ReleasedBy: of.By, Sample: of.Sample}
		var key string
		if err := row.Scan(&key, &f.Value, &f.Target, &f.Denominator, &f.DenominatorName, &f.Source); err != nil {
			return f, err
		}
		var err error
		f.Area, err = area.ParseKey(key)
		return f, err
	}, `SELECT area, value, target, denominator, of_what, source FROM figures WHERE release = $1 ORDER BY area`, of.ID)
}

// PutRelease lets figures out. Of each figure it takes area, value, target, denominator and source; the rest is the
// release's.
func (tx *Tx) PutRelease(ctx context.Context, r Release, figures []figure.Figure) error {
	_, err := tx.exec(ctx, `INSERT INTO releases (`+releaseColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.ID, tx.number, r.Measure, string(r.Period), ms(r.AsOf), r.Source, r.By, tx.now, r.Sample)
	if err != nil {
		return err
	}
	for _, f := range figures {
		_, err := tx.exec(ctx, `INSERT INTO figures (release, area, value, target, denominator, of_what, source) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			r.ID, f.Area.String(), f.Value, f.Target, f.Denominator, f.DenominatorName, f.Source)
		if err != nil {
			return err
		}
	}
	return tx.did(ctx, "release", "figures", r.ID, map[string]any{"measure": r.Measure, "period": r.Period, "as_of": r.AsOf, "source": r.Source, "areas": len(figures), "sample": r.Sample})
}

// DeleteRelease withdraws a release; boards go back to the one before.
func (tx *Tx) DeleteRelease(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM releases WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, "figures", "đợt số liệu", "release of figures", id)
}
