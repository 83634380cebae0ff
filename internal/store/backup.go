package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"ngatu/content"
)

// Backup writes a whole copy of an SQLite database to path while changes go on. What is committed
// before it begins is in it. Errors are those of [BackupFile]; of a PostgreSQL database, which has
// its own tools, Invalid.
func (s *Store) Backup(ctx context.Context, path string) error {
	if s.dialect != lite {
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Dữ liệu nằm trong PostgreSQL. Hãy sao lưu bằng pg_dump.",
			En:   "The data are in PostgreSQL. Back them up with pg_dump.",
		}
	}
	return BackupFile(ctx, s.where, path)
}

// BackupFile writes a whole copy of the SQLite database at from, which a running server may have
// open, to the new file at path; Conflict where that exists. It is on disk when BackupFile returns;
// after an error there is no file.
func BackupFile(ctx context.Context, from, path string) error {
	from, err := filepath.Abs(from)
	if err != nil {
		return unwritable(from, err)
	}
	if _, err := os.Stat(from); err != nil {
		return unwritable(from, err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Đã có tệp " + path + ". Hãy chọn tên khác cho bản sao lưu.",
			En:   path + " exists already. Choose another name for the backup.",
			Err:  err,
		}
	}
	if err := private(path); err != nil { // SQLite writes into an empty file
		return err
	}
	if err := vacuumInto(ctx, from, path); err != nil {
		return errors.Join(explain(err, from), os.Remove(path))
	}
	return synced(path)
}

// vacuumInto reads through a connection of its own that cannot write, so that
// writers need not wait.
func vacuumInto(ctx context.Context, from, path string) error {
	db, err := sql.Open("sqlite", uri(from, "mode=ro&_pragma=busy_timeout(5000)"))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, path)
	return err
}

// synced waits until the file at path is on disk.
func synced(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return unwritable(path, err)
	}
	return errors.Join(f.Sync(), f.Close())
}
