package store

import (
	"context"

	"ngatu/content"
)

const (
	formVi = "biểu mẫu"
	formEn = "form"
)

// Forms lists those that are approved, by ID, at most [MaxPage]; also those whose time is over.
func (r libraryReads) Forms(ctx context.Context) ([]content.Form, error) {
	return list(ctx, r.conn, document[content.Form], `SELECT doc FROM forms ORDER BY id LIMIT $1`, MaxPage)
}

// Form is the one with an ID.
func (r libraryReads) Form(ctx context.Context, id string) (content.Form, error) {
	f, err := one(ctx, r.conn, document[content.Form], `SELECT doc FROM forms WHERE id = $1`, id)
	return f, orMissing(err, formVi, formEn, id)
}

// PutForm puts an approved form in force, in place of the one before.
func (tx libraryWrites) PutForm(ctx context.Context, f content.Form) error {
	doc, err := written(f)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `INSERT INTO forms (id, doc) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`, f.ID, doc); err != nil {
		return err
	}
	return tx.did(ctx, "approve", NounForm, f.ID, f)
}

// DeleteForm ends a form.
func (tx libraryWrites) DeleteForm(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM forms WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounForm, formVi, formEn, id)
}

// FormDrafts lists the forms that are written beside those in force, by ID.
func (r libraryReads) FormDrafts(ctx context.Context) ([]content.DraftOf[content.Form], error) {
	return drafts[content.Form](ctx, r.conn, NounForm)
}

// FormDraft is what is written of a form; NotFound where nothing is.
func (r libraryReads) FormDraft(ctx context.Context, id string) (content.DraftOf[content.Form], error) {
	return draft[content.Form](ctx, r.conn, NounForm, id)
}

// PutFormDraft keeps one that waits.
func (tx libraryWrites) PutFormDraft(ctx context.Context, d content.DraftOf[content.Form]) error {
	return putDraft(ctx, tx.change, "submit", NounForm, content.Submitted, d, "")
}
