package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"ngatu/content"
)

// pool is how many connections one node holds to PostgreSQL, whose default is a hundred for all.
const pool = 16

func openPostgres(ctx context.Context, address string, b *Beside) (*Store, error) {
	steps, err := readSteps(migrations)
	if err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   "Địa chỉ PostgreSQL không đọc được: hãy viết như postgres://tên@máy/cơ_sở_dữ_liệu.",
			En:   "The address of PostgreSQL cannot be read: write it like postgres://user@host/database.",
			Err:  err,
		}
	}
	where := fmt.Sprintf("PostgreSQL %s/%s", config.Host, config.Database)
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(acknowledged))
	db.SetMaxOpenConns(pool)
	db.SetMaxIdleConns(pool)
	s := &Store{Reader: newReader(conn{q: db, dialect: post, where: where}), reads: db, writes: db, where: where, beside: b}
	if err := s.greet(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := s.migrate(ctx, steps); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if s.seen, err = s.compare(ctx, b); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// acknowledged has a commit wait for the disk also where the server's default does not.
func acknowledged(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', FALSE) WHERE current_setting('synchronous_commit') = 'off'`)
	return err
}

// greet tries whether the server answers and can hold Vietnamese text.
func (s *Store) greet(ctx context.Context, db *sql.DB) error {
	var encoding string
	if err := db.QueryRowContext(ctx, `SELECT current_setting('server_encoding')`).Scan(&encoding); err != nil {
		return &content.Error{
			Code: content.Missing,
			Vi:   "Không kết nối được với " + s.where + ". Hãy kiểm tra máy chủ cơ sở dữ liệu, tên người dùng và mật khẩu.",
			En:   s.where + " cannot be reached. Check the database server, the user's name and the password.",
			Err:  err,
		}
	}
	if encoding != "UTF8" {
		return &content.Error{
			Code: content.Invalid,
			Vi:   s.where + " không lưu được tiếng Việt (bảng mã " + encoding + "). Hãy tạo cơ sở dữ liệu với ENCODING 'UTF8'.",
			En:   s.where + " cannot hold Vietnamese (its encoding is " + encoding + "). Create the database with ENCODING 'UTF8'.",
		}
	}
	return nil
}
