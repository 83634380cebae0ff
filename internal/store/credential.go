package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Proof is how a screen proves itself.
type Proof string

// The proofs.
const (
	ByToken Proof = "token" // a plain page: Value is the SHA-256 of its token, 32 bytes
	ByKey   Proof = "key"   // an agent: Value is its Ed25519 public key, 32 bytes
)

// Credential is what a screen proves itself by.
type Credential struct {
	ID      string
	Screen  string
	Kind    Proof
	Value   []byte
	Created time.Time // set by the store
	Revoked time.Time // zero: it is good
}

const credentialColumns = `id, screen, kind, value, created, revoked`

func scanCredential(row scanner) (Credential, error) {
	var c Credential
	var created, revoked int64
	err := row.Scan(&c.ID, &c.Screen, &c.Kind, &c.Value, &created, &revoked)
	c.Created, c.Revoked = at(created), at(revoked)
	return c, err
}

// Credentials lists those of a screen, newest first, the revoked ones too.
func (r fleetReads) Credentials(ctx context.Context, screen string) ([]Credential, error) {
	return list(ctx, r.conn, scanCredential, `SELECT `+credentialColumns+` FROM credentials
		WHERE screen = $1 ORDER BY created DESC, id LIMIT $2`, screen, MaxPage)
}

// GoodCredentials hands over screen, kind and value of every credential that is not revoked, at most
// limit.
func (r fleetReads) GoodCredentials(ctx context.Context, limit int, each func(Credential)) error {
	_, err := list(ctx, r.conn, func(row scanner) (struct{}, error) {
		var c Credential
		err := row.Scan(&c.Screen, &c.Kind, &c.Value)
		each(c)
		return struct{}{}, err
	}, `SELECT screen, kind, value FROM credentials WHERE revoked = 0 ORDER BY screen LIMIT $1`, limit)
	return err
}

// NewestCredentials is when each enrolled screen got its newest credential that is good.
func (r fleetReads) NewestCredentials(ctx context.Context) (map[string]time.Time, error) {
	scan := func(row scanner) (c Credential, err error) {
		var created int64
		err = row.Scan(&c.Screen, &created)
		c.Created = at(created)
		return c, err
	}
	all, err := list(ctx, r.conn, scan, `SELECT screen, max(created) FROM credentials WHERE revoked = 0 GROUP BY screen`)
	out := make(map[string]time.Time, len(all))
	for _, c := range all {
		out[c.Screen] = c.Created
	}
	return out, err
}

// Credential is the one with this value that is not revoked; NotFound otherwise.
func (r fleetReads) Credential(ctx context.Context, kind Proof, value []byte) (Credential, error) {
	c, err := one(ctx, r.conn, scanCredential, `SELECT `+credentialColumns+` FROM credentials
		WHERE kind = $1 AND value = $2 AND revoked = 0`, string(kind), value)
	return c, orMissing(err, "chứng thực của màn hình", "credential of a screen", "")
}

// PutCredential gives a screen a credential; Conflict where some screen has the same one already.
// One that was revoked is good again, for an agent keeps its key: staff have confirmed it again.
func (tx fleetWrites) PutCredential(ctx context.Context, c Credential) error {
	n, err := tx.exec(ctx, `INSERT INTO credentials (`+credentialColumns+`) VALUES ($1, $2, $3, $4, $5, 0)
		ON CONFLICT (kind, value) DO UPDATE SET id = excluded.id, screen = excluded.screen, created = excluded.created, revoked = 0
		WHERE credentials.revoked <> 0`, c.ID, c.Screen, string(c.Kind), whole(c.Value), tx.now)
	if err != nil {
		return err
	}
	if n == 0 {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Thiết bị này đã được ghi danh trước đó. Hãy thu hồi chứng thực cũ rồi ghi danh lại.",
			En:   "This device has been enrolled before. Revoke its old credential, then enrol it again.",
		}
	}
	return tx.did(ctx, "create", NounCredential, c.ID, map[string]string{"screen": c.Screen, "kind": string(c.Kind)})
}

// RevokeCredentials ends all credentials of a screen at once.
func (tx fleetWrites) RevokeCredentials(ctx context.Context, screen string) error {
	n, err := tx.exec(ctx, `UPDATE credentials SET revoked = $2 WHERE screen = $1 AND revoked = 0`, screen, tx.now)
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "revoke", NounCredential, screen, map[string]int64{"count": n})
}

// RevokeCredential ends one; NotFound where it is not there or ended already.
func (tx fleetWrites) RevokeCredential(ctx context.Context, id string) error {
	var screen string
	err := tx.q.QueryRowContext(ctx, `UPDATE credentials SET revoked = $2 WHERE id = $1 AND revoked = 0 RETURNING screen`, id, tx.now).Scan(&screen)
	if err != nil {
		return orMissing(tx.explain(err), "chứng thực của màn hình", "credential of a screen", id)
	}
	return tx.did(ctx, "revoke", NounCredential, id, map[string]string{"screen": screen})
}

// whole is b as a column that is never NULL takes it.
func whole(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
