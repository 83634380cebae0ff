package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"ngatu/content"
)

// turn bounds what a start changes beside other nodes. Whoever wants a table that is being changed
// waits behind it, so it neither waits long for its turn nor takes long.
type turn struct {
	wait  time.Duration // for a table that others are using
	take  time.Duration // by one statement
	tries int           // to get the tables, beside the first
}

var besideOthers = turn{wait: 2 * time.Second, take: 10 * time.Second, tries: 10}

// bound holds the rest of a transaction to it.
func (t turn) bound(ctx context.Context, r Reader) error {
	_, err := r.q.ExecContext(ctx, fmt.Sprintf(`SELECT set_config('lock_timeout', '%dms', TRUE), set_config('statement_timeout', '%dms', TRUE)`,
		t.wait.Milliseconds(), t.take.Milliseconds()))
	return err
}

// migrate brings the schema up to the last step: the first node of a new version does it while those
// of before run. Those that come at once wait for it, and find it done.
func (l *lease) migrate(ctx context.Context, r Reader, steps []step) error {
	var others bool
	if err := r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM nodes WHERE name <> $1 AND seen_ms > `+r.dialect.now+` - $2)`,
		l.node, nodeGone.Milliseconds()).Scan(&others); err != nil {
		return err
	}
	if others {
		if err := l.turn.bound(ctx, r); err != nil {
			return err
		}
	}
	err := r.migrate(ctx, steps)
	if p, ok := errors.AsType[*pgconn.PgError](err); others && ok && (p.Code == statementTimeout || p.Code == lockTimeout) {
		return tooLong(r.where, err)
	}
	return err
}

// What PostgreSQL calls a statement that took too long, and one that waited too long for a lock.
const (
	statementTimeout = "57014"
	lockTimeout      = "55P03"
)

// waitedForLock says whether others used what a transaction needed for itself.
func waitedForLock(err error) bool {
	p, ok := errors.AsType[*pgconn.PgError](err)
	return ok && p.Code == lockTimeout
}

func tooLong(where string, err error) error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   fmt.Sprintf("Chưa nâng được lược đồ của %s trong khi các nút khác đang chạy: việc này quá lâu hoặc các nút ghi liên tục. Không có gì bị thay đổi. Hãy thử lại vào giờ vắng; nếu vẫn vậy, dừng tất cả các nút, chạy nút mới này trước rồi đến các nút còn lại.", where),
		En:   fmt.Sprintf("The schema of %s cannot be brought up to date while other nodes run: it takes too long, or they write without a pause. Nothing was changed. Try again in a quiet hour; if it stays so, stop all nodes, start this new one, then the others.", where),
		Err:  err,
	}
}
