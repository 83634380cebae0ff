package store

import (
	"context"
	"encoding/json"
	"time"

	"ngatu/player/protocol"
)

// SentFrame is a frame that was sent, with the instant from which it held; it held until the next
// frame of its thing.
type SentFrame struct {
	protocol.Frame
	At time.Time
}

const (
	sentColumns = `s.type, s.thing, s.number, s.hash, s.from_ms, s.until_ms, s.key, s.sig, s.at, b.body`
	headColumns = `s.type, s.thing, s.number, s.hash, s.from_ms, s.until_ms, s.key, s.sig, s.at, NULL`
)

func scanSent(row scanner) (SentFrame, error) {
	var s SentFrame
	var when int64
	var body []byte
	err := row.Scan(&s.Type, &s.For, &s.Number, &s.Hash, &s.From, &s.Until, &s.Key, &s.Sig, &when, &body)
	s.At, s.Body = at(when), json.RawMessage(body)
	return s, err
}

// PutFrame keeps one frame; see [Store.PutFrames].
func (s *Store) PutFrame(ctx context.Context, f protocol.Frame) error {
	return s.PutFrames(ctx, []protocol.Frame{f})
}

// PutFrames keeps frames that are sent from now on, by the database's time, all of them or none;
// there is one for a thing at most. A frame whose thing's newest has the same hash is not written,
// so the maker may say so as often as it likes. Bodies are kept once by hash. It leaves no line in
// the log: it follows from one. Other nodes are told by the outbox.
func (s *Store) PutFrames(ctx context.Context, frames []protocol.Frame) error {
	newest, err := s.newestHashes(ctx, frames)
	if err != nil {
		return err
	}
	var differ []protocol.Frame
	for _, f := range frames {
		if newest[f.Thing()] != f.Hash {
			differ = append(differ, f)
		}
	}
	if len(differ) == 0 {
		return nil // after a start: no transaction
	}
	shared := s.lease.name() != "" && isMaker(ctx)
	err = s.write(ctx, func(r Reader) error {
		if err := r.putFrames(ctx, differ); err != nil || !shared {
			return err
		}
		return r.noteOutbox(ctx, differ)
	})
	if err == nil && shared {
		s.bell.pull()
	}
	return err
}

// newestHashes are the hashes of the newest frames of the same things, by thing.
func (r recordReads) newestHashes(ctx context.Context, frames []protocol.Frame) (map[string]string, error) {
	var args []any
	for _, f := range frames {
		args = append(args, string(f.Type), f.For)
	}
	out := make(map[string]string, len(frames))
	scan := func(row scanner) (struct{}, error) {
		var about protocol.Type
		var thing, hash string
		err := row.Scan(&about, &thing, &hash)
		out[protocol.Frame{Type: about, For: thing}.Thing()] = hash
		return struct{}{}, err
	}
	err := r.byRows(ctx, args, 2, "", func(rows string) string {
		return `SELECT v.column1, v.column2, COALESCE((SELECT s.hash FROM sent s WHERE s.type = v.column1 AND s.thing = v.column2
			ORDER BY s.number DESC, s.at DESC LIMIT 1), '') FROM (VALUES ` + rows + `) AS v`
	}, func(r conn, text string, args []any) error {
		_, err := list(ctx, r, scan, text, args...)
		return err
	})
	return out, err
}

// putFrames writes frames.
func (r conn) putFrames(ctx context.Context, frames []protocol.Frame) error {
	var bodies, heads []any
	kept := map[string]bool{}
	for _, f := range frames {
		if !kept[f.Hash] {
			kept[f.Hash] = true
			bodies = append(bodies, f.Hash, []byte(f.Body))
		}
		heads = append(heads, string(f.Type), f.For, f.Number, f.Hash, f.From, f.Until, f.Key, whole(f.Sig))
	}
	write := func(r conn, text string, args []any) error {
		_, err := r.exec(ctx, text, args...)
		return err
	}
	err := r.byRows(ctx, bodies, 2, "", func(rows string) string {
		return `INSERT INTO bodies (hash, body) VALUES ` + rows + ` ON CONFLICT (hash) DO NOTHING`
	}, write)
	if err != nil {
		return err
	}
	return r.byRows(ctx, heads, 8, r.dialect.now, func(rows string) string {
		return `INSERT INTO sent (type, thing, number, hash, from_ms, until_ms, key, sig, at) VALUES ` + rows +
			` ON CONFLICT DO NOTHING`
	}, write)
}

