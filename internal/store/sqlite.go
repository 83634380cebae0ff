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
	"ngatu/internal/durable"
)

// settled is how every connection is set: a commit that was acknowledged is on disk, readers do not
// wait for the writer.
const settled = "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)"

// roomy is how the connection that writes is set beside: SQLite's cache of 2 MB does not hold what
// a change for a whole city writes, thousands of programmes of 5 kB, and pages went to the log and
// came back within one transaction. It takes up to 32 MB. [checkpoints] empty the log.
const roomy = "&_pragma=cache_size(-32768)&_pragma=wal_autocheckpoint(" + longestLog + ")"

// readers is how many connections read at once; more would only wait for the same disk.
const readers = 8

func openSQLite(ctx context.Context, path string, b *Beside, steps []step) (*Store, error) {
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
	s, err := openLocked(ctx, path, b, steps)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s.lock = lock
	return s, nil
}

func openLocked(ctx context.Context, path string, b *Beside, steps []step) (*Store, error) {
	found, err := examine(ctx, path, steps, b)
	if err != nil {
		return nil, err
	}
	if err := private(path); err != nil {
		return nil, err
	}
	writes, err := sql.Open("sqlite", uri(path, settled+roomy+"&_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	reads, err := sql.Open("sqlite", uri(path, settled+"&_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, writes.Close())
	}
	writes.SetMaxOpenConns(1)
	reads.SetMaxOpenConns(readers)
	reads.SetMaxIdleConns(readers)
	s := &Store{Reader: newReader(conn{q: keepRead(reads), dialect: lite, where: path}), reads: reads, writes: writes, where: path, beside: b, seen: found}
	if err := s.migrate(ctx, steps); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.settle(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.log, err = newCheckpoints(path); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// settle brings what the write-ahead log of SQLite holds into the main file: the schema and the
// name of the installation at once, so that a file that lost its log later still says whose it is.
func (s *Store) settle(ctx context.Context) error {
	if s.dialect != lite {
		return nil
	}
	_, err := s.writes.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return explain(err, s.where)
}

// uri names a file for SQLite; the folder of a Vietnamese user may hold any letter, "?"
// and "%" among them.
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
	if err := durable.Writable(folder); err != nil {
		return unwritable(folder, err)
	}
	return nil
}

// private makes a new file that other users of the machine cannot read: it holds what sessions and
// passwords are checked against. SQLite gives its side files the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		f, err = os.OpenFile(path, os.O_RDWR, 0)
	}
	if err != nil {
		return unwritable(path, err)
	}
	return errors.Join(f.Close(), durable.SyncFolder(filepath.Dir(path))) // else a power cut may lose the name
}

// examine looks at an existing file through a connection that cannot write, so that a file which is
// damaged, too new, somebody else's or without its last changes stays as it is.
func examine(ctx context.Context, path string, steps []step, b *Beside) (seen, error) {
	info, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0
	switch {
	case fresh && orphaned(path):
		// SQLite would throw the last changes away, which lie in the file beside.
		return seen{}, damaged(path, errors.New("the file is gone or empty, but its write-ahead log is there"))
	case fresh:
		return expected(path, b)
	case err != nil:
		return seen{}, unwritable(path, err)
	case !info.Mode().IsRegular():
		return seen{}, notOurs(path, errors.New("not a regular file"))
	}
	_, none := os.Stat(path + "-wal") // a connection makes an empty one where there is none
	db, err := sql.Open("sqlite", uri(path, "mode=ro&_pragma=busy_timeout(5000)"))
	if err != nil {
		return seen{}, err
	}
	defer func() {
		db.Close()
		if none != nil && !orphaned(path) {
			os.Remove(path + "-wal")
		}
	}()
	r := newReader(conn{q: db, dialect: lite, where: path})
	if err := r.sound(ctx); err != nil {
		return seen{}, err
	}
	if _, err := r.known(ctx, steps); err != nil {
		return seen{}, err
	}
	return r.remembers(ctx, path, b, none == nil)
}

func orphaned(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// sound asks SQLite to walk through the whole file.
func (r Reader) sound(ctx context.Context) error {
	verdict, err := list(ctx, r.conn, func(row scanner) (line string, err error) {
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
