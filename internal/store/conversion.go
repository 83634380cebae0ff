package store

import (
	"context"

	"ngatu/content"
)

// Conversion is how far a clip is being converted for a slide, or that somebody stopped it.
type Conversion struct {
	Slide   string
	Medium  content.Digest
	Percent int    // 0 to 99
	Failed  bool   // it could not be converted; a start of the server, or somebody, has it tried again
	Stopped string // who stopped it; "": nobody
}

const conversionColumns = `slide, medium, percent, failed, stopped`

func scanConversion(row scanner) (Conversion, error) {
	var c Conversion
	err := row.Scan(&c.Slide, &c.Medium, &c.Percent, &c.Failed, &c.Stopped)
	return c, err
}

// Conversions are those of a medium, by slide: a copy that is made for one serves others.
func (r shelfReads) Conversions(ctx context.Context, medium content.Digest) ([]Conversion, error) {
	return list(ctx, r.conn, scanConversion, `SELECT `+conversionColumns+` FROM conversions WHERE medium = $1 ORDER BY slide`, string(medium))
}

// ConversionsFor are those that are under way for a slide, of whatever medium.
func (r shelfReads) ConversionsFor(ctx context.Context, slide string) ([]Conversion, error) {
	return list(ctx, r.conn, scanConversion, `SELECT `+conversionColumns+` FROM conversions WHERE slide = $1 AND NOT failed AND stopped = '' ORDER BY medium`, slide)
}

// ConversionStopped says whether somebody stopped the conversion of a medium for a slide.
func (r shelfReads) ConversionStopped(ctx context.Context, slide string, medium content.Digest) (bool, error) {
	var found bool
	err := r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM conversions WHERE slide = $1 AND medium = $2 AND stopped <> '')`, slide, string(medium)).Scan(&found)
	return found, r.explain(err)
}

// ConversionFailed says whether a medium could not be converted, for whichever slide.
func (r shelfReads) ConversionFailed(ctx context.Context, medium content.Digest) (bool, error) {
	var found bool
	err := r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM conversions WHERE medium = $1 AND failed)`, string(medium)).Scan(&found)
	return found, r.explain(err)
}

// SayConverting notes how far a clip is, or that it could not be converted. It is no change, and
// neither starts again nor forgets what somebody has stopped. Of a slide that is gone meanwhile
// nothing is noted.
func SayConverting(ctx context.Context, s *Store, c Conversion) error {
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			_, err := r.exec(ctx, `INSERT INTO conversions (`+conversionColumns+`) SELECT id, $2, CAST($3 AS BIGINT), CAST($4 AS BOOLEAN), '' FROM slides WHERE id = $1
				ON CONFLICT (slide, medium) DO UPDATE SET percent = excluded.percent, failed = conversions.failed OR excluded.failed`, c.Slide, string(c.Medium), c.Percent, c.Failed)
			return err
		})
	})
}

// EndConverting forgets how far the clip of a slide was: it is converted, or given up. That it could not
// be, and that somebody stopped it, stays.
func EndConverting(ctx context.Context, s *Store, slide string) error {
	return forgetConversions(ctx, s, `NOT failed AND stopped = '' AND slide = $1`, slide)
}

// BeginConverting forgets how far a server was that runs no more, and what it could not convert. What
// somebody stopped stays so.
func BeginConverting(ctx context.Context, s *Store) error {
	return forgetConversions(ctx, s, `stopped = ''`)
}

// TryConverting forgets that a clip could not be converted: it is tried again.
func TryConverting(ctx context.Context, s *Store, slide string, medium content.Digest) error {
	return forgetConversions(ctx, s, `failed AND slide = $1 AND medium = $2`, slide, string(medium))
}

// ForgetConversion forgets what was said of one, also that somebody stopped it: it is wanted, or there
// is nothing left to convert.
func ForgetConversion(ctx context.Context, s *Store, slide string, medium content.Digest) error {
	return forgetConversions(ctx, s, `slide = $1 AND medium = $2`, slide, string(medium))
}

func forgetConversions(ctx context.Context, s *Store, which string, args ...any) error {
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			_, err := r.exec(ctx, `DELETE FROM conversions WHERE `+which, args...)
			return err
		})
	})
}

// StopConversion has the conversion of a medium for a slide end, and not begin again by itself, also
// after a restart.
func (tx shelfWrites) StopConversion(ctx context.Context, slide string, medium content.Digest) error {
	if _, err := tx.exec(ctx, `INSERT INTO conversions (`+conversionColumns+`) VALUES ($1, $2, 0, FALSE, $3)
		ON CONFLICT (slide, medium) DO UPDATE SET stopped = excluded.stopped`, slide, string(medium), tx.who); err != nil {
		return err
	}
	return tx.did(ctx, "stop_converting", NounSlide, slide, map[string]string{"medium": string(medium)})
}

// ConvertAgain has the server convert a clip again that somebody stopped, or that it could not convert.
func (tx shelfWrites) ConvertAgain(ctx context.Context, slide string, medium content.Digest) error {
	n, err := tx.exec(ctx, `DELETE FROM conversions WHERE medium = $2 AND (failed OR slide = $1 AND stopped <> '')`, slide, string(medium))
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "convert", NounSlide, slide, map[string]string{"medium": string(medium)})
}
