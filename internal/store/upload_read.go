package store

import (
	"context"
	"time"

	"ngatu/content"
)

// A file that has come whole is read by one node at a time, which has it for [ReadFor] and says so
// again and again. One that is silent loses it to the next.

// ReadFor is how long a node has a file that it does not speak of.
const ReadFor = 15 * time.Second

// MostBegun is how often the reading of a file is begun without its sender: one that ends the server
// does not do so for ever.
const MostBegun = 3

// Want has a file read that has come whole, by whichever node has room. One that is wanted already,
// or was read to its end for good, stays as it is.
func (s Uploads) Want(ctx context.Context, id, wanted string) error {
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `UPDATE uploads SET wanted = $2, made = '', begun = 0, run = '', until_ms = 0, seen = 0, pages = 0, at = `+r.dialect.now+`
			WHERE id = $1 AND come = bytes AND wanted = ''`, id, wanted)
		return err
	})
}

// Take gives this run a file that is wanted and that nobody reads, the oldest first; NotFound. Senders
// of files whose reading was begun as often as it may, and came to no end, are told so by deadly. What
// this run has itself is not given to it: it is at it, or about to say what became of it.
func (s Uploads) Take(ctx context.Context, run, deadly string) (u Upload, err error) {
	now, none := s.dialect.now, missing("tệp chờ đọc", "file to read", "")
	free := `wanted <> '' AND made = '' AND run <> $1 AND until_ms < ` + now
	var waits bool
	if err = s.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM uploads WHERE `+free+`)`, run).Scan(&waits); err != nil {
		return u, s.explain(err)
	}
	if !waits { // nearly always, and then nothing is written
		return u, none
	}
	err = s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `UPDATE uploads SET made = $2, wanted = '', at = `+now+` WHERE begun >= $3 AND `+free, run, deadly, MostBegun)
		if err != nil {
			return err
		}
		u, err = one(ctx, r.conn, scanUpload, `UPDATE uploads SET run = $1, until_ms = `+now+` + $2, begun = begun + 1
			WHERE until_ms < `+now+` AND id = (SELECT id FROM uploads WHERE `+free+` ORDER BY at, id LIMIT 1)
			RETURNING `+uploadColumns, run, ReadFor.Milliseconds())
		return ignoreNone(err)
	})
	if err == nil && u.ID == "" {
		err = none
	}
	return u, err
}

// Tell prolongs the time of the run that reads a file, and says how far it is; Conflict where another
// has it. A run that has made the drafts may not be at its end yet.
func (s Uploads) Tell(ctx context.Context, id, run string, seen, pages int) error {
	return s.ofRun(ctx, `UPDATE uploads SET until_ms = `+s.dialect.now+` + $3, seen = $4, pages = $5 WHERE id = $1 AND run = $2 AND (made = '' OR wanted <> '')`,
		id, run, ReadFor.Milliseconds(), seen, pages)
}

// How long a file rests that was put off: a quarter of the time for which it waits already, within
// these.
const (
	leastRest = 5 * time.Second
	mostRest  = 10 * time.Minute
)

// PutOff leaves a file to another run: this one came to no end for a reason that is not the file's.
// Where it rests, no run takes it for a while: the reason is not gone yet.
func (s Uploads) PutOff(ctx context.Context, id, run string, rests bool) error {
	now := s.dialect.now
	return s.ofRun(ctx, `UPDATE uploads SET run = '', begun = begun - 1, seen = 0, pages = 0, until_ms = CASE WHEN NOT CAST($3 AS BOOLEAN) THEN 0
		WHEN `+now+` - at < 4 * $4 THEN `+now+` + $4 WHEN `+now+` - at > 4 * $5 THEN `+now+` + $5 ELSE `+now+` + (`+now+` - at) / 4 END
		WHERE id = $1 AND run = $2 AND made = ''`, id, run, rests, leastRest.Milliseconds(), mostRest.Milliseconds())
}

// GiveUp has files wait for their senders that were wanted before an instant and that nobody reads:
// they are told so by told.
func (s Uploads) GiveUp(ctx context.Context, before time.Time, told string) error {
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `UPDATE uploads SET made = $1, wanted = '', at = `+r.dialect.now+`
			WHERE wanted <> '' AND made = '' AND at < $2 AND (run = '' OR until_ms < `+r.dialect.now+`)`, told, ms(before))
		return err
	})
}

// Made notes what the sender is told. Unless it is for good, they may ask for it to be read again.
func (s Uploads) Made(ctx context.Context, id, run, made string, good bool) error {
	return s.ofRun(ctx, madeText(s.dialect), id, run, made, good)
}

// madeText begins the day anew for which it is told: the file may have waited for one.
func madeText(d *dialect) string {
	return `UPDATE uploads SET made = $3, wanted = CASE WHEN $4 THEN wanted ELSE '' END, until_ms = 0, at = ` + d.now + ` WHERE id = $1 AND run = $2 AND made = ''`
}

func (s Uploads) ofRun(ctx context.Context, text string, args ...any) error {
	return s.write(ctx, func(r Reader) error {
		n, err := r.exec(ctx, text, args...)
		if err == nil && n == 0 {
			err = errReadElsewhere()
		}
		return err
	})
}

// UploadMade is [Uploads.Made] for good, in the change that makes it: what is made of a file is made
// once, and its sender hears of it also where the run ends with the change. Conflict where another run
// has the file by now.
func (tx *Tx) UploadMade(ctx context.Context, id, run, made string) error {
	n, err := tx.exec(ctx, madeText(tx.dialect), id, run, made, true)
	if err == nil && n == 0 {
		err = errReadElsewhere()
	}
	return err
}

func errReadElsewhere() error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Một máy chủ khác đang đọc tệp này. Trang sẽ cho biết kết quả.",
		En:   "Another server reads this file. The page will say what became of it.",
	}
}
