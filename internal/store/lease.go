package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"ngatu/content"
)

const (
	leaseFor   = 8 * time.Second // how long a server that is killed keeps the next one waiting
	leaseEvery = 2 * time.Second // how often it is prolonged

	// returnBeats is for how many beats a database that was away is left to its maker, which may be
	// there as well and prolong the lease a beat later.
	returnBeats = 3

	// leaveBeats is how often a node leaves a lease that nobody has to one of an older version: one
	// that is here takes it within a beat, or within returnBeats where the database was away.
	leaveBeats = 10
)

// leaseTable is one row: who has the lease, as the how manyth, and until when nobody else may take
// it; node is "" where that server has the database alone. It is no migration: it comes first, so
// that nobody changes the schema under a server that runs.
const leaseTable = `CREATE TABLE IF NOT EXISTS lease (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), epoch BIGINT NOT NULL, holder TEXT NOT NULL, until_ms BIGINT NOT NULL);
	ALTER TABLE lease ADD COLUMN IF NOT EXISTS node TEXT NOT NULL DEFAULT '';
	INSERT INTO lease (id, epoch, holder, until_ms) VALUES (1, 0, '', 0) ON CONFLICT DO NOTHING;` + nodeTables

// leaseTurn has one server at a time look. The number is any that other programs in the database do
// not use.
const leaseTurn = `SELECT pg_advisory_xact_lock(5641720)`

// lease is the right to write to a PostgreSQL database, which one server has at a time; among
// several servers it is the maker's, and what only the maker writes asks for it ([AsMaker]). Each
// transaction that writes looks at the row first and holds it until its end. So a server that was
// paused or cut off writes nothing once another has the lease, whatever it believes itself.
type lease struct {
	db     *sql.DB
	node   string        // this server's name among several; "": it has the database alone
	build  Build         // what this server's program is
	schema int64         // the last step of the schema that it knows
	run    string        // which process of that name it is
	turn   turn          // [besideOthers], but for tests
	epoch  atomic.Int64  // 0: this server has not had the lease
	taken  int64         // the epoch to come, of a transaction under way that takes the lease
	made   chan struct{} // closed once it has
	number atomic.Int64  // the clock's, as of the last commit here: a database that has less was set back
	waits  int           // beats until this node takes the lease of a maker that is silent
	count  atomic.Int64  // nodes that were here at the last beat
	left   int           // times that it left the lease to a node of an older version, in a row
	read   lastRead
	gone   atomic.Pointer[content.Error]
	lost   chan error
	stop   context.CancelFunc
	done   sync.WaitGroup
}

func newLease(db *sql.DB, b *Beside, schema int64) *lease {
	if b == nil {
		b = &Beside{}
	}
	return &lease{
		db: db, node: b.Node, build: b.Build, schema: schema, run: rand.Text(), turn: cmp.Or(b.turn, besideOthers),
		made: make(chan struct{}), lost: make(chan error, 1), stop: func() {},
	}
}

// seize takes the lease where nobody has it any more. Where a server has it, that is an error,
// unless both are nodes. A node leaves it to one of an older version that is here.
func (l *lease) seize(ctx context.Context, r Reader) error {
	var epoch int64
	var held heldElsewhere
	var node string
	var free bool
	look := `SELECT epoch, holder, node, until_ms, until_ms <= ` + r.dialect.now + ` FROM lease WHERE id = 1`
	for _, wait := range []string{"", " FOR UPDATE"} { // for what the last holder is still writing, once its time is over
		if err := r.q.QueryRowContext(ctx, look+wait).Scan(&epoch, &held.holder, &node, &held.until, &free); err != nil {
			return err
		}
		switch {
		case held.until == math.MaxInt64:
			return retired(r.where)
		case !free && l.node != "" && node != "":
			l.left = 0
			return nil
		case !free:
			return held
		}
		if older, err := l.olderHere(ctx, r); err != nil {
			return err
		} else if older && l.left < leaveBeats {
			l.left++
			return nil
		}
	}
	if _, err := r.exec(ctx, `UPDATE lease SET epoch = $1, holder = $2, node = $3, until_ms = $4 + `+r.dialect.now+` WHERE id = 1`,
		epoch+1, me(), l.node, leaseFor.Milliseconds()); err != nil {
		return err
	}
	l.taken = epoch + 1
	return nil
}

// me names this process to whoever finds the lease taken.
func me() string {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return fmt.Sprintf("%s, PID %d", host, os.Getpid())
}

// keep prolongs the lease until release. While the database is away it goes on trying. A node says
// that it is here, and takes the lease once nobody has it.
func (l *lease) keep(s *Store) {
	l.noteMade(s)
	ctx, stop := context.WithCancel(context.Background())
	l.stop = stop
	if s.bell != nil {
		s.bell.start(ctx, s)
	}
	l.done.Go(func() {
		tick := time.NewTicker(leaseEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := l.beat(ctx, s); err != nil {
				return
			}
		}
	})
}

// beat gives an error only where this server may write no more.
func (l *lease) beat(ctx context.Context, s *Store) error {
	ctx, cancel := context.WithTimeout(ctx, leaseFor)
	defer cancel()
	err := l.here(ctx, s.where)
	switch {
	case l.gone.Load() != nil:
		return err
	case l.epoch.Load() != 0:
		return l.prolong(ctx, s.where)
	case err == nil && l.waits > 0:
		l.waits--
	case err == nil:
		err = l.tryMaking(ctx, s)
	}
	if err != nil { // the database is away, and the next beat tries again
		l.waits = returnBeats
	}
	return nil
}

