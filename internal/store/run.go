package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// MaxRuns is the most runs that are taken at once.
const MaxRuns = 5000

// StoredRun is a run of a screen, as it is kept.
type StoredRun struct {
	protocol.Run
	Screen  string
	Journal string
	Got     time.Time // when it was stored
}

// RunQuery picks runs that overlap a window of time.
type RunQuery struct {
	Screen      string
	From, Until time.Time // by the screen's own record; zero: open
	After       StoredRun // the last of the page before
	Limit       int       // at most [MaxPage], which 0 stands for
}

const runColumns = `screen, journal, seq, audience, programme, entered, from_ms, until_ms, unshown, clock, shift, got`

func scanRun(row scanner) (StoredRun, error) {
	var r StoredRun
	var except string
	var got int64
	err := row.Scan(&r.Screen, &r.Journal, &r.Seq, &r.Audience, &r.Programme, &r.Entered, &r.From, &r.Until, &except, &r.Clock, &r.Shift, &got)
	if err != nil {
		return r, err
	}
	r.Got = at(got)
	if err := json.Unmarshal([]byte(except), &r.Except); err != nil {
		return r, fmt.Errorf("read a run of %s: %w", r.Screen, err)
	}
	return r, nil
}

// StoreRuns keeps what a screen says it showed, and gives the number up to which it may forget: the
// highest up to which all are stored, from the first that is known of this journal. Runs that are
// there already stay as they are, so a player may send any of them again. TooLarge above [MaxRuns].
// It leaves no line in the log and rings no bus.
func (s *Store) StoreRuns(ctx context.Context, screen string, plays protocol.Plays) (acked int64, err error) {
	if len(plays.Runs) > MaxRuns {
		return 0, &content.Error{
			Code: content.TooLarge,
			Vi:   fmt.Sprintf("Màn hình %s gửi quá nhiều bản ghi phát một lúc (tối đa %d).", screen, MaxRuns),
			En:   fmt.Sprintf("Screen %s sent too many runs at once (at most %d).", screen, MaxRuns),
		}
	}
	if err := s.Room(); err != nil {
		return 0, err // the player keeps them
	}
	err = s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) (err error) {
			acked, err = r.storeRuns(ctx, screen, plays)
			return err
		})
	})
	return acked, err
}

func (r conn) storeRuns(ctx context.Context, screen string, plays protocol.Plays) (int64, error) {
	lowest := int64(math.MaxInt64)
	for _, run := range plays.Runs {
		if err := r.insertRun(ctx, screen, plays.Journal, run); err != nil {
			return 0, err
		}
		lowest = min(lowest, run.Seq)
	}
	first, acked, err := r.journal(ctx, screen, plays.Journal, lowest)
	if err != nil || first == math.MaxInt64 {
		return 0, err
	}
	if lowest < first {
		first, acked = lowest, lowest
	}
	if acked, err = r.contiguous(ctx, screen, plays.Journal, acked); err != nil {
		return 0, err
	}
	_, err = r.exec(ctx, `UPDATE journals SET first = $3, acked = $4 WHERE screen = $1 AND journal = $2`, screen, plays.Journal, first, acked)
	return acked, err
}

func (r conn) insertRun(ctx context.Context, screen, journal string, run protocol.Run) error {
	if run.Except == nil {
		run.Except = []protocol.Except{}
	}
	except, err := written(run.Except)
	if err != nil {
		return err
	}
	_, err = r.exec(ctx, `INSERT INTO runs (`+runColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, `+r.dialect.now+`)
		ON CONFLICT (screen, journal, seq) DO NOTHING`,
		screen, journal, run.Seq, run.Audience, run.Programme, run.Entered, run.From, run.Until, except, run.Clock, run.Shift)
	return err
}

// journal gives what is known of a journal and locks it; a new one begins at lowest. Without any
// run yet, first is the greatest number.
func (r conn) journal(ctx context.Context, screen, journal string, lowest int64) (first, acked int64, err error) {
	if lowest != math.MaxInt64 {
		_, err = r.exec(ctx, `INSERT INTO journals (screen, journal, first, acked) VALUES ($1, $2, $3, $3)
			ON CONFLICT (screen, journal) DO NOTHING`, screen, journal, lowest)
		if err != nil {
			return 0, 0, err
		}
	}
	err = r.q.QueryRowContext(ctx, `UPDATE journals SET first = first WHERE screen = $1 AND journal = $2 RETURNING first, acked`,
		screen, journal).Scan(&first, &acked)
	if content.CodeOf(orMissing(err, "", "", "")) == content.NotFound {
		return math.MaxInt64, 0, nil
	}
	return first, acked, r.explain(err)
}

// contiguous walks on from a number that is stored for as long as the next one is stored too.
func (r conn) contiguous(ctx context.Context, screen, journal string, acked int64) (int64, error) {
	for {
		next, err := list(ctx, r, func(row scanner) (seq int64, err error) {
			err = row.Scan(&seq)
			return seq, err
		}, `SELECT seq FROM runs WHERE screen = $1 AND journal = $2 AND seq > $3 ORDER BY seq LIMIT $4`, screen, journal, acked, MaxRuns)
		if err != nil {
			return 0, err
		}
		for _, seq := range next {
			if seq != acked+1 {
				return acked, nil
			}
			acked = seq
		}
		if len(next) < MaxRuns {
			return acked, nil
		}
	}
}

// Runs lists runs of a screen in the order in which they began.
func (r proofReads) Runs(ctx context.Context, q RunQuery) ([]StoredRun, error) {
	until := ms(q.Until)
	if q.Until.IsZero() {
		until = math.MaxInt64
	}
	after := q.After
	if after.Screen == "" {
		after.From, after.Seq = math.MinInt64, math.MinInt64
	}
	return list(ctx, r.conn, scanRun, `SELECT `+runColumns+` FROM runs
		WHERE screen = $1 AND until_ms > $2 AND from_ms < $3 AND (from_ms, journal, seq) > ($4, $5, $6)
		ORDER BY from_ms, journal, seq LIMIT $7`, q.Screen, ms(q.From), until, after.From, after.Journal, after.Seq, page(q.Limit))
}
