package signin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// How long a session lasts: without a request, and altogether.
const (
	idleFor   = 8 * time.Hour
	lastsFor  = 7 * 24 * time.Hour
	touchOnce = 5 * time.Minute
)

// open begins a session of staff in the same change as do.
func (s *Signin) open(ctx context.Context, staff string, do func(*store.Tx) error) (token string, err error) {
	if token, err = secret(); err != nil {
		return "", err
	}
	_, err = s.store.Change(ctx, staff, func(tx *store.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		if err := tx.EnterStaff(ctx, staff); err != nil {
			return err
		}
		return tx.PutSession(ctx, content.DigestOf([]byte(token)), staff, tx.Time().Add(idleFor))
	})
	return token, err
}

// Who is the person of a session's token; NotFound if the session has ended. It keeps the session
// alive. While the database is away it is who was checked lately, for reading alone: see
// [Person.Reads].
func (s *Signin) Who(ctx context.Context, token string) (*Person, error) {
	return who(ctx, s, token, true)
}

// who is [Signin.Who]; the session is kept alive where somebody did something.
func who(ctx context.Context, s *Signin, token string, did bool) (*Person, error) {
	p, err := personOf(ctx, s, token, did)
	switch {
	case err == nil:
		s.kept.keep(p)
	case store.Silent(err):
		if known, ok := s.kept.find(token, s.now()); ok {
			known.Reads = err
			return known, nil
		}
	case content.CodeOf(err) == content.NotFound:
		s.kept.forget(content.DigestOf([]byte(token)))
	}
	return p, err
}

// personOf asks the database.
func personOf(ctx context.Context, s *Signin, token string, did bool) (*Person, error) {
	session, err := s.store.Session(ctx, content.DigestOf([]byte(token)))
	if err != nil {
		return nil, err
	}
	staff, err := s.store.Staff(ctx, session.Staff)
	if err != nil {
		return nil, err
	}
	now := s.now()
	end := session.Created.Add(lastsFor)
	if !now.Before(end) {
		return nil, &content.Error{Code: content.NotFound, Vi: "Phiên làm việc đã hết hạn.", En: "The session has ended."}
	}
	if did && now.Sub(session.Seen) >= touchOnce {
		expires := now.Add(idleFor)
		if end.Before(expires) {
			expires = end
		}
		if err := s.store.TouchSession(ctx, session.Hash, expires); err != nil {
			return nil, err
		}
	}
	bearer, err := s.store.BearerOf(ctx, staff)
	if err != nil {
		return nil, err
	}
	return &Person{Staff: staff, CSRF: csrfOf(token), session: session, bearer: bearer, at: now, units: s.areas}, nil
}

// SignOut ends the session of a token.
func (s *Signin) SignOut(ctx context.Context, p *Person) error {
	_, err := s.store.Change(ctx, p.ID, func(tx *store.Tx) error { return tx.DeleteSession(ctx, p.session.Hash) })
	if err == nil {
		s.kept.forget(p.session.Hash)
	}
	return err
}

// csrfOf is what the forms of a session carry. It is derived from the session's token, which no
// page and no script sees. So nothing more has to be stored, and another session's value does not
// work.
func csrfOf(token string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("ngatu form"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}
