package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Link is a one-time link: whoever opens it first may do what it is for.
type Link struct {
	Hash    content.Digest // of the secret in its address
	Purpose string         // "studio", "password" …
	Subject string         // staff ID, where it is for one person
	By      string         // who made it, set by the store; "": before that was kept
	Created time.Time      // set by the store
	Expires time.Time
}

func scanLink(row scanner) (Link, error) {
	var l Link
	var created, expires int64
	err := row.Scan(&l.Hash, &l.Purpose, &l.Subject, &l.By, &created, &expires)
	l.Created, l.Expires = at(created), at(expires)
	return l, err
}

// PutLink makes a one-time link.
func (tx peopleWrites) PutLink(ctx context.Context, l Link) error {
	_, err := tx.exec(ctx, `INSERT INTO links (hash, purpose, subject, who, created, expires, used) VALUES ($1, $2, $3, $4, $5, $6, 0)`,
		string(l.Hash), l.Purpose, l.Subject, tx.who, tx.now, ms(l.Expires))
	if err != nil {
		return err
	}
	return tx.did(ctx, "create", NounLink, l.Purpose, map[string]string{"subject": l.Subject})
}

// Link looks at a link that is neither used nor expired, without using it; Denied otherwise.
func (r peopleReads) Link(ctx context.Context, hash content.Digest, purpose string) (Link, error) {
	l, err := one(ctx, r.conn, scanLink, `SELECT hash, purpose, subject, who, created, expires FROM links
		WHERE hash = $1 AND purpose = $2 AND used = 0 AND expires > `+r.dialect.now, string(hash), purpose)
	return l, orSpent(err)
}

// UseLink uses a link: of any number who try at once, one succeeds. Denied where it is used,
// expired or unknown.
func (tx peopleWrites) UseLink(ctx context.Context, hash content.Digest, purpose string) (Link, error) {
	l, err := one(ctx, tx.conn, scanLink, `UPDATE links SET used = $3
		WHERE hash = $1 AND purpose = $2 AND used = 0 AND expires > $3
		RETURNING hash, purpose, subject, who, created, expires`, string(hash), purpose, tx.now)
	if err != nil {
		return l, orSpent(err)
	}
	return l, tx.did(ctx, "use", NounLink, l.Purpose, map[string]string{"subject": l.Subject, "made_by": l.By})
}

// DropLinks makes all unused links of a purpose and subject useless: a new one takes their place.
func (tx peopleWrites) DropLinks(ctx context.Context, purpose, subject string) error {
	n, err := tx.exec(ctx, `DELETE FROM links WHERE purpose = $1 AND subject = $2 AND used = 0`, purpose, subject)
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "delete", NounLink, purpose, map[string]string{"subject": subject})
}

func orSpent(err error) error {
	if content.CodeOf(orMissing(err, "", "", "")) != content.NotFound {
		return err
	}
	return &content.Error{
		Code: content.Denied,
		Vi:   "Đường dẫn này đã được dùng hoặc đã hết hạn. Hãy xin một đường dẫn mới.",
		En:   "This link has been used or has expired. Ask for a new one.",
	}
}
