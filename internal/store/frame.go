package store

import (
	"context"
	"encoding/json"
	"time"

	"ngatu/player/protocol"
)

// SentFrame is a frame that was sent, with the instant from which it held; it held until the next frame of its thing.
type SentFrame struct {
	protocol.Frame
	At time.Time
}

const sentColumns = `s.type, s.thing, s.number, s.hash, s.from_ms, s.until_ms, s.key, s.sig, s.at, b.body`

func scanSent(row scanner) (SentFrame, error) {
	var s SentFrame
	var when int64
	var body []byte
	err := row.Scan(&s.Type, &s.For, &s.Number, &s.Hash, &s.From, &s.Until, &s.Key, &s.Sig, &when, &body)
	s.At, s.Body = at(when), json.RawMessage(body)
	return s, err
}

// PutFrame keeps a frame that is sent from now on, by the database's time. Where the newest of its thing has the same hash
// nothing is written, so all nodes may say so, as often as they like. Bodies are kept once by hash. It leaves no line in
// the log: it follows from one.
func (s *Store) PutFrame(ctx context.Context, f protocol.Frame) error {
	var newest string
	err := s.q.QueryRowContext(ctx, `SELECT hash FROM sent WHERE type = $1 AND thing = $2 ORDER BY number DESC, at DESC LIMIT 1`,
		string(f.Type), f.For).Scan(&newest)
	if err == nil && newest == f.Hash {
		return nil // the usual case: no transaction, and the body is not read
	}
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `INSERT INTO bodies (hash, body) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING`, f.Hash, []byte(f.Body))
		if err != nil {
			return err
		}
		_, err = r.exec(ctx, `INSERT INTO sent (type, thing, number, hash, from_ms, until_ms, key, sig, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, `+r.dialect.now+`) ON CONFLICT (type, thing, number, hash) DO NOTHING`,
			string(f.Type), f.For, f.Number, f.Hash, f.From, f.Until, f.Key, whole(f.Sig))
		return err
	})
}

func orNoFrame(err error, id string) error {
	return orMissing(err, "khung đã gửi", "frame sent", id)
}

// NewestFrame is the newest that was sent of one thing; NotFound before the first.
func (r Reader) NewestFrame(ctx context.Context, about protocol.Type, thing string) (SentFrame, error) {
	f, err := one(ctx, r, scanSent, `SELECT `+sentColumns+` FROM sent s JOIN bodies b ON b.hash = s.hash
		WHERE s.type = $1 AND s.thing = $2 ORDER BY s.number DESC, s.at DESC LIMIT 1`, string(about), thing)
	return f, orNoFrame(err, string(about)+"/"+thing)
}

// FrameByHash is the first frame that was sent with a body: what a play names is read here.
func (r Reader) FrameByHash(ctx context.Context, hash string) (SentFrame, error) {
	f, err := one(ctx, r, scanSent, `SELECT `+sentColumns+` FROM sent s JOIN bodies b ON b.hash = s.hash
		WHERE s.hash = $1 ORDER BY s.at, s.number LIMIT 1`, hash)
	return f, orNoFrame(err, hash)
}

// Frames lists the frames of one thing that held at any time from from until until, oldest first; at most limit
// ([MaxPage] for 0). For the next page, from is the At of the last one.
func (r Reader) Frames(ctx context.Context, about protocol.Type, thing string, from, until time.Time, limit int) ([]SentFrame, error) {
	return list(ctx, r, scanSent, `SELECT `+sentColumns+` FROM sent s JOIN bodies b ON b.hash = s.hash
		WHERE s.type = $1 AND s.thing = $2 AND s.at < $4
			AND s.at >= COALESCE((SELECT max(p.at) FROM sent p WHERE p.type = $1 AND p.thing = $2 AND p.at <= $3), 0)
		ORDER BY s.at, s.number LIMIT $5`, string(about), thing, ms(from), ms(until), page(limit))
}
