package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ngatu/content"
)

// glance opens a database that a running server may have open, without changing anything. NotFound
// where there is none.
func glance(ctx context.Context, address string, steps []step) (Reader, *sql.DB, error) {
	if Remote(address) {
		r, db, err := connect(ctx, address)
		if err != nil {
			return r, nil, err
		}
		begun, err := r.begun(ctx)
		if err == nil && !begun {
			err = noTables(r.where)
		}
		if err == nil {
			_, err = r.known(ctx, steps)
		}
		if err != nil {
			return r, nil, errors.Join(err, db.Close())
		}
		return r, db, nil
	}
	path, err := filepath.Abs(address)
	if err != nil {
		return Reader{}, nil, unwritable(path, err)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return Reader{}, nil, NoData(path, err)
	} else if err != nil {
		return Reader{}, nil, unwritable(path, err)
	}
	db, err := sql.Open("sqlite", uri(path, "mode=ro&_pragma=busy_timeout(5000)"))
	if err != nil {
		return Reader{}, nil, err
	}
	r := newReader(conn{q: db, dialect: lite, where: path})
	if err = r.sound(ctx); err == nil {
		_, err = r.known(ctx, steps)
	}
	if err != nil {
		return r, nil, errors.Join(err, db.Close())
	}
	return r, db, nil
}

// look opens one snapshot of a database that this version of Ngatu, or a later one, has written,
// and gives the steps that it has been through.
func look(ctx context.Context, address string) (r Reader, steps []step, done func(), err error) {
	if steps, err = readSteps(migrations); err != nil {
		return r, nil, nil, err
	}
	r, db, err := glance(ctx, address, steps)
	if err != nil {
		return r, nil, nil, err
	}
	tx, err := db.BeginTx(ctx, r.dialect.snapshot)
	if err != nil {
		return r, nil, nil, errors.Join(r.explain(err), db.Close())
	}
	done = func() { _ = tx.Rollback(); _ = db.Close() }
	r = newReader(conn{q: tx, dialect: r.dialect, where: r.where})
	been, err := r.steps(ctx)
	if err == nil && len(been) < len(steps) {
		err = older(r.where, len(been), len(steps))
	}
	if err == nil {
		_, err = r.Meta(ctx)
	}
	if err == nil {
		steps, err = r.through(ctx)
	}
	if err != nil {
		done()
		return r, nil, nil, err
	}
	return r, steps, done, nil
}

func older(where string, has, wants int) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Cơ sở dữ liệu %s do một bản Ngatu cũ hơn ghi (lược đồ %d, bản này cần %d). Hãy khởi động máy chủ bằng bản này một lần rồi làm lại.", where, has, wants),
		En:   fmt.Sprintf("The database %s was written by an older Ngatu (schema %d, this one needs %d). Start the server once with this version, then do it again.", where, has, wants),
	}
}

// noTables is the error for a PostgreSQL database that nothing was ever kept in.
func noTables(where string) error {
	return &content.Error{
		Code: content.NotFound,
		Vi:   where + " chưa có dữ liệu. Hãy kiểm tra địa chỉ cơ sở dữ liệu trong --database.",
		En:   where + " holds no data. Check the address of the database in --database.",
	}
}
