package store

import (
	"context"
	"encoding/json"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// Release is figures of one measure, let out together. It is never edited: a correction is a newer
// release.
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

	Withdrawn time.Time // since then it is shown nowhere; zero: it holds. Set by the store

	State  ReleaseState // "": [Released]
	Due    time.Time    // when it is to be released; zero: at once, or when somebody does
	Base   string       // ID of the release that it was compared with; "": there was none
	Sheet  string       // ID of the sheet that it came from; "": none is kept
	Recipe string       // ID of the recipe that read the sheet; "": none
	Sender string       // who sent it: a staff ID, token or folder
	Record Record
}

// ReleaseState says whether figures are on boards.
type ReleaseState string

// The states of a release. Only the figures of a released one are ever shown.
const (
	Released   ReleaseState = "released"
	Draft      ReleaseState = "held"       // waits for a person, or for its time
	Superseded ReleaseState = "superseded" // was a draft until a newer file came
	Discarded  ReleaseState = "discarded"  // was a draft until a person threw it away
)

// Record is what was found and decided about a release.
type Record struct {
	Verdict  figure.Verdict `json:"verdict,omitzero"`
	Reason   string         `json:"reason,omitempty"`   // of the person who released it in spite of warnings
	Sent     string         `json:"sent,omitempty"`     // who sent it, as people name them
	Corrects string         `json:"corrects,omitempty"` // ID of the release that it corrects
	Merged   string         `json:"merged,omitempty"`   // ID of the release that the units without a row were taken from
	Units    int            `json:"units,omitempty"`    // units that have a figure
	Of       int            `json:"of,omitempty"`       // units of that level
	Wrong    string         `json:"wrong,omitempty"`    // why it was withdrawn
}

const releaseColumns = `id, number, measure, period, as_of, source, who, at, sample, withdrawn, state, due, base, sheet, recipe, sender, doc`

func scanRelease(row scanner) (Release, error) {
	var r Release
	var asOf, when, withdrawn, due int64
	var doc string
	err := row.Scan(&r.ID, &r.Number, &r.Measure, &r.Period, &asOf, &r.Source, &r.By, &when, &r.Sample, &withdrawn,
		&r.State, &due, &r.Base, &r.Sheet, &r.Recipe, &r.Sender, &doc)
	if err != nil {
		return r, err
	}
	if asOf != 0 {
		r.AsOf = at(asOf).In(area.Local)
	}
	r.At, r.Withdrawn, r.Due = at(when), at(withdrawn), at(due)
	return r, json.Unmarshal([]byte(doc), &r.Record)
}

func orNoRelease(err error, id string) error {
	return orMissing(err, "đợt số liệu", "release of figures", id)
}

// Release is the one with an ID.
func (r ledgerReads) Release(ctx context.Context, id string) (Release, error) {
	found, err := one(ctx, r.conn, scanRelease, `SELECT `+releaseColumns+` FROM releases WHERE id = $1`, id)
	return found, orNoRelease(err, id)
}

// LatestRelease is the release of a measure with the newest as-of time; of several, the one
// released last. Those that were withdrawn do not count. NotFound where there is none.
func (r ledgerReads) LatestRelease(ctx context.Context, measure string, period area.Period) (Release, error) {
	found, err := one(ctx, r.conn, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE measure = $1 AND period = $2 AND withdrawn = 0 AND state = 'released' ORDER BY as_of DESC, number DESC LIMIT 1`, measure, string(period))
	return found, orNoRelease(err, measure)
}

// PreviousRelease is the one that a release's progress is computed from: the last with an earlier
// as-of time, but for one that it corrects, and sample figures only against sample figures. NotFound
// where there is none.
func (r ledgerReads) PreviousRelease(ctx context.Context, than Release) (Release, error) {
	found, err := one(ctx, r.conn, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE measure = $1 AND period = $2 AND as_of < $3 AND sample = $4 AND id <> $5 AND withdrawn = 0 AND state = 'released' ORDER BY as_of DESC, number DESC LIMIT 1`,
		than.Measure, string(than.Period), ms(than.AsOf), than.Sample, than.Record.Corrects)
	return found, orNoRelease(err, than.Measure)
}

