package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"ngatu/content"
)

const (
	pool        = 16               // connections that one server holds; PostgreSQL's default is a hundred for all
	connectTime = 10 * time.Second // the longest that a connection may take to be made, where there is one machine
)

// Remote says whether an address is that of a PostgreSQL server; any other is the path of a file.
func Remote(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// connect makes the connections to a PostgreSQL server and tries one.
func connect(ctx context.Context, address string) (Reader, *sql.DB, error) {
	config, err := parse(address)
	if err != nil {
		return Reader{}, nil, err
	}
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(careful))
	db.SetMaxOpenConns(pool)
	db.SetMaxIdleConns(pool)
	r := newReader(conn{q: db, dialect: post, where: fmt.Sprintf("PostgreSQL %s/%s", strings.Join(machines(config), ","), config.Database)})
	if err := r.greet(ctx); err != nil {
		return Reader{}, nil, errors.Join(err, db.Close())
	}
	return r, db, nil
}

// parse reads an address.
func parse(address string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   "Địa chỉ PostgreSQL không đọc được: hãy viết như postgres://tên@máy/cơ_sở_dữ_liệu, các máy cách nhau bằng dấu phẩy.",
			En:   "The address of PostgreSQL cannot be read: write it like postgres://user@host/database, with commas between hosts.",
			Err:  err,
		}
	}
	longest := connectTime
	if n := len(machines(config)); n > 1 {
		longest = probeWithin / time.Duration(n) // so that who looks whether the database is back comes to the last of them
		if config.ValidateConnect == nil {
			config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite // what a standby answers is of no use
		}
	}
	if config.ConnectTimeout == 0 || config.ConnectTimeout > longest {
		config.ConnectTimeout = longest
	}
	config.DialFunc = dialer(config.ConnectTimeout).DialContext
	return config, nil
}

// machines are the hosts of an address: a primary and its standbys, which are tried in this order.
func machines(config *pgx.ConnConfig) []string {
	all := []string{config.Host}
	last := net.JoinHostPort(config.Host, fmt.Sprint(config.Port))
	for _, f := range config.Fallbacks { // each stands there twice where encryption is optional
		if at := net.JoinHostPort(f.Host, fmt.Sprint(f.Port)); at != last {
			all, last = append(all, f.Host), at
		}
	}
	return all
}

func openPostgres(ctx context.Context, address string, b *Beside, steps []step) (*Store, error) {
	r, db, err := connect(ctx, address)
	if err != nil {
		return nil, err
	}
	s := &Store{Reader: r, reads: db, writes: db, where: r.where, beside: b, lease: newLease(db, b, int64(len(steps)))}
	config, err := parse(address)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if s.lease.node != "" {
		s.bell = newBell(config)
	}
	if s.seen, err = r.recalls(ctx, steps, b); err == nil {
		err = enter(ctx, s, steps)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.Outage = newOutage(db, config)
	s.Reader = newReader(conn{q: guarded{db, s.Outage}, dialect: post, where: s.where, out: s.Outage})
	return s, nil
}

// careful sets a connection. A commit waits for the disk also where the server's default does not,
// and what a server that was cut off leaves behind holds nobody up for long.
func careful(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT set_config('idle_in_transaction_session_timeout', '5s', FALSE), set_config('lock_timeout', '15s', FALSE),
		set_config('tcp_keepalives_idle', '5', FALSE), set_config('tcp_keepalives_interval', '5', FALSE), set_config('tcp_keepalives_count', '3', FALSE),
		set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, FALSE)`)
	return err
}

// greet tries whether the server answers and can hold Vietnamese text.
func (r Reader) greet(ctx context.Context) error {
	var encoding string
	if err := r.q.QueryRowContext(ctx, `SELECT current_setting('server_encoding')`).Scan(&encoding); err != nil {
		return &content.Error{
			Code: content.Missing,
			Vi:   "Không kết nối được với " + r.where + ". Hãy kiểm tra máy chủ cơ sở dữ liệu, tên cơ sở dữ liệu, tên người dùng và mật khẩu.",
			En:   r.where + " cannot be reached. Check the database server, the names of database and user, and the password.",
			Err:  err,
		}
	}
	if encoding != "UTF8" {
		return &content.Error{
			Code: content.Invalid,
			Vi:   r.where + " không lưu được tiếng Việt (bảng mã " + encoding + "). Hãy tạo cơ sở dữ liệu với ENCODING 'UTF8'.",
			En:   r.where + " cannot hold Vietnamese (its encoding is " + encoding + "). Create the database with ENCODING 'UTF8'.",
		}
	}
	return nil
}

// recalls compares a PostgreSQL database with its witness, before anything is written there.
func (r Reader) recalls(ctx context.Context, steps []step, b *Beside) (seen, error) {
	if _, err := r.known(ctx, steps); err != nil {
		return seen{}, err
	}
	begun, err := r.begun(ctx)
	if err != nil {
		return seen{}, err
	}
	if !begun {
		return expected(r.where, b)
	}
	return r.compare(ctx, b)
}

// begun says whether the database has tables.
func (r Reader) begun(ctx context.Context) (yes bool, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT EXISTS (`+r.dialect.tables+`)`).Scan(&yes)
	return yes, r.explain(err)
}
