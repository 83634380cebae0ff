package store

import (
	"context"
	"time"

	"ngatu/content"
)

// ApprovalLink lets one person decide on one submission without signing in. Its secret is known to
// whoever has the link; a code that came to that person by a second way goes with it.
type ApprovalLink struct {
	ID         string
	Hash       content.Digest // of the secret in its address
	Submission string
	Staff      string    // whose decision it is
	By         string    // staff ID of who made it
	Mailed     bool      // it went to that person by e-mail, so the code must come by another way
	Created    time.Time // set by the store
	Expires    time.Time
	Code       ApprovalCode
	Codes      int // how many it had, and those that it took the place of
}

// ApprovalCode is the code that goes with an approval link. The zero value is none.
type ApprovalCode struct {
	Hash   string         // argon2id, in its encoded form
	Seen   content.Digest // of all that it may decide on, as it was when the code was made
	Until  time.Time
	ToldBy string // staff ID of who tells it to the person; "": it went by e-mail
	Tries  int    // how often a code was typed
}

// Limits of the codes of one submission and person, however many links they are sent, and of one
// person. Of 10 × 5 guesses a day one hits in 20,000 days, and each guess needs a link.
const (
	MaxCodes     = 5
	MaxCodesADay = 10
	MaxCodeTries = 5
)

// ViaLink is the way of what was decided by an approval link, as the log has it.
const ViaLink = "link"

const approvalLinkColumns = `id, hash, submission, staff, who, mailed, created, expires, code, seen, code_until, told_by, tries, codes`

func scanApprovalLink(row scanner) (ApprovalLink, error) {
	var l ApprovalLink
	var created, expires, until int64
	err := row.Scan(&l.ID, &l.Hash, &l.Submission, &l.Staff, &l.By, &l.Mailed, &created, &expires,
		&l.Code.Hash, &l.Code.Seen, &until, &l.Code.ToldBy, &l.Code.Tries, &l.Codes)
	l.Created, l.Expires, l.Code.Until = at(created), at(expires), at(until)
	return l, err
}

// ApprovalLink is the one of a secret that has not expired; Denied otherwise.
func (r peopleReads) ApprovalLink(ctx context.Context, hash content.Digest) (ApprovalLink, error) {
	l, err := one(ctx, r.conn, scanApprovalLink, `SELECT `+approvalLinkColumns+` FROM approval_links
		WHERE hash = $1 AND expires > `+r.dialect.now, string(hash))
	return l, orSpent(err)
}

// ApprovalLinks lists those of a submission that have not expired, the oldest first.
func (r peopleReads) ApprovalLinks(ctx context.Context, submission string) ([]ApprovalLink, error) {
	return list(ctx, r.conn, scanApprovalLink, `SELECT `+approvalLinkColumns+` FROM approval_links
		WHERE submission = $1 AND expires > `+r.dialect.now+` ORDER BY created, id LIMIT $2`, submission, MaxPage)
}

// PutApprovalLink makes a link, which takes the place of one for the same submission and person.
// The codes that this one had count for it: whoever guesses gains nothing by another link.
func (tx peopleWrites) PutApprovalLink(ctx context.Context, l ApprovalLink) error {
	before, err := tx.ApprovalLinks(ctx, l.Submission)
	if err != nil {
		return err
	}
	l.Codes = 0
	for _, one := range before {
		if one.Staff == l.Staff {
			l.Codes = one.Codes
		}
	}
	if _, err := tx.exec(ctx, `DELETE FROM approval_links WHERE submission = $1 AND staff = $2`, l.Submission, l.Staff); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO approval_links (`+approvalLinkColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', 0, '', 0, $9)`,
		l.ID, string(l.Hash), l.Submission, l.Staff, l.By, l.Mailed, tx.now, ms(l.Expires), l.Codes)
	if err != nil {
		return err
	}
	return tx.did(ctx, "create", NounApprovalLink, l.ID, map[string]any{"submission": l.Submission, "for": l.Staff, "mailed": l.Mailed})
}

