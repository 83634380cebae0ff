package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/internal/reserve"
)

// Tx is a change under way. Each of its methods that changes something leaves one line in the log.
type Tx struct {
	*change
	libraryWrites
	noticeWrites
	fleetWrites
	shelfWrites
	ledgerWrites
	peopleWrites
	recordWrites
}

type (
	libraryWrites struct{ *change }
	noticeWrites  struct{ *change }
	fleetWrites   struct{ *change }
	shelfWrites   struct{ *change }
	ledgerWrites  struct{ *change }
	peopleWrites  struct{ *change }
	recordWrites  struct{ *change }
)

func newTx(c *change) *Tx {
	return &Tx{c, libraryWrites{c}, noticeWrites{c}, fleetWrites{c}, shelfWrites{c}, ledgerWrites{c}, peopleWrites{c}, recordWrites{c}}
}

// change is what all writes of one transaction share.
type change struct {
	Reader
	who    string
	via    string // by which way it is done; "": in the studio or by a program
	number int64
	now    int64
	lines  int64
	sum    hash.Hash // of the lines, for the witness
	spare  *reserve.Reserve

	stands   content.Stands // at the instant standing; nil: they were not read
	standing time.Time
}

// Number is the number that this change will have.
func (tx *change) Number() int64 { return tx.number }

// Time is the database's time at the start of this change.
func (tx *change) Time() time.Time { return at(tx.now) }

// Who is who makes the change.
func (tx *change) Who() string { return tx.who }

// Change is the one write door: all that do changes through its Tx is committed together with its
// lines in the log, or nothing is. who is a staff ID, or what acted: "inbox:Đống Đa",
// "token:abc", "demo".
//
// The number is the database's time in milliseconds, at least one above the last change's; changes
// are numbered in the order of their commits. It is 0 where do changed nothing. An error of do is
// returned as it is; then nothing happened. Where the database asks for it do is called again, so
// it must have no effect outside of its Tx.
func (s *Store) Change(ctx context.Context, who string, do func(*Tx) error) (number int64, err error) {
	var tx *Tx
	err = s.retry(ctx, func() error {
		tx, err = s.change(ctx, who, do)
		return err
	})
	if err != nil || tx == nil {
		return 0, err
	}
	s.lease.committed(tx.number)
	err = s.attest(tx) // the change is made, and others see it, also where the witness cannot be written
	s.ring()
	return tx.number, err
}

// change gives the change that was committed; nil where it changed nothing.
func (s *Store) change(ctx context.Context, who string, do func(*Tx) error) (*Tx, error) {
	var tx *Tx
	err := s.write(ctx, func(r Reader) error {
		tx = newTx(&change{Reader: r, who: who, sum: sha256.New(), spare: s.spare})
		if err := tx.begin(ctx); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		if tx.lines == 0 {
			return errNothing
		}
		return nil
	})
	if errors.Is(err, errNothing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return tx, nil
}

// errNothing rolls back a change that changed nothing.
var errNothing = errors.New("nothing was changed")

// begin takes the next number. The row stays locked until the commit, so no later number is
// committed before this one.
func (tx *change) begin(ctx context.Context) error {
	now := tx.dialect.now
	return tx.explain(tx.q.QueryRowContext(ctx, `UPDATE clock SET number = CASE WHEN number + 1 > `+now+` THEN number + 1 ELSE `+now+` END
		WHERE id = 1 RETURNING number, `+now).Scan(&tx.number, &tx.now))
}

// write runs do in one transaction; where the disk was full, once more with what was kept back, and
// once more with the log brought into the file, so that it is written from its beginning again.
// That comes last: of a long log it needs more room than what is kept back.
func (s *Store) write(ctx context.Context, do func(Reader) error) error {
	err := s.writeOnce(ctx, do)
	if !isFull(err) || s.spare == nil {
		return err
	}
	if s.spare.Release() {
		if err = s.writeOnce(ctx, do); !isFull(err) {
			return err
		}
	}
	if err := s.log.restart(ctx); err != nil {
		return explain(err, s.where)
	}
	return s.writeOnce(ctx, do)
}

// writeOnce is refused where another server may write by now.
func (s *Store) writeOnce(ctx context.Context, do func(Reader) error) error {
	if s.lease == nil {
		return transact(ctx, s, do)
	}
	return transact(ctx, s, func(r Reader) error {
		if err := s.lease.fence(ctx, r); err != nil {
			return r.explain(err)
		}
		return do(r)
	})
}

func transact(ctx context.Context, s *Store, do func(Reader) error) error {
	tx, err := s.writes.BeginTx(s.out.at(ctx), nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	if err := do(newReader(conn{q: tx, dialect: s.dialect, where: s.where, out: s.out})); err != nil {
		return explain(err, s.where)
	}
	if err := tx.Commit(); s.dialect == post && away(err) {
		s.out.suspect()
		return unsure(err)
	} else if err != nil {
		return explain(fmt.Errorf("commit: %w", err), s.where)
	}
	s.log.note()
	return nil
}

// retry calls do until others at the same time no longer are in its way; five times at most.
func (s *Store) retry(ctx context.Context, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		if err == nil || !again(err) || try == 5 {
			return err
		}
		select {
		case <-time.After(time.Duration(rand.Int64N(int64(try) * int64(40*time.Millisecond)))):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// exec runs a statement that changes rows and says how many.
func (r conn) exec(ctx context.Context, query string, args ...any) (int64, error) {
	for _, arg := range args {
		if text, ok := arg.(string); ok {
			if err := plain(text); err != nil {
				return 0, err
			}
		}
	}
	result, err := r.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, r.explain(err)
	}
	return result.RowsAffected()
}

// plain refuses text that PostgreSQL cannot hold, so that what one database takes
// the other takes too.
func plain(text string) error {
	if utf8.ValidString(text) && !strings.ContainsRune(text, 0) {
		return nil
	}
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Văn bản %.60q có ký tự không dùng được. Hãy gõ lại hoặc lưu lại dưới dạng Unicode (UTF-8).", text),
		En:   fmt.Sprintf("The text %.60q has characters that cannot be used. Type it again, or save it as Unicode (UTF-8).", text),
	}
}

// did leaves a line in the log. What can wait is refused while the disk is nearly full.
func (tx *change) did(ctx context.Context, verb string, noun Noun, id string, detail any) error {
	if !noun.known() {
		return fmt.Errorf("the log has no noun %q: add it to Nouns", noun)
	}
	if !always(verb, noun) {
		if err := tx.spare.Tight(); err != nil {
			return err
		}
	}
	text, err := written(detail)
	if err != nil {
		return err
	}
	text = withWay(text, tx.via)
	tx.lines++
	sumLine(tx.sum, tx.number, tx.lines, tx.now, tx.who, verb, string(noun), id, text)
	_, err = tx.exec(ctx, `INSERT INTO changes (number, line, at, who, verb, noun, id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.number, tx.lines, tx.now, tx.who, verb, string(noun), id, text)
	return err
}
