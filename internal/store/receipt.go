package store

import (
	"context"
	"time"
)

// Receipt is what became of a press of a takeover on one of its screens.
type Receipt struct {
	Press   string // see [content.Takeover.PressID]
	Begun   time.Time
	Screen  string
	State   string    // of a fleet's Reception
	Painted time.Time // the first painted frame; zero: none
	At      time.Time // since when it is in this state
}

// Receipts is what became of a press that was made at an instant, by screen.
func (r fleetReads) Receipts(ctx context.Context, press string, begun time.Time) ([]Receipt, error) {
	return list(ctx, r.conn, func(row scanner) (out Receipt, err error) {
		var painted, when int64
		err = row.Scan(&out.Screen, &out.State, &painted, &when)
		out.Press, out.Begun, out.Painted, out.At = press, begun, at(painted), at(when)
		return out, err
	}, `SELECT screen, state, painted, at FROM receipts WHERE takeover = $1 AND begun = $2 ORDER BY screen`, press, ms(begun))
}

// PutReceipts keeps what became of presses; each screen once at most for one. A screen that has
// painted one has done so, whatever becomes of it later. It leaves no line in the log: players say
// these things, not people.
func (s *Store) PutReceipts(ctx context.Context, all []Receipt) error {
	var rows []any
	for _, r := range all {
		rows = append(rows, r.Press, ms(r.Begun), r.Screen, r.State, ms(r.Painted), ms(r.At))
	}
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			return r.byRows(ctx, rows, 6, "", func(rows string) string {
				return `INSERT INTO receipts (takeover, begun, screen, state, painted, at) VALUES ` + rows + `
					ON CONFLICT (takeover, begun, screen) DO UPDATE SET state = excluded.state, painted = excluded.painted, at = excluded.at
					WHERE receipts.painted = 0`
			}, func(r conn, text string, args []any) error {
				_, err := r.exec(ctx, text, args...)
				return err
			})
		})
	})
}
