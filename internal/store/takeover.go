package store

import (
	"context"
	"database/sql"
	"errors"

	"ngatu/content"
)

// Takeover is the one with an ID.
func (r noticeReads) Takeover(ctx context.Context, id string) (content.Takeover, error) {
	t, err := one(ctx, r.conn, document[content.Takeover], `SELECT doc FROM takeovers WHERE id = $1`, id)
	return t, orMissing(err, "thông báo khẩn", "takeover", id)
}

// Takeovers lists all, those that were put on last first; those that never were come after them, by
// ID.
func (r noticeReads) Takeovers(ctx context.Context) ([]content.Takeover, error) {
	return list(ctx, r.conn, document[content.Takeover], `SELECT doc FROM takeovers ORDER BY begun DESC, id`)
}

// Presses lists each press of every takeover that was ever put on as a takeover of its own, those of
// the takeover that was put on last first. One whose approval was taken back is among them: screens
// may have to be told that it ended. Whether one is on is for [content.Takeover.On] to say. There
// are as many as staff have prepared, not as many as there were alarms.
func (r noticeReads) Presses(ctx context.Context) (out []content.Takeover, err error) {
	all, err := list(ctx, r.conn, document[content.Takeover], `SELECT doc FROM takeovers WHERE begun > 0 ORDER BY begun DESC, id`)
	for _, t := range all {
		out = append(out, t.Presses()...)
	}
	return out, err
}

// TakeoversReady lists every approved one, by ID.
func (r noticeReads) TakeoversReady(ctx context.Context) ([]content.Takeover, error) {
	return list(ctx, r.conn, document[content.Takeover], `SELECT doc FROM takeovers WHERE state = $1 ORDER BY id`, string(content.Approved))
}

// UnreviewedTakeovers lists those whose words passed no gate and that nobody else has looked at
// since.
func (r noticeReads) UnreviewedTakeovers(ctx context.Context) ([]content.Takeover, error) {
	return list(ctx, r.conn, document[content.Takeover], `SELECT doc FROM takeovers WHERE doc LIKE '%"free":true%' AND doc NOT LIKE '%"reviewed":{%' ORDER BY begun DESC, id`)
}

// PutTakeover makes or changes a takeover. Whether it may become what it is was decided in content;
// the log says what was done.
func (tx libraryWrites) PutTakeover(ctx context.Context, t content.Takeover) error {
	verb, err := tx.takeoverVerb(ctx, t)
	if err != nil {
		return err
	}
	return tx.putTakeover(ctx, verb, t)
}

func (tx libraryWrites) putTakeover(ctx context.Context, verb string, t content.Takeover) error {
	doc, err := written(t)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO takeovers (id, state, begun, doc) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, begun = excluded.begun, doc = excluded.doc`,
		t.ID, string(t.State), ms(t.Begun), doc)
	if err != nil {
		return err
	}
	if err := tx.followLive(ctx, verb, DraftKey{NounTakeover, t.ID}, t.State, t.Returned); err != nil {
		return err
	}
	return tx.did(ctx, verb, NounTakeover, t.ID, t)
}

// takeoverVerb says in one word what a put does to a takeover.
func (tx libraryWrites) takeoverVerb(ctx context.Context, t content.Takeover) (string, error) {
	if err := plain(t.ID); err != nil {
		return "", err
	}
	old, err := one(ctx, tx.conn, document[content.Takeover], `SELECT doc FROM takeovers WHERE id = $1`, t.ID)
	switch {
	case errors.Is(err, sql.ErrNoRows) && (t.Free || t.Warned != nil):
		return "put_on", nil
	case errors.Is(err, sql.ErrNoRows):
		return "create", nil
	case err != nil:
		return "", tx.explain(err)
	}
	switch verb := pressVerb(old, t); {
	case verb == "" && !t.Reviewed.At.Equal(old.Reviewed.At):
		return "review", nil
	case verb != "":
		return verb, nil
	case old.State == t.State:
		return "change", nil
	case t.State == content.Submitted:
		return "submit", nil
	case t.State == content.Approved:
		return "approve", nil
	case t.State == content.TakenOff:
		return "take_off", nil
	}
	return "draft", nil
}

// pressVerb says what becomes of the presses of a takeover: "" for nothing.
func pressVerb(old, now content.Takeover) (verb string) {
	before := map[string]content.Press{}
	for _, one := range old.Presses() {
		before[one.Key] = one.Press
	}
	for _, one := range now.Presses() {
		switch was := before[one.Key]; {
		case !one.Begun.Equal(was.Begun) && !one.Entered.IsZero():
			return VerbEntered
		case !one.Ended.Equal(was.Ended) && !one.Ended.IsZero() || one.EndedBy != was.EndedBy:
			return "end"
		case !one.Begun.Equal(was.Begun):
			verb = "put_on"
		case !one.Confirmed.Equal(was.Confirmed) && verb == "":
			verb = "confirm"
		}
	}
	return verb
}

// DeleteTakeover removes a takeover for good, with the draft beside it; the log keeps that it was
// there.
func (tx libraryWrites) DeleteTakeover(ctx context.Context, id string) error {
	if _, err := tx.exec(ctx, `DELETE FROM drafts WHERE noun = $1 AND id = $2`, string(NounTakeover), id); err != nil {
		return err
	}
	if err := tx.follow(ctx, "delete", DraftKey{NounTakeover, id}, false, ""); err != nil {
		return err
	}
	gone, err := tx.exec(ctx, `DELETE FROM takeovers WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounTakeover, "thông báo khẩn", "takeover", id)
}
