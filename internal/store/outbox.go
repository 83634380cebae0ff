package store

import (
	"context"
	"strings"
	"time"

	"ngatu/player/protocol"
)

// outboxFor is how long the outbox tells what was kept: a node that was away for longer reads all
// that is newest.
const outboxFor = 10 * time.Minute

// Thing names what a frame is of.
type Thing struct {
	Type protocol.Type
	For  string
}

func (t Thing) String() string { return string(t.Type) + "/" + t.For }

// noteOutbox tells the other nodes of which things there are new frames. Only the maker keeps
// frames for all, one transaction after the other, so the numbers have no gap and no order but
// that of the commits.
func (r conn) noteOutbox(ctx context.Context, frames []protocol.Frame) error {
	names := make([]string, len(frames))
	for i, f := range frames {
		names[i] = Thing{f.Type, f.For}.String()
	}
	_, err := r.exec(ctx, `INSERT INTO outbox (seq, at, things) SELECT COALESCE(MAX(seq), 0) + 1, `+r.dialect.now+`, $1 FROM outbox`, strings.Join(names, "\n"))
	if err != nil {
		return err
	}
	_, err = r.exec(ctx, `DELETE FROM outbox WHERE at < `+r.dialect.now+` - $1 AND seq < (SELECT MAX(seq) FROM outbox)`, outboxFor.Milliseconds())
	return err
}

// Outbox gives the things of which the maker has kept new frames after seq, and up to which seq
// that is; ok is false where too much was kept since, and all that is newest has to be read. Read
// it before the frames.
func (n Nodes) Outbox(ctx context.Context, after int64) (things []Thing, seq int64, ok bool, err error) {
	s := n.store
	seq, ok = after, true
	next := after + 1
	seen := map[Thing]bool{}
	_, err = list(ctx, s.conn, func(row scanner) (struct{}, error) {
		var names string
		err := row.Scan(&seq, &names)
		ok = ok && seq == next
		next = seq + 1
		for name := range strings.SplitSeq(names, "\n") {
			about, thing, _ := strings.Cut(name, "/")
			if t := (Thing{protocol.Type(about), thing}); !seen[t] {
				seen[t] = true
				things = append(things, t)
			}
		}
		return struct{}{}, err
	}, `SELECT seq, things FROM outbox WHERE seq > $1 ORDER BY seq`, after)
	if err != nil || !ok || len(things) > 0 {
		return things, seq, ok, err
	}
	var newest int64
	err = s.q.QueryRowContext(ctx, `SELECT COALESCE(MAX(seq), 0) FROM outbox`).Scan(&newest)
	return nil, newest, newest == after, s.explain(err)
}

// NewestFrames gives the newest frame of each of some things, in no order, some at a time.
func (r recordReads) NewestFrames(ctx context.Context, things []Thing, do func([]SentFrame) error) error {
	var args []any
	for _, t := range things {
		args = append(args, string(t.Type), t.For)
	}
	return r.byRows(ctx, args, 2, "", func(rows string) string {
		return `SELECT ` + sentColumns + ` FROM (VALUES ` + rows + `) AS v JOIN sent s ON s.type = v.column1 AND s.thing = v.column2 JOIN bodies b ON b.hash = s.hash
			WHERE NOT EXISTS (SELECT 1 FROM sent n WHERE n.type = s.type AND n.thing = s.thing AND (n.number > s.number OR n.number = s.number AND n.at > s.at))`
	}, func(r conn, text string, args []any) error {
		some, err := list(ctx, r, scanSent, text, args...)
		if err != nil {
			return err
		}
		return do(some)
	})
}

// TakeoversHolding lists the things of takeovers of which a frame has not come to its end.
func (r recordReads) TakeoversHolding(ctx context.Context) ([]Thing, error) {
	return list(ctx, r.conn, func(row scanner) (t Thing, err error) {
		err = row.Scan(&t.Type, &t.For)
		return t, err
	}, `SELECT DISTINCT type, thing FROM sent WHERE type = 'takeover' AND (thing = '`+protocol.RollName+`' OR until_ms > `+r.dialect.now+`)`)
}
