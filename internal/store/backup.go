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

// BackupFile writes a whole copy of the database at address, which a running server may have open,
// to the new file at path, an SQLite database whatever the first is. What is committed before it
// begins is in it, and changes go on meanwhile. Conflict where the file exists, NotFound where
// there is no database. It is on disk when BackupFile returns; after an error there is no file.
func BackupFile(ctx context.Context, address, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Đã có tệp " + path + ". Hãy chọn tên khác cho bản sao lưu.",
			En:   path + " exists already. Choose another name for the backup.",
			Err:  err,
		}
	}
	if Remote(address) {
		return Copy(ctx, address, path)
	}
	from, err := filepath.Abs(address)
	if err != nil {
		return unwritable(from, err)
	}
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return NoData(from, err)
	} else if err != nil {
		return unwritable(from, err)
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
