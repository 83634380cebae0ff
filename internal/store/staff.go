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
)

// Staff is a person who signs in.
type Staff struct {
	ID       string
	Name     string // as people call them
	Login    string // as they type it; unique when folded: case and the way marks are encoded do not matter
	Password string // argon2id hash in its encoded form; "": none yet, only a one-time link lets them in
	Roles    []Role
	Disabled bool
	Language string    // vi or en, as they chose it for the studio; "": not yet
	Created  time.Time // set by the store at the first put
}

// Role is what somebody may do within an area.
type Role struct {
	Name string `json:"role"`           // editor, approver, reporter, operator, auditor, admin
	Area string `json:"area,omitempty"` // "period/code"; "": everywhere
}

const staffColumns = `id, name, login, password, roles, disabled, language, created`

func scanStaff(row scanner) (Staff, error) {
	var s Staff
	var roles string
	var created int64
	if err := row.Scan(&s.ID, &s.Name, &s.Login, &s.Password, &roles, &s.Disabled, &s.Language, &created); err != nil {
		return s, err
	}
	s.Created = at(created)
	if err := json.Unmarshal([]byte(roles), &s.Roles); err != nil {
		return s, fmt.Errorf("read the roles of %s: %w", s.ID, err)
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

// CountStaff is how many accounts are not disabled: with one alone, author and
// approver may be the same.
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
	if s.Roles == nil {
		s.Roles = []Role{}
	}
	roles, err := written(s.Roles)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO staff (id, name, login, folded, password, roles, disabled, language, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, login = excluded.login, folded = excluded.folded,
			password = excluded.password, roles = excluded.roles, disabled = excluded.disabled, language = excluded.language`,
		s.ID, s.Name, s.Login, folded, s.Password, roles, s.Disabled, s.Language, tx.now)
	if err != nil {
		return err
	}
	if s.Disabled {
		if _, err := tx.exec(ctx, `DELETE FROM sessions WHERE staff = $1`, s.ID); err != nil {
			return err
		}
	}
	return tx.did(ctx, "change", NounStaff, s.ID, map[string]any{"name": s.Name, "login": s.Login, "roles": s.Roles, "disabled": s.Disabled, "language": s.Language})
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
