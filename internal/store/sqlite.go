package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"ngatu/content"
)

// durable is how every connection is set: a commit that was acknowledged is on disk, readers do not wait for the writer.
const durable = "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)"

// readers is how many connections read at once; more would only wait for the same disk.
const readers = 8

func openSQLite(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, unwritable(path, err)
	}
	if err := writableFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	lock, err := lockBeside(ctx, path)
	if err != nil {
		return nil, err
	}
	s, err := openLocked(ctx, path)
	if err != nil {
		return nil, errors.Join(err, lock.free())
	}
	s.lock = lock
	return s, nil
}

func openLocked(ctx context.Context, path string) (*Store, error) {
	steps, err := readSteps(migrations)
	if err != nil {
		return nil, err
	}
	if err := examine(ctx, path, steps); err != nil {
		return nil, err
	}
	if err := private(path); err != nil {
		return nil, err
	}
	writes, err := sql.Open("sqlite", uri(path, durable+"&_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	reads, err := sql.Open("sqlite", uri(path, durable+"&_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, writes.Close())
	}
	writes.SetMaxOpenConns(1)
	reads.SetMaxOpenConns(readers)
	reads.SetMaxIdleConns(readers)
	s := &Store{Reader: Reader{q: keepRead(reads), dialect: lite, where: path}, reads: reads, writes: writes, where: path}
	if err := s.migrate(ctx, steps); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// uri names a file for SQLite; the folder of a Vietnamese user may hold any letter, "?" and "%" among them.
func uri(path, options string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive's letter
	}
	u := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: options}
	return u.String()
}

// writableFolder makes the folder and tries whether a file can be made in it.
func writableFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return unwritable(folder, err)
	}
	probe, err := os.CreateTemp(folder, ".ngatu-probe-*")
	if err != nil {
		return unwritable(folder, err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// private makes a new file that other users of the machine cannot read: it holds what sessions and passwords are
// checked against. SQLite gives its side files the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		f, err = os.OpenFile(path, os.O_RDWR, 0)
	}
	if err != nil {
		return unwritable(path, err)
	}
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		folder.Sync() // else a power cut may lose the name; not every system lets a folder be synced
		folder.Close()
	}
	return f.Close()
}

// examine looks at an existing file through a connection that cannot write, so that a file which is damaged, newer or
// somebody else's stays as it is.
func examine(ctx context.Context, path string, steps []step) error {
	info, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
	switch {
	case fresh && orphaned(path):
		// SQLite would throw the last changes away, which lie in the file beside.
		return damaged(path, errors.New("the file is gone or empty, but its write-ahead log is there"))
	case fresh:
		return nil
	case err != nil:
		return unwritable(path, err)
	case !info.Mode().IsRegular():
		return notOurs(path, errors.New("not a regular file"))
	}
	db, err := sql.Open("sqlite", uri(path, "mode=ro&_pragma=busy_timeout(5000)"))
	if err != nil {
		return err
	}
	defer db.Close()
	r := Reader{q: db, dialect: lite, where: path}
	if err := r.sound(ctx); err != nil {
		return err
	}
	return r.known(ctx, steps)
}

func orphaned(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// sound asks SQLite to walk through the whole file.
func (r Reader) sound(ctx context.Context) error {
	verdict, err := list(ctx, r, func(row scanner) (line string, err error) {
		err = row.Scan(&line)
		return line, err
	}, `PRAGMA quick_check(1)`)
	if s, ok := errors.AsType[*sqlite.Error](err); ok && s.Code()&0xff == sqlite3.SQLITE_NOTADB {
		return notOurs(r.where, err)
	}
	if err != nil {
		return err
	}
	if len(verdict) != 1 || verdict[0] != "ok" {
		return damaged(r.where, fmt.Errorf("quick_check: %q", verdict))
	}
	return nil
}

func notOurs(path string, err error) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   "Tệp " + path + " không phải cơ sở dữ liệu của Ngatu, hoặc đã hỏng từ những byte đầu. Tệp được giữ nguyên; hãy chọn thư mục khác hoặc đặt bản sao lưu vào chỗ của nó.",
		En:   "The file " + path + " is no database of Ngatu, or damaged from its first bytes on. It was left as it is; choose another folder, or put a backup in its place.",
		Err:  err,
	}
}
