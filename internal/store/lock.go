package store

import (
	"context"
	"database/sql"
	"errors"

	"ngatu/content"
)

// folderLock keeps a second process off a database file. It is an exclusive transaction on an empty database beside it:
// the lock is the operating system's, so it is gone with the process however that ends, and works wherever SQLite does.
type folderLock struct {
	db   *sql.DB
	held *sql.Conn
}

// lockBeside takes the lock of the database file at path, or says who has it.
func lockBeside(ctx context.Context, path string) (*folderLock, error) {
	beside := path + ".lock"
	db, err := sql.Open("sqlite", uri(beside, "_pragma=busy_timeout(300)"))
	if err != nil {
		return nil, err
	}
	held, err := db.Conn(ctx)
	if err == nil {
		_, err = held.ExecContext(ctx, `BEGIN EXCLUSIVE`)
	}
	if err == nil {
		return &folderLock{db: db, held: held}, nil
	}
	if held != nil {
		held.Close()
	}
	db.Close()
	if again(err) {
		return nil, &content.Error{
			Code: content.Conflict,
			Vi:   "Một chương trình Ngatu khác đang dùng " + path + ". Hãy tắt chương trình đó, hoặc chọn thư mục khác bằng --data.",
			En:   "Another Ngatu is using " + path + ". Stop it, or choose another folder with --data.",
			Err:  err,
		}
	}
	return nil, told(err, beside)
}

func (l *folderLock) free() error { return errors.Join(l.held.Close(), l.db.Close()) }