// tryMaking takes the lease where nobody has it any more.
func (l *lease) tryMaking(ctx context.Context, s *Store) error {
	l.taken = 0
	err := transact(ctx, s, func(r Reader) error {
		if _, err := r.q.ExecContext(ctx, leaseTurn); err != nil {
			return err
		}
		return l.seize(ctx, r)
	})
	if err == nil {
		l.epoch.Store(l.taken)
		l.noteMade(s)
	}
	return err
}

// noteMade tells those who wait for it that this server has the lease.
func (l *lease) noteMade(s *Store) {
	if l.epoch.Load() == 0 {
		return
	}
	select {
	case <-l.made:
	default:
		close(l.made)
		hear(s)
	}
}

// unreplicated lets a statement's commit wait for no standby. It is for what may be lost without
// harm: while a standby is away for which commits wait, the maker keeps its lease.
const unreplicated = `set_config('synchronous_commit', 'local', TRUE) IS NOT NULL`

// prolong gives an error only where the lease is lost.
func (l *lease) prolong(ctx context.Context, where string) error {
	known, number := l.number.Load(), int64(0)
	err := l.db.QueryRowContext(ctx, `UPDATE lease SET until_ms = $2 + `+post.now+` WHERE id = 1 AND epoch = $1 AND `+unreplicated+` RETURNING (SELECT number FROM clock)`,
		l.epoch.Load(), leaseFor.Milliseconds()).Scan(&number)
	return l.judge(err, where, known, number)
}

// fence keeps the lease from being taken until the transaction r ends. A node may write beside the
// maker, though not what is the maker's: that keeps only a server that wants the database alone
// waiting, by the node's own row. PostgreSQL lets those who share a row pass whoever waits to have
// it, so with the lease's row a new maker would wait until all nodes cease to write.
func (l *lease) fence(ctx context.Context, r Reader) error {
	if gone := l.gone.Load(); gone != nil {
		return gone
	}
	look, arg := `SELECT c.number FROM lease l CROSS JOIN clock c WHERE l.id = 1 AND l.epoch = $1 FOR KEY SHARE OF l`, any(l.epoch.Load())
	if l.node != "" && !isMaker(ctx) {
		look, arg = `SELECT c.number FROM lease l CROSS JOIN clock c CROSS JOIN nodes n WHERE l.id = 1 AND l.node <> '' AND n.name = $1 FOR KEY SHARE OF n`, l.node
	}
	known, number := l.number.Load(), int64(0)
	err := r.q.QueryRowContext(ctx, look, arg).Scan(&number)
	if lost := l.judge(err, r.where, known, number); lost != nil {
		return lost
	}
	return err
}

// committed notes the number of a change. Without a lease there is nothing to note.
func (l *lease) committed(number int64) {
	if l == nil {
		return
	}
	for known := l.number.Load(); known < number && !l.number.CompareAndSwap(known, number); known = l.number.Load() {
	}
}

// judge notes that the lease is lost where the row has another epoch, or the database lacks changes
// that were committed from here.
func (l *lease) judge(err error, where string, known, number int64) error {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return l.lose(takenOver(where))
	case err == nil && number < known:
		return l.lose(setBackMeanwhile(where))
	}
	return nil
}

func (l *lease) lose(err *content.Error) error {
	if l.gone.CompareAndSwap(nil, err) {
		l.lost <- err
	}
	return l.gone.Load()
}

// release lets the next server have the database at once.
func (l *lease) release(ctx context.Context) error {
	l.stop()
	l.done.Wait()
	_, err := l.db.ExecContext(ctx, `WITH gone AS (DELETE FROM nodes WHERE name = $2 AND run = $3) UPDATE lease SET until_ms = 0 WHERE id = 1 AND epoch = $1`,
		l.epoch.Load(), l.node, l.run)
	if away(err) {
		return nil // its time will be over soon
	}
	return err
}

// Lost gives the reason why this store writes nothing any more: another server has its PostgreSQL
// database, or that database lacks changes that were committed from here. Stop the server then; the
// next start compares the database with the witness.
func (s *Store) Lost() <-chan error {
	if s.lease == nil {
		return nil
	}
	return s.lease.lost
}

func inUse(where, holder string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Một máy chủ Ngatu khác (%s) đang dùng %s. Hãy tắt máy chủ đó rồi chạy lại; nếu muốn nhiều máy chủ cùng chạy, đặt cho mỗi máy một tên riêng trong --node.", holder, where),
		En:   fmt.Sprintf("Another Ngatu server (%s) is using %s. Stop that one, then run this again; to run several side by side, give each a name of its own in --node.", holder, where),
	}
}

func takenOver(where string) *content.Error {
	return &content.Error{
		Code: content.Missing,
		Vi:   "Một máy chủ Ngatu khác đã nhận " + where + " nên máy chủ này không ghi gì nữa và dừng lại. Hãy chỉ chạy một máy chủ cho mỗi cơ sở dữ liệu.",
		En:   "Another Ngatu server has taken over " + where + ", so this one writes nothing more and stops. Run one server for each database.",
	}
}

func setBackMeanwhile(where string) *content.Error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   where + " thiếu những thay đổi mà máy chủ này đã ghi, ví dụ vì đã chuyển sang một bản dự phòng cũ hơn. Máy chủ dừng lại; lần khởi động sau sẽ ở trạng thái giữ cho đến khi có người xem.",
		En:   where + " lacks changes that this server has written, for instance because an older standby took its place. The server stops; when it starts again it is held until a person has looked.",
	}
}
