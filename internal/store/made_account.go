package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"ngatu/content"
)

// MadeAccount is the author among some who made a person's account, or who could sign in as them;
// "" where none did. Such a person may approve what that author wrote; the record says so.
func (r Reader) MadeAccount(ctx context.Context, who string, authors []string) (string, error) {
	return madeAccount(ctx, r.libraryReads.conn, who, authors)
}

func madeAccount(ctx context.Context, r conn, who string, authors []string) (string, error) {
	p, err := one(ctx, r, scanStaff, `SELECT `+staffColumns+` FROM staff WHERE id = $1`, who)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil // no person: the demonstration
	}
	if err != nil {
		return "", err
	}
	for _, by := range []string{p.MadeBy, p.OpenedBy} {
		if by != "" && by != who && slices.Contains(authors, by) {
			return by, nil
		}
	}
	return "", nil
}

// noteMade notes beside the item of a draft that is about to be approved which of its authors made
// the approver's account. Every approval passes here, so no room can forget.
func (tx libraryWrites) noteMade(ctx context.Context, d DraftKey) error {
	authors, err := tx.authors(ctx, d)
	if err != nil {
		return err
	}
	made, err := madeAccount(ctx, tx.conn, tx.who, authors)
	if err != nil || made == "" {
		return err
	}
	_, err = tx.exec(ctx, `UPDATE submission_items SET made = $1 WHERE noun = $2 AND id = $3 AND outcome = ''`, made, string(d.Noun), d.ID)
	return err
}

// noteMadeRenewed notes beside the item of a campaign that was just approved which of the authors of
// a slide, whose approval that prolongs, made the approver's account: the slide has no item of its own.
func noteMadeRenewed(ctx context.Context, tx libraryWrites, s content.Slide) error {
	made, err := madeAccount(ctx, tx.conn, tx.who, s.Authors())
	if err != nil || made == "" {
		return err
	}
	_, err = tx.exec(ctx, `UPDATE submission_items SET made = $1 WHERE noun = $2 AND id = $3 AND outcome = $4 AND who = $5 AND at = $6 AND made = ''`,
		made, string(NounCampaign), s.Campaign, string(ItemApproved), tx.who, tx.now)
	return err
}

// authors are all who had a part in what waits.
func (tx libraryWrites) authors(ctx context.Context, d DraftKey) ([]string, error) {
	r := libraryReads{tx.conn}
	switch d.Noun {
	case NounSlide:
		of, err := r.SlideDraft(ctx, d.ID)
		return ifThere(of.By, err)
	case NounTakeover:
		of, err := r.TakeoverDraft(ctx, d.ID)
		return ifThere(of.By, err)
	}
	of, err := draft[json.RawMessage](ctx, tx.conn, d.Noun, d.ID)
	return ifThere(of.By, err)
}

// ifThere is who wrote; nobody where nothing waits, which whoever ends its wait tells.
func ifThere(by []string, err error) ([]string, error) {
	if content.CodeOf(err) == content.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read who wrote a draft: %w", err)
	}
	return by, nil
}
