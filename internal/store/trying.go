package store

import (
	"context"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Trying is a file of the inbox that is being read.
type Trying struct {
	Path     string // below the inbox, with slashes; kept in NFC
	Size     int64
	Modified time.Time // as the disk tells, to the nanosecond
}

// Try notes that a file is about to be opened, so that it is known after a crash. It is no change
// of anything on air: the log does not name it.
func (s *Store) Try(ctx context.Context, t Trying) error {
	t.Path = norm.NFC.String(t.Path)
	if err := plain(t.Path); err != nil {
		return err
	}
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `INSERT INTO trying (path, size, modified) VALUES ($1, $2, $3)
			ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified`, t.Path, t.Size, t.Modified.UnixNano())
		return err
	})
}

// Tried notes that the reading of a file came to an end, good or bad; one that is not
// noted is no error.
func (s *Store) Tried(ctx context.Context, path string) error {
	path = norm.NFC.String(path)
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `DELETE FROM trying WHERE path = $1`, path)
		return err
	})
}

// AllTrying lists the files that are being read, or were when the server ended.
func (r shelfReads) AllTrying(ctx context.Context) ([]Trying, error) {
	return list(ctx, r.conn, func(row scanner) (Trying, error) {
		var t Trying
		var modified int64
		err := row.Scan(&t.Path, &t.Size, &modified)
		t.Modified = time.Unix(0, modified).UTC()
		return t, err
	}, `SELECT path, size, modified FROM trying ORDER BY path LIMIT $1`, MaxPage)
}