// Releases lists those of a measure ("": all) newest number first: at most limit below a number (0:
// from the newest).
func (r ledgerReads) Releases(ctx context.Context, measure string, before int64, limit int) ([]Release, error) {
	return list(ctx, r.conn, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE ($1 OR measure = $2) AND ($3 OR number < $4) ORDER BY number DESC LIMIT $5`, measure == "", measure, before == 0, before, page(limit))
}

// Figures lists the figures of a release by area, complete with all that must stand beside them.
// Those without a target of their own have the one that is set for their as-of time, whenever it
// was set.
func (r ledgerReads) Figures(ctx context.Context, of Release) ([]figure.Figure, error) {
	set, err := r.Targets(ctx, of.Measure, of.Period)
	if err != nil {
		return nil, err
	}
	figures, err := list(ctx, r.conn, func(row scanner) (figure.Figure, error) {
		f := figure.Figure{Measure: of.Measure, AsOf: of.AsOf, ReleasedBy: of.By, Sample: of.Sample}
		var key string
		var asOf int64
		if err := row.Scan(&key, &f.Value, &f.Target, &f.Denominator, &f.DenominatorName, &f.Source, &asOf); err != nil {
			return f, err
		}
		if asOf != 0 {
			f.AsOf = at(asOf).In(area.Local)
		}
		var err error
		f.Area, err = area.ParseKey(key)
		return f, err
	}, `SELECT area, value, target, denominator, of_what, source, as_of FROM figures WHERE release = $1 ORDER BY area`, of.ID)
	set.Fill(figures)
	return figures, err
}

// PutRelease lets figures out, or keeps them as a draft. Of each figure it takes area, value,
// target, denominator, source and an as-of time of its own; the rest is the release's. A target
// that is the one which is set is not kept: see [ledgerReads.Figures].
func (tx ledgerWrites) PutRelease(ctx context.Context, r Release, figures []figure.Figure) error {
	if r.State == "" {
		r.State = Released
	}
	doc, err := written(r.Record)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO releases (`+releaseColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15, $16)`,
		r.ID, tx.number, r.Measure, string(r.Period), ms(r.AsOf), r.Source, r.By, tx.now, r.Sample,
		string(r.State), ms(r.Due), r.Base, r.Sheet, r.Recipe, r.Sender, doc)
	if err != nil {
		return err
	}
	set, err := tx.Targets(ctx, r.Measure, r.Period)
	if err != nil {
		return err
	}
	follows := set.Holds()
	for _, f := range figures {
		own := int64(0)
		if !f.AsOf.Equal(r.AsOf) {
			own = ms(f.AsOf)
		}
		if f.AsOf.IsZero() {
			f.AsOf = r.AsOf
		}
		if follows(f) {
			f.Target = 0
		}
		_, err := tx.exec(ctx, `INSERT INTO figures (release, area, value, target, denominator, of_what, source, as_of) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			r.ID, f.Area.String(), f.Value, f.Target, f.Denominator, f.DenominatorName, f.Source, own)
		if err != nil {
			return err
		}
	}
	verb := "release"
	if r.State != Released {
		verb = "hold"
	}
	return tx.did(ctx, verb, NounFigures, r.ID, map[string]any{"measure": r.Measure, "period": r.Period, "as_of": r.AsOf, "source": r.Source, "areas": len(figures), "sample": r.Sample})
}

// WithdrawRelease takes a release off: boards go back to the one before, or have no figures.
// NotFound where there is none that holds.
func (tx ledgerWrites) WithdrawRelease(ctx context.Context, id string) error {
	return tx.changeRelease(ctx, "withdraw", id, `UPDATE releases SET withdrawn = $2 WHERE id = $1 AND withdrawn = 0 AND state = 'released'`, tx.now)
}

// DeleteRelease forgets a release and its figures.
func (tx ledgerWrites) DeleteRelease(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM releases WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounFigures, "đợt số liệu", "release of figures", id)
}
