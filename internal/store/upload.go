package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Upload is a file that comes in parts through any of several nodes.
type Upload struct {
	ID    string
	Who   string // staff ID of its sender
	Name  string
	Bytes int64 // of all of it
	Come  int64 // of these, those that are kept
	Turn  int64 // how many requests have brought some
	At    time.Time

	Object string // by which the bucket knows it
	Parts  string // where the bytes are, as their keeper writes it

	Wanted string // what its sender said of it, as the reader writes it; "": nobody is to read it
	Run    string // that has it; "": none
	Begun  int    // how often it was begun
	Seen   int    // pages that are done
	Pages  int
	Made   string // what its sender is told in the end, as the reader writes it; "": it has not come to that
}

// Done says whether all that there was to make of a file is made: nobody needs its bytes any more.
func (u Upload) Done() bool { return u.Made != "" && u.Wanted != "" }

// Uploads are the files that come in parts. They are no changes: the log names what becomes of them.
//
// Where a file is, and what leads from there:
//
//	comes    not whole: parts come; whole, its sender asks for it (Want): waits
//	waits    wanted, not made, no run's time: a run takes it (Take): read
//	read     wanted, not made, a run's time: the run says that it goes on (Tell); it made drafts, and the
//	         same change says so (UploadMade), or found a fault of the file (Made): done; it could not for
//	         a trouble that goes by (PutOff): waits; for another one (Made): refused; it is silent: waits
//	done     wanted, made: its bytes are let go, its sender is told for a day
//	refused  not wanted, made: the bytes are kept for a day, or until its sender has too many files beside
//	         it (Begin), and may be asked for again (Want): waits
type Uploads struct{ *Store }

const uploadColumns = `id, who, name, bytes, come, turn, at, object, parts, wanted, begun, seen, pages, run, made`

func scanUpload(row scanner) (u Upload, err error) {
	var when int64
	err = row.Scan(&u.ID, &u.Who, &u.Name, &u.Bytes, &u.Come, &u.Turn, &when, &u.Object, &u.Parts, &u.Wanted, &u.Begun, &u.Seen, &u.Pages, &u.Run, &u.Made)
	u.At = at(when)
	return u, err
}

// Get is the upload of an ID; NotFound.
func (s Uploads) Get(ctx context.Context, id string) (Upload, error) {
	u, err := one(ctx, s.conn, scanUpload, `SELECT `+uploadColumns+` FROM uploads WHERE id = $1`, id)
	return u, orMissing(err, "tệp đang gửi", "upload", id)
}

// All lists the uploads whose last part came before an instant, the oldest first.
func (s Uploads) All(ctx context.Context, before time.Time) ([]Upload, error) {
	return list(ctx, s.conn, scanUpload, `SELECT `+uploadColumns+` FROM uploads WHERE at < $1 ORDER BY at, id LIMIT $2`, ms(before), MaxPage)
}

// Begin enters a file of which nothing has come, where may allows one more: it hears how many files
// its sender has of which bytes are kept, and how many these will be. Where it allows none, what was
// refused gives way, the oldest first: these it returns, whose bytes are in no row any more. Nothing
// does where that is not enough.
func (s Uploads) Begin(ctx context.Context, u Upload, may func(files int, bytes int64) error) (gone []Upload, err error) {
	if err := plain(u.Name + u.Object); err != nil {
		return nil, err
	}
	err = s.write(ctx, func(r Reader) error {
		gone = nil
		var files int
		var bytes int64
		if err := r.q.QueryRowContext(ctx, `SELECT count(*), CAST(COALESCE(sum(bytes), 0) AS BIGINT) FROM uploads WHERE who = $1 AND (made = '' OR wanted = '')`, u.Who).Scan(&files, &bytes); err != nil {
			return err
		}
		for failed := may(files, bytes); failed != nil; failed = may(files, bytes) {
			old, err := one(ctx, r.conn, scanUpload, `DELETE FROM uploads WHERE id = (SELECT id FROM uploads WHERE who = $1 AND made <> '' AND wanted = ''
				ORDER BY at, id LIMIT 1) AND wanted = '' RETURNING `+uploadColumns, u.Who)
			switch {
			case ignoreNone(err) != nil:
				return err
			case err != nil: // there is none
				return failed
			}
			gone, files, bytes = append(gone, old), files-1, bytes-old.Bytes
		}
		_, err := r.exec(ctx, `INSERT INTO uploads (`+uploadColumns+`, until_ms, slides) VALUES ($1, $2, $3, $4, 0, 0, `+r.dialect.now+`, $5, '', '', 0, 0, 0, '', '', 0, '')`,
			u.ID, u.Who, u.Name, u.Bytes, u.Object)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gone, nil
}

// Turn gives the next request that brings bytes its number. Those before it count no more, wherever
// their lines still hang: nobody waits for a node that is gone.
func (s Uploads) Turn(ctx context.Context, id string) (u Upload, err error) {
	err = s.write(ctx, func(r Reader) error {
		u, err = one(ctx, r.conn, scanUpload, `UPDATE uploads SET turn = turn + 1 WHERE id = $1 RETURNING `+uploadColumns, id)
		return err
	})
	return u, orMissing(err, "tệp đang gửi", "upload", id)
}

// Came notes that bytes are kept up to u.Come, in u.Parts; Conflict where u.Turn is not the last any
// more, or the bytes before are not those from which on it brought some.
func (s Uploads) Came(ctx context.Context, u Upload, from int64) error {
	return s.write(ctx, func(r Reader) error {
		n, err := r.exec(ctx, `UPDATE uploads SET come = $4, parts = $5, at = `+r.dialect.now+` WHERE id = $1 AND turn = $2 AND come = $3`, u.ID, u.Turn, from, u.Come, u.Parts)
		if err == nil && n == 0 {
			err = &content.Error{
				Code: content.Conflict,
				Vi:   "Tệp này đang được gửi tiếp qua một đường khác. Trang sẽ tự gửi tiếp từ chỗ đó.",
				En:   "This file goes on over another line. The page goes on from there by itself.",
			}
		}
		return err
	})
}

// DropOld forgets an upload that is as it was seen, and says whether it did: its sender may have gone
// on with it since.
func (s Uploads) DropOld(ctx context.Context, u Upload) (dropped bool, err error) {
	err = s.write(ctx, func(r Reader) error {
		n, err := r.exec(ctx, `DELETE FROM uploads WHERE id = $1 AND at = $2 AND turn = $3`, u.ID, ms(u.At), u.Turn)
		dropped = n > 0
		return err
	})
	return dropped, err
}

// Drop forgets an upload; what is not there is no error.
func (s Uploads) Drop(ctx context.Context, id string) error {
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `DELETE FROM uploads WHERE id = $1`, id)
		return err
	})
}
