package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/mandate"
)

// Staff is a person who signs in.
type Staff struct {
	ID       string
	Name     string            // as people call them
	Login    string            // as they type it; unique when folded: case and the way marks are encoded do not matter
	Password string            // argon2id hash in its encoded form; "": none yet, only a one-time link lets them in
	Mandates []mandate.Mandate // also those that are over
	Disabled bool
	Email    string    // where they get letters, as [Tx.SetEmail] has set it; "": nowhere
	Quiet    string    // when they want no e-mail, as [Tx.SetQuiet] has set it; "": as everybody
	Muted    []string  // events that they want no e-mail of, as [Tx.SetEmail] has set them
	Language string    // vi or en, as they chose it for the studio; "": not yet
	MadeBy   string    // staff ID of who made the account, kept from the first put; "": nobody who was signed in
	OpenedBy string    // who could sign in as this person: made the account, or the link that last set its password; "": the owner alone
	Entered  time.Time // when the person first signed in, as [Tx.EnterStaff] has set it; zero: never
	Created  time.Time // set by the store at the first put
}

const staffColumns = `id, name, login, password, mandates, disabled, email, quiet, muted, language, made_by, opened_by, entered, created`

func scanStaff(row scanner) (Staff, error) {
	var s Staff
	var mandates, muted string
	var entered, created int64
	if err := row.Scan(&s.ID, &s.Name, &s.Login, &s.Password, &mandates, &s.Disabled, &s.Email, &s.Quiet, &muted, &s.Language, &s.MadeBy, &s.OpenedBy, &entered, &created); err != nil {
		return s, err
	}
	s.Entered, s.Created = at(entered), at(created)
	if muted != "" {
		s.Muted = strings.Fields(muted)
	}
	if err := json.Unmarshal([]byte(mandates), &s.Mandates); err != nil {
		return s, fmt.Errorf("read the mandates of %s: %w", s.ID, err)
	}
	return s, nil
}

// Staff is the person with an ID.
func (r peopleReads) Staff(ctx context.Context, id string) (Staff, error) {
	s, err := one(ctx, r.conn, scanStaff, `SELECT `+staffColumns+` FROM staff WHERE id = $1`, id)
	return s, orMissing(err, "tài khoản", "account", id)
}

// StaffByLogin is the person who signs in with a name, however it is cased.
func (r peopleReads) StaffByLogin(ctx context.Context, login string) (Staff, error) {
	folded := FoldLogin(login)
	if err := plain(folded); err != nil {
		return Staff{}, err
	}
	s, err := one(ctx, r.conn, scanStaff, `SELECT `+staffColumns+` FROM staff WHERE folded = $1`, folded)
	return s, orMissing(err, "tài khoản", "account", login)
}

// AllStaff lists everybody by ID: at most [MaxPage] after the given one ("": from the start).
func (r peopleReads) AllStaff(ctx context.Context, after string, limit int) ([]Staff, error) {
	return list(ctx, r.conn, scanStaff, `SELECT `+staffColumns+` FROM staff WHERE id > $1 ORDER BY id LIMIT $2`, after, page(limit))
}

// CountStaff is how many accounts are not disabled.
func (r peopleReads) CountStaff(ctx context.Context) (n int, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT count(*) FROM staff WHERE NOT disabled`).Scan(&n)
	return n, r.explain(err)
}

// PutStaff makes or changes an account; Conflict where somebody else has the login. Disabling
// ends all sessions.
func (tx peopleWrites) PutStaff(ctx context.Context, s Staff) error {
	folded := FoldLogin(s.Login)
	if other, err := tx.StaffByLogin(ctx, s.Login); err == nil && other.ID != s.ID {
		return loginTaken(s.Login)
	} else if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	if s.Mandates == nil {
		s.Mandates = []mandate.Mandate{}
	}
	mandates, err := written(s.Mandates)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO staff (id, name, login, folded, password, mandates, disabled, language, made_by, opened_by, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, login = excluded.login, folded = excluded.folded,
			password = excluded.password, mandates = excluded.mandates, disabled = excluded.disabled, language = excluded.language,
			opened_by = excluded.opened_by`,
		s.ID, s.Name, s.Login, folded, s.Password, mandates, s.Disabled, s.Language, s.MadeBy, s.OpenedBy, tx.now)
	if err != nil {
		return err
	}
	if s.Disabled {
		if _, err := tx.exec(ctx, `DELETE FROM sessions WHERE staff = $1`, s.ID); err != nil {
			return err
		}
	}
	return tx.did(ctx, "change", NounStaff, s.ID, map[string]any{"name": s.Name, "login": s.Login, "mandates": s.Mandates, "disabled": s.Disabled, "language": s.Language, "opened_by": s.OpenedBy})
}

// EnterStaff notes that somebody signs in for the first time; later times change nothing.
func (tx peopleWrites) EnterStaff(ctx context.Context, id string) error {
	changed, err := tx.exec(ctx, `UPDATE staff SET entered = $2 WHERE id = $1 AND entered = 0`, id, tx.now)
	if err != nil || changed == 0 {
		return err
	}
	return tx.did(ctx, "enter", NounStaff, id, nil)
}

func loginTaken(login string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Tên đăng nhập “" + login + "” đã có người dùng. Hãy chọn tên khác.",
		En:   "The login “" + login + "” is taken. Choose another.",
	}
}

// FoldLogin is a login as it is compared: in one case, one encoding, without spaces around it.
func FoldLogin(login string) string {
	return cases.Fold().String(norm.NFKC.String(strings.TrimSpace(login)))
}
