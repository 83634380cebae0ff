package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Session is somebody signed in. The token is known to their browser alone; here is its SHA-256, so
// that a stolen database opens no door.
type Session struct {
	Hash    content.Digest // of the token
	Staff   string
	Created time.Time // set by the store
	Seen    time.Time
	Expires time.Time
}

func scanSession(row scanner) (Session, error) {
	var s Session
	var created, seen, expires int64
	err := row.Scan(&s.Hash, &s.Staff, &created, &seen, &expires)
	s.Created, s.Seen, s.Expires = at(created), at(seen), at(expires)
	return s, err
}

// Session is the one of a token, not expired by the database's time, of an account that is not
// disabled; else NotFound.
func (r peopleReads) Session(ctx context.Context, hash content.Digest) (Session, error) {
	s, err := one(ctx, r.conn, scanSession, `SELECT s.hash, s.staff, s.created, s.seen, s.expires FROM sessions s JOIN staff p ON p.id = s.staff
		WHERE s.hash = $1 AND s.expires > `+r.dialect.now+` AND NOT p.disabled`, string(hash))
	return s, orMissing(err, "phiên đăng nhập", "session", "")
}

// SessionsOf lists where somebody is signed in, newest first.
func (r peopleReads) SessionsOf(ctx context.Context, staff string) ([]Session, error) {
	return list(ctx, r.conn, scanSession, `SELECT hash, staff, created, seen, expires FROM sessions
		WHERE staff = $1 AND expires > `+r.dialect.now+` ORDER BY created DESC, hash LIMIT $2`, staff, MaxPage)
}

// PutSession signs somebody in, until expires.
func (tx peopleWrites) PutSession(ctx context.Context, hash content.Digest, staff string, expires time.Time) error {
	_, err := tx.exec(ctx, `INSERT INTO sessions (hash, staff, created, seen, expires) VALUES ($1, $2, $3, $3, $4)`,
		string(hash), staff, tx.now, ms(expires))
	if err != nil {
		return err
	}
	return tx.did(ctx, "create", NounSession, staff, nil)
}

// DeleteSession signs out; a session that is not there is no error.
func (tx peopleWrites) DeleteSession(ctx context.Context, hash content.Digest) error {
	s, err := one(ctx, tx.conn, scanSession, `DELETE FROM sessions WHERE hash = $1 RETURNING hash, staff, created, seen, expires`, string(hash))
	if err := orMissing(err, "", "", ""); content.CodeOf(err) == content.NotFound {
		return nil
	} else if err != nil {
		return err
	}
	return tx.did(ctx, "delete", NounSession, s.Staff, nil)
}

// DeleteSessionsOf signs somebody out everywhere but in the session of the hash
// keep ("": everywhere).
func (tx peopleWrites) DeleteSessionsOf(ctx context.Context, staff string, keep content.Digest) error {
	n, err := tx.exec(ctx, `DELETE FROM sessions WHERE staff = $1 AND hash <> $2`, staff, string(keep))
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "delete", NounSession, staff, map[string]int64{"count": n})
}

// TouchSession notes that a session is in use and moves its end. It leaves no line in the log; call
// it once in some minutes.
func (s *Store) TouchSession(ctx context.Context, hash content.Digest, expires time.Time) error {
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `UPDATE sessions SET seen = `+r.dialect.now+`, expires = $2 WHERE hash = $1`, string(hash), ms(expires))
		return err
	})
}

// SweepExpired forgets sessions, links and enrolments that have expired, and what old
// commands were answered with.
func (s *Store) SweepExpired(ctx context.Context) error {
	return s.write(ctx, func(r Reader) error {
		for _, table := range []string{"sessions", "links", "approval_links", "enrolments"} {
			if _, err := r.exec(ctx, `DELETE FROM `+table+` WHERE expires <= `+r.dialect.now); err != nil {
				return err
			}
		}
		return r.sweepCommands(ctx)
	})
}
