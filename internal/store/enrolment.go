package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Enrolment is a player that asks to be taken in. It shows Code on its glass, and polls with a
// secret that it alone knows.
type Enrolment struct {
	Secret  content.Digest // of what it polls with
	Code    string         // "": the player has not shown its nonce yet, so there is no code
	Kind    string         // protocol.KindAgent or protocol.KindPage
	Key     []byte         // of the player
	Commit  []byte         // to the player's nonce
	Nonce   []byte         // the server's
	Shown   []byte         // the player's nonce, once it was shown
	Width   int            // pixels that the player says it has
	Height  int
	Build   string
	Created time.Time // set by the store
	Expires time.Time
	Screen  string // the screen that staff said it is; "": not confirmed yet
	Given   bool   // it has got its credential, which is made once
}

const enrolmentColumns = `secret, code, kind, public, pledge, nonce, shown, width, height, build, created, expires, screen, given`

func scanEnrolment(row scanner) (Enrolment, error) {
	var e Enrolment
	var created, expires int64
	err := row.Scan(&e.Secret, &e.Code, &e.Kind, &e.Key, &e.Commit, &e.Nonce, &e.Shown, &e.Width, &e.Height, &e.Build,
		&created, &expires, &e.Screen, &e.Given)
	e.Created, e.Expires = at(created), at(expires)
	return e, err
}

func orNoEnrolment(err error, code string) error {
	return orMissing(err, "mã ghi danh còn hiệu lực", "enrolment code that is still good", code)
}

// Enrolment is the one whose code a screen shows, not expired by the database's time.
func (r fleetReads) Enrolment(ctx context.Context, code string) (Enrolment, error) {
	e, err := one(ctx, r.conn, scanEnrolment, `SELECT `+enrolmentColumns+` FROM enrolments WHERE code = $1 AND code <> '' AND expires > `+r.dialect.now, code)
	return e, orNoEnrolment(err, code)
}

// EnrolmentBySecret is the one that polls with a secret, not expired.
func (r fleetReads) EnrolmentBySecret(ctx context.Context, secret content.Digest) (Enrolment, error) {
	e, err := one(ctx, r.conn, scanEnrolment, `SELECT `+enrolmentColumns+` FROM enrolments WHERE secret = $1 AND expires > `+r.dialect.now, string(secret))
	return e, orNoEnrolment(err, "")
}

// Enrolments lists those that show a code and wait to be confirmed, newest first, at most limit.
func (r fleetReads) Enrolments(ctx context.Context, limit int) ([]Enrolment, error) {
	return list(ctx, r.conn, scanEnrolment, `SELECT `+enrolmentColumns+` FROM enrolments
		WHERE screen = '' AND code <> '' AND expires > `+r.dialect.now+` ORDER BY created DESC, code LIMIT $1`, page(limit))
}

// PutEnrolment notes that a screen asks; Conflict where the code is in use. Anybody can ask, so it
// leaves no line in the log: a stranger must not be able to fill that. Callers limit how often;
// those whose time is over are cleared away here, so that asking for years fills nothing either.
func (s *Store) PutEnrolment(ctx context.Context, e Enrolment) error {
	if err := s.Room(); err != nil {
		return err
	}
	return s.write(ctx, func(r Reader) error {
		if _, err := r.exec(ctx, `DELETE FROM enrolments WHERE expires <= `+r.dialect.now); err != nil {
			return err
		}
		n, err := r.exec(ctx, `INSERT INTO enrolments (`+enrolmentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, `+r.dialect.now+`, $11, '', FALSE)
			ON CONFLICT DO NOTHING`, string(e.Secret), e.Code, e.Kind, whole(e.Key), whole(e.Commit), whole(e.Nonce), whole(e.Shown),
			e.Width, e.Height, e.Build, ms(e.Expires))
		if err != nil || n == 1 {
			return err
		}
		return codeInUse()
	})
}

func codeInUse() error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Mã ghi danh này đang được dùng. Hãy tạo mã khác.",
		En:   "This enrolment code is in use. Make another.",
	}
}

// OpenEnrolment notes the nonce that a player has shown and the code that follows from it. Once
// more with the same nonce does no harm. Conflict where the code is in use or another nonce was
// shown before, NotFound where the enrolment has expired.
func (s *Store) OpenEnrolment(ctx context.Context, secret content.Digest, shown []byte, code string) error {
	return s.write(ctx, func(r Reader) error {
		e, err := r.EnrolmentBySecret(ctx, secret)
		if err != nil || e.Code == code {
			return err
		}
		n, err := r.exec(ctx, `UPDATE enrolments SET shown = $2, code = $3 WHERE secret = $1 AND code = ''
			AND NOT EXISTS (SELECT 1 FROM enrolments WHERE code = $3)`, string(secret), shown, code)
		if err != nil || n == 1 {
			return err
		}
		return codeInUse()
	})
}

// ConfirmEnrolment says which screen it is. A code is confirmed once: Conflict the second time,
// NotFound where it has expired.
func (tx fleetWrites) ConfirmEnrolment(ctx context.Context, code, screen string) (Enrolment, error) {
	e, err := tx.Enrolment(ctx, code)
	if err != nil {
		return e, err
	}
	if e.Screen != "" {
		return e, &content.Error{
			Code: content.Conflict,
			Vi:   "Mã ghi danh " + code + " đã được xác nhận cho màn hình " + e.Screen + ".",
			En:   "The enrolment code " + code + " has been confirmed for screen " + e.Screen + ".",
		}
	}
	if _, err := tx.exec(ctx, `UPDATE enrolments SET screen = $2 WHERE code = $1`, code, screen); err != nil {
		return e, err
	}
	e.Screen = screen
	return e, tx.did(ctx, "confirm", NounEnrolment, code, map[string]any{"screen": screen, "width": e.Width, "height": e.Height, "build": e.Build})
}

// TakeEnrolment ends a confirmed enrolment: of any number who poll at once, one may give the
// credential. Conflict where it is not confirmed yet or was taken, NotFound where it has expired.
// Put the credential in the same change.
func (tx fleetWrites) TakeEnrolment(ctx context.Context, secret content.Digest) (Enrolment, error) {
	e, err := tx.EnrolmentBySecret(ctx, secret)
	if err != nil {
		return e, err
	}
	if e.Screen == "" || e.Given {
		return e, &content.Error{
			Code: content.Conflict,
			Vi:   "Mã ghi danh " + e.Code + " chưa được xác nhận, hoặc đã dùng rồi.",
			En:   "The enrolment code " + e.Code + " is not confirmed yet, or was used.",
		}
	}
	if _, err := tx.exec(ctx, `UPDATE enrolments SET given = TRUE WHERE code = $1`, e.Code); err != nil {
		return e, err
	}
	e.Given = true
	return e, tx.did(ctx, "use", NounEnrolment, e.Code, map[string]string{"screen": e.Screen})
}