// PutApprovalCode gives a link a code, in place of the one before. TooMany where it, or
// the person, had as many as they may.
func (tx peopleWrites) PutApprovalCode(ctx context.Context, l ApprovalLink, c ApprovalCode) error {
	n, err := tx.exec(ctx, `UPDATE approval_links SET code = $2, seen = $3, code_until = $4, told_by = $5, tries = 0, codes = codes + 1
		WHERE id = $1 AND hash = $6 AND codes < $7`, l.ID, c.Hash, string(c.Seen), ms(c.Until), c.ToldBy, string(l.Hash), MaxCodes)
	if err != nil {
		return err
	}
	if n == 0 {
		return &content.Error{
			Code: content.TooMany,
			Vi:   "Lần gửi duyệt này đã hết số lần lấy mã; liên kết mới cũng không thêm mã. Hãy duyệt trong studio, hoặc nhờ người gửi rút lại rồi gửi duyệt lần nữa.",
			En:   "There were as many codes for this submission as there may be, and a new link brings no more. Decide in the studio, or have it taken back and submitted again.",
		}
	}
	if n, err = tx.exec(ctx, `UPDATE staff SET codes = CASE WHEN codes_since > $2 THEN codes + 1 ELSE 1 END,
			codes_since = CASE WHEN codes_since > $2 THEN codes_since ELSE $3 END
		WHERE id = $1 AND (codes_since <= $2 OR codes < $4)`, l.Staff, tx.now-(24*time.Hour).Milliseconds(), tx.now, MaxCodesADay); err != nil {
		return err
	}
	if n == 0 {
		return &content.Error{
			Code: content.TooMany,
			Vi:   "Người này đã hết số lần lấy mã trong 24 giờ. Hãy đợi đến mai, hoặc duyệt trong studio.",
			En:   "This person has had as many codes as there may be in 24 hours. Wait until tomorrow, or decide in the studio.",
		}
	}
	return tx.did(ctx, "give_code", NounApprovalLink, l.ID, map[string]any{"submission": l.Submission, "for": l.Staff, "told_by": c.ToldBy, "seen": c.Seen})
}

// TryApprovalCode counts an attempt at the code of a link, before anything is computed for it, and
// gives the link as it was then. Denied where it has no code that can be tried. It leaves no line in
// the log.
func TryApprovalCode(ctx context.Context, s *Store, hash content.Digest) (l ApprovalLink, err error) {
	err = s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			l, err = one(ctx, r.conn, scanApprovalLink, `UPDATE approval_links SET tries = tries + 1
				WHERE hash = $1 AND expires > `+r.dialect.now+` AND code <> '' AND code_until > `+r.dialect.now+` AND tries < $2
				RETURNING `+approvalLinkColumns, string(hash), MaxCodeTries)
			return err
		})
	})
	if content.CodeOf(orMissing(err, "", "", "")) != content.NotFound {
		return l, err
	}
	return l, &content.Error{
		Code: content.Denied,
		Vi:   "Mã đã hết hạn, đã dùng, hoặc bị nhập sai quá nhiều lần. Hãy lấy mã mới.",
		En:   "The code has expired, was used, or was typed wrong too often. Get a new one.",
	}
}

// UseApprovalCode uses the code of a link that was found to be right: of any number who try at once,
// one succeeds. What the change does from here on was done by the link.
func (tx *Tx) UseApprovalCode(ctx context.Context, l ApprovalLink) error {
	n, err := tx.exec(ctx, `UPDATE approval_links SET code = '' WHERE id = $1 AND code = $2 AND code <> ''`, l.ID, l.Code.Hash)
	if err == nil && n == 0 {
		err = orSpent(missing("", "", ""))
	}
	if err != nil {
		return err
	}
	tx.via = ViaLink
	return tx.did(ctx, "use", NounApprovalLink, l.ID, map[string]any{
		"submission": l.Submission, "for": l.Staff, "made_by": l.By, "told_by": l.Code.ToldBy, "seen": l.Code.Seen,
	})
}