func orNoFrame(err error, id string) error {
	return orMissing(err, "khung đã gửi", "frame sent", id)
}

// newestFrame asks for one row by its thing: ten thousand players that come back ask at once. Beside
// an index by type and time SQLite would read all frames of the type, and beside one of takeovers
// alone it would plan anew at every call. ORDER BY number, at would have it sort in a table of its own.
const newestFrame = `SELECT ` + sentColumns + ` FROM sent s JOIN bodies b ON b.hash = s.hash
	WHERE s.type = $1 AND s.thing = $2 AND NOT EXISTS (
		SELECT 1 FROM sent n WHERE n.type = s.type AND n.thing = s.thing AND n.number = s.number AND n.at > s.at
	) ORDER BY s.number DESC LIMIT 1`

// NewestFrame is the newest that was sent of one thing; NotFound before the first.
func (r recordReads) NewestFrame(ctx context.Context, about protocol.Type, thing string) (SentFrame, error) {
	f, err := one(ctx, r.conn, scanSent, newestFrame, string(about), thing)
	return f, orNoFrame(err, string(about)+"/"+thing)
}

// FrameByHash is the first frame that was sent with a body: what a play names is read here.
func (r recordReads) FrameByHash(ctx context.Context, hash string) (SentFrame, error) {
	f, err := one(ctx, r.conn, scanSent, `SELECT `+sentColumns+` FROM sent s JOIN bodies b ON b.hash = s.hash
		WHERE s.hash = $1 ORDER BY s.at, s.number LIMIT 1`, hash)
	return f, orNoFrame(err, hash)
}

// Frames lists the frames of one thing that held at any time from one instant until another, both
// included, in the order of their numbers and times. Some may be older than what held at the first.
func (r recordReads) Frames(ctx context.Context, about protocol.Type, thing string, from, until time.Time) ([]SentFrame, error) {
	return r.framesHeld(ctx, sentColumns, about, thing, from, until)
}

// FrameHeads lists what [recordReads.Frames] lists, without the bodies: those of programmes are
// large.
func (r recordReads) FrameHeads(ctx context.Context, about protocol.Type, thing string, from, until time.Time) ([]SentFrame, error) {
	return r.framesHeld(ctx, headColumns, about, thing, from, until)
}

func (r recordReads) framesHeld(ctx context.Context, columns string, about protocol.Type, thing string, from, until time.Time) ([]SentFrame, error) {
	return list(ctx, r.conn, scanSent, `SELECT `+columns+` FROM sent s JOIN bodies b ON b.hash = s.hash
		WHERE s.type = $1 AND s.thing = $2 AND s.at <= $4 AND (s.at > $3
			OR s.number = (SELECT max(p.number) FROM sent p WHERE p.type = $1 AND p.thing = $2 AND p.at <= $3))
		ORDER BY s.number, s.at`, string(about), thing, ms(from), ms(until))
}

// FrameAt is the frame of a thing that was the newest sent at an instant; NotFound before the first.
func (r recordReads) FrameAt(ctx context.Context, about protocol.Type, thing string, when time.Time) (SentFrame, error) {
	f, err := one(ctx, r.conn, scanSent, `SELECT `+sentColumns+` FROM sent s JOIN bodies b ON b.hash = s.hash
		WHERE s.type = $1 AND s.thing = $2 AND s.at <= $3 AND NOT EXISTS (
			SELECT 1 FROM sent n WHERE n.type = s.type AND n.thing = s.thing AND n.number = s.number AND n.at > s.at AND n.at <= $3
		) ORDER BY s.number DESC LIMIT 1`, string(about), thing, ms(when))
	return f, orNoFrame(err, string(about)+"/"+thing)
}

// TakeoverHeads lists the frames of takeovers, of every thing but the roll, that were sent after one
// instant and until another, as [recordReads.FrameHeads] does.
func (r recordReads) TakeoverHeads(ctx context.Context, from, until time.Time) ([]SentFrame, error) {
	return list(ctx, r.conn, scanSent, `SELECT `+headColumns+` FROM sent s
		WHERE s.type = 'takeover' AND s.thing <> $1 AND s.at > $2 AND s.at <= $3 ORDER BY s.number, s.at`, protocol.RollName, ms(from), ms(until))
}
