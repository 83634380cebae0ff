package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/reading"
)

// Sheet is a file of figures as it came, with what was said of it. It is kept beside the release
// that came of it.
type Sheet struct {
	ID      string
	Number  int64 // of its change; set by the store
	State   SheetState
	Sender  string // who sent it: a staff ID, token or folder
	Measure string
	Name    string // of the file
	Digest  content.Digest
	At      time.Time // set by the store
	Detail  SheetDetail
}

// SheetState says what became of a sheet.
type SheetState string

// The states of a sheet.
const (
	Waiting  SheetState = "waiting"  // a person has to answer
	Read     SheetState = "read"     // its figures are a release or a draft
	Replaced SheetState = "replaced" // a newer one came before somebody answered
	Dropped  SheetState = "dropped"  // a person threw it away
)

// SheetDetail is what was asked about a sheet and answered.
type SheetDetail struct {
	Period  area.Period     `json:"period,omitempty"` // that the sender named
	Asks    []reading.Ask   `json:"asks,omitempty"`
	Answers reading.Answers `json:"answers,omitzero"`
	By      string          `json:"by,omitempty"` // who answered
}

const sheetColumns = `id, number, state, sender, measure, name, digest, at, doc`

func scanSheet(row scanner) (Sheet, error) {
	var s Sheet
	var when int64
	var doc string
	if err := row.Scan(&s.ID, &s.Number, &s.State, &s.Sender, &s.Measure, &s.Name, &s.Digest, &when, &doc); err != nil {
		return s, err
	}
	s.At = at(when)
	return s, json.Unmarshal([]byte(doc), &s.Detail)
}

// Sheet is the one with an ID.
func (r ledgerReads) Sheet(ctx context.Context, id string) (Sheet, error) {
	s, err := one(ctx, r.conn, scanSheet, `SELECT `+sheetColumns+` FROM sheets WHERE id = $1`, id)
	return s, orMissing(err, "bảng số liệu", "sheet of figures", id)
}

// WaitingSheets lists those that a person has to answer, the newest first, at most [MaxPage].
func (r ledgerReads) WaitingSheets(ctx context.Context) ([]Sheet, error) {
	return list(ctx, r.conn, scanSheet, `SELECT `+sheetColumns+` FROM sheets WHERE state = 'waiting' ORDER BY number DESC LIMIT $1`, MaxPage)
}

// LastSheet is the newest that a sender sent for a measure, whatever became of it; NotFound where
// there is none.
func (r ledgerReads) LastSheet(ctx context.Context, sender, measure string) (Sheet, error) {
	s, err := one(ctx, r.conn, scanSheet, `SELECT `+sheetColumns+` FROM sheets WHERE sender = $1 AND measure = $2 ORDER BY number DESC LIMIT 1`, sender, measure)
	return s, orMissing(err, "bảng số liệu của", "sheet of figures of", sender)
}

// SheetBytes is the file of a sheet as it came.
func (r ledgerReads) SheetBytes(ctx context.Context, id string) ([]byte, error) {
	packed, err := one(ctx, r.conn, func(row scanner) (b []byte, err error) { return b, row.Scan(&b) }, `SELECT body FROM sheets WHERE id = $1`, id)
	if err != nil {
		return nil, orMissing(err, "bảng số liệu", "sheet of figures", id)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack sheet %s: %w", id, err)
	}
	return io.ReadAll(z)
}

// PutSheet keeps a file, packed. A sheet that waits takes the place of those of its sender that
// wait for the same measure.
func (tx ledgerWrites) PutSheet(ctx context.Context, s Sheet, body io.Reader) error {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.Copy(z, body); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	doc, err := written(s.Detail)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `UPDATE sheets SET state = 'replaced' WHERE state = 'waiting' AND sender = $1 AND measure = $2`, s.Sender, s.Measure); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO sheets (`+sheetColumns+`, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		s.ID, tx.number, string(s.State), s.Sender, s.Measure, s.Name, string(s.Digest), tx.now, doc, packed.Bytes())
	if err != nil {
		return err
	}
	return tx.did(ctx, string(s.State), NounFigureSheet, s.ID, map[string]any{"name": s.Name, "measure": s.Measure, "sender": s.Sender})
}

// SetSheet notes what became of a sheet that waited; NotFound where it waits no more.
func (tx ledgerWrites) SetSheet(ctx context.Context, s Sheet) error {
	doc, err := written(s.Detail)
	if err != nil {
		return err
	}
	n, err := tx.exec(ctx, `UPDATE sheets SET state = $2, doc = $3 WHERE id = $1 AND state = 'waiting'`, s.ID, string(s.State), doc)
	if err != nil {
		return err
	}
	if n == 0 {
		return missing("bảng số liệu đang chờ", "waiting sheet of figures", s.ID)
	}
	return tx.did(ctx, string(s.State), NounFigureSheet, s.ID, nil)
}
