package store

import (
	"cmp"
	"context"
	"time"

	"ngatu/content"
)

// Scopes of tokens.
const (
	ScopeFigures = "figures" // POST /api/figures
	ScopeSlides  = "slides"  // POST /api/slides
	ScopeHolds   = "holds"   // GET and POST /api/holds
	ScopeForms   = "forms"   // GET and POST /api/forms
	ScopeOn      = "on"      // GET /api/on
	ScopeScreens = "screens" // GET /api/screens
)

// Token lets a program use the API.
type Token struct {
	ID      string
	Hash    content.Digest // SHA-256 of the token
	Name    string         // what staff call it
	Scope   string         // what it may do, such as [ScopeFigures]
	Area    string         // "period/code": it does so there and below; "": wherever its maker may
	Expires time.Time      // when it ends; zero: when it is revoked
	By      string         // whom it acts as; "": who makes it
	Created time.Time      // set by the store
	Used    time.Time      // last use; zero: never
}

const tokenColumns = `id, hash, name, scope, area, expires, who, created, used`

func scanToken(row scanner) (Token, error) {
	var t Token
	var expires, created, used int64
	err := row.Scan(&t.ID, &t.Hash, &t.Name, &t.Scope, &t.Area, &expires, &t.By, &created, &used)
	t.Expires, t.Created, t.Used = at(expires), at(created), at(used)
	return t, err
}

// Token is the one with this hash; NotFound also where the account of its maker is disabled: a
// token acts for them.
func (r peopleReads) Token(ctx context.Context, hash content.Digest) (Token, error) {
	t, err := one(ctx, r.conn, scanToken, `SELECT `+tokenColumns+` FROM tokens
		WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM staff p WHERE p.id = tokens.who AND p.disabled)`, string(hash))
	return t, orMissing(err, "khóa API", "API token", "")
}

// Tokens lists all, newest first, at most [MaxPage].
func (r peopleReads) Tokens(ctx context.Context) ([]Token, error) {
	return list(ctx, r.conn, scanToken, `SELECT `+tokenColumns+` FROM tokens ORDER BY created DESC, id LIMIT $1`, MaxPage)
}

// PutToken makes a token; one is never changed.
func (tx peopleWrites) PutToken(ctx context.Context, t Token) error {
	_, err := tx.exec(ctx, `INSERT INTO tokens (`+tokenColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)`,
		t.ID, string(t.Hash), t.Name, t.Scope, t.Area, ms(t.Expires), cmp.Or(t.By, tx.who), tx.now)
	if err != nil {
		return err
	}
	return tx.did(ctx, "create", NounToken, t.ID, map[string]string{"name": t.Name, "scope": t.Scope, "area": t.Area, "as": cmp.Or(t.By, tx.who)})
}

// DeleteToken ends a token at once.
func (tx peopleWrites) DeleteToken(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM tokens WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounToken, "khóa API", "API token", id)
}

// TouchToken notes that a token was used. It leaves no line in the log; call it
// once in some minutes.
func (s *Store) TouchToken(ctx context.Context, id string) error {
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `UPDATE tokens SET used = `+r.dialect.now+` WHERE id = $1`, id)
		return err
	})
}
